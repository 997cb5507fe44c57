"""What a reader returns for one file: its papers, the digest's date, and what it could not use."""

from __future__ import annotations

from dataclasses import dataclass, replace

from components.papers.paper import RawPaper
from components.papers.report import Note

LineRange = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as its reader understood it. Lines count from 1; `frame` is what belongs to the page, not to a paper."""

    papers: tuple[RawPaper, ...] = ()
    date: str = ""  # the digest's own date: ISO where the year is known, else as written
    notes: tuple[Note, ...] = ()
    frame: tuple[LineRange, ...] = ()
    shape: str = ""  # overrides the reader's own words where one reader knows several shapes
    structured: bool = False  # whether the papers were read from named fields; the registry says so


def without_lines(reading: Reading, shape: str, date: str) -> Reading:
    """The reading of a text from inside a file, under another shape and date: its lines are not the file's."""
    papers = tuple(replace(paper, lines=None) for paper in reading.papers)
    notes = tuple(replace(note, lines=None) for note in reading.notes)
    return Reading(papers, date, notes, (), shape, reading.structured)


def refused(sentence: str, lines: LineRange | None = None, paper: str = "") -> Note:
    """A record that was understood and is not taken, with the reason."""
    return Note("refused", sentence, lines, paper)


def unknown(sentence: str, lines: LineRange | None = None) -> Note:
    """A stretch of the file that no rule explains."""
    return Note("unknown", sentence, lines)
