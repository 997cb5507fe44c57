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

from components.landscape.analysis.incremental import IncrementalAnalysis
from components.landscape.result import Analysis
from components.papers.library import Library

_A_LINK = 600  # bytes of one link with its address, measured


def of_library(library: Library) -> int:
    """The texts and lists of its papers, and its appearances."""
    frames = (library.papers, library.appearances)
    return sum(int(frame.memory_usage(deep=True).sum()) for frame in frames)


def of_frame(frame: pd.DataFrame) -> int:
    """Its columns; what they point to belongs to the library."""
    return int(frame.memory_usage(deep=False).sum())


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
