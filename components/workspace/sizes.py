"""How many bytes a value of a cache takes, closely enough to bound memory.

Objects that one value shares with another (the texts of a catalogue are those of its library) count with the one that
made them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd

from components.curation.annotations.annotation_set import Annotations
from components.landscape.analysis.incremental import IncrementalAnalysis
from components.landscape.result import Analysis
from components.papers.library import Library

_A_LINK = 600  # bytes of one link with its address, measured
_A_TEXT = 60  # bytes of a text beside its signs, and of its place in a mapping, measured
_A_RECORD = 2_500  # bytes of one record as it was read, measured
_CHANGED = 8  # columns that a step of the catalogue changes, of about a pointer a paper
_A_VALUE = 200  # bytes of a decision, tag or note


def of_library(library: Library) -> int:
    """The texts and lists of its papers, its appearances, what their ids were, and records that were merged."""
    frames = (library.papers, library.appearances)
    texts = sum(int(frame.memory_usage(deep=True).sum()) for frame in frames)
    records = sum(len(each) for each in library.versions.values())
    return texts + 2 * _A_TEXT * len(library.aliases) + _A_RECORD * records


def of_catalogue(frame: pd.DataFrame) -> int:
    """What the first catalogue of a library adds to it: the texts that are searched."""
    return sum(map(len, frame["haystack"])) + _A_TEXT * len(frame) + of_columns(frame)


def of_columns(frame: pd.DataFrame) -> int:
    """Some columns of a catalogue that shares the others with the one it was made from."""
    return 8 * _CHANGED * len(frame)


def of_frame(frame: pd.DataFrame) -> int:
    """A frame that shares nothing."""
    return int(frame.memory_usage(deep=True).sum())


def of_annotations(made: Annotations) -> int:
    """One visitor's decisions, tags, notes and ratings."""
    return _A_VALUE * sum(map(len, (made.decisions, made.tags, made.notes, made.ratings)))


def of_texts(texts: tuple[str, ...]) -> int:
    """Texts of their own."""
    return sum(map(sys.getsizeof, texts))


def of_analysis(analysis: Analysis) -> int:
    """Its arrays."""
    return sum(_of_arrays(getattr(analysis, field.name)) for field in fields(analysis))


def of_incremental(carried: IncrementalAnalysis | None) -> int:
    """The arrays of the Analysis in it."""
    return of_analysis(carried.analysis) if carried is not None else 0


def of_links(links: Mapping[str, tuple[Any, ...]]) -> int:
    """Links, or promises of links, by paper."""
    return _A_LINK * sum(len(found) for found in links.values())


def _of_arrays(value: object) -> int:
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    held = getattr(value, "__dict__", None) or {
        name: getattr(value, name, None) for name in getattr(type(value), "__slots__", ())
    }
    return sum(int(each.nbytes) for each in held.values() if isinstance(each, np.ndarray))
