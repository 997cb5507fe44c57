"""A link: an address found in prose, as it was written there, and what it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a link leads to; the value is the word shown and written to files."""

    CODE = "code"
    MODEL = "model"
    DATASET = "dataset"
    DEMO = "demo"
    PROJECT_PAGE = "project page"
    PAPER = "paper"
    VIDEO = "video"
    DOI = "doi"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Link:
    """One address in one text: the normal form that is checked and the words that were there."""

    url: str  # absolute, normalised: the identity of the link
    as_written: str  # the characters of the text, untouched
    kind: Kind = Kind.OTHER
    cue: str = ""  # the words before it that say what it is ("Code is available at"), "" where none do
    source: str = ""  # who found it, where neither a digest nor the abstract gives it
