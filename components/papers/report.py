"""The report on one file that was read: counts, and notes a visitor can act on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NoteKind = Literal["merged", "repaired", "refused", "unknown", "doubtful"]


@dataclass(frozen=True, slots=True)
class Note:
    """One thing a visitor should know about a file, in one sentence, with the lines it is about."""

    kind: NoteKind
    sentence: str
    lines: tuple[int, int] | None = None  # first and last line in the file, from 1
    paper: str = ""  # the title of the paper it is about, "" where it is about none
    count: int = 1  # how many things one after the other it is about


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file: every record is counted as a paper, as merged or as refused; the rest is unknown."""

    name: str
    shape: str = ""  # what it was recognised as, in words; "" when it was not
    papers: int = 0  # different papers that appear in this file
    merged: int = 0  # records that turned out to be a paper already there, in this file or an earlier one
    repaired: int = 0  # papers whose text was cleaned of more than white space
    refused: int = 0  # records that were understood but are not taken, each with its reason
    unknown: int = 0  # stretches of the file that were not understood
    missed: int = 0  # arXiv numbers that stand in the file and are no paper's
    titles: tuple[str, ...] = ()  # of its first papers
    notes: tuple[Note, ...] = ()
    error: str = ""  # why no paper was read, "" when some were
    records: int = 0  # records the reader gave: papers, and those folded into another paper of the same file
    digest_id: str = ""  # the digest made of it, "" when none was
    content_hash: str = ""  # SHA-256 of the file's bytes in hex; "" for one that is there twice
