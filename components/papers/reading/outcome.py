"""What a reader returns for one file: its papers, the digest's date, and what it could not use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

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
    missed: int = 0  # arXiv numbers that stand in the file and are no paper's
    conclusive: bool = False  # no other reader is asked, though there may be no paper: the first note says why


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


def without_half_characters(reading: Reading) -> Reading:
    """The reading as text that can be written: half of a surrogate pair, which JSON can spell, becomes U+FFFD."""
    papers: list[RawPaper] = []
    notes: list[Note] = []
    for paper in reading.papers:
        if _is_whole(_everything(paper)):
            papers.append(paper)
            continue
        mended = _mended(paper)
        papers.append(mended)
        notes.append(Note("repaired", "Held halves of characters: replaced by “\ufffd”.", mended.lines, mended.title))
    if not notes and _is_whole(reading.date + "".join(note.sentence + note.paper for note in reading.notes)):
        return reading
    kept = [replace(note, sentence=_whole(note.sentence), paper=_whole(note.paper)) for note in reading.notes]
    return replace(reading, papers=tuple(papers), notes=(*kept, *notes), date=_whole(reading.date))


def with_folded_notes(reading: Reading) -> Reading:
    """The reading with one note for lines that follow each other and are refused for the same reason."""
    notes: list[Note] = []
    run: list[Note] = []
    for note in reading.notes:
        if run and not _goes_on(run[-1], note):
            notes.append(_folded(run))
            run = []
        run.append(note)
    notes += [_folded(run)] if run else []
    return reading if len(notes) == len(reading.notes) else replace(reading, notes=tuple(notes))


def _goes_on(before: Note, note: Note) -> bool:
    same = before.kind == note.kind and before.sentence == note.sentence and not (before.paper or note.paper)
    return same and before.lines is not None and note.lines is not None and note.lines[0] == before.lines[1] + 1


def _folded(run: Sequence[Note]) -> Note:
    first, last = run[0], run[-1]
    if len(run) == 1 or first.lines is None or last.lines is None:
        return first
    count = sum(note.count for note in run)
    return Note(first.kind, f"{count:,} times: {first.sentence}", (first.lines[0], last.lines[1]), count=count)


def _everything(paper: RawPaper) -> str:
    texts = (paper.title, paper.abstract, paper.summary, paper.arxiv_id, paper.doi, paper.organisation)
    return "".join([*texts, paper.published, paper.listed, *paper.authors, *paper.links, *paper.keywords])


def _mended(paper: RawPaper) -> RawPaper:
    changes: dict[str, Any] = {}
    for each in fields(paper):
        value = getattr(paper, each.name)
        if isinstance(value, str):
            changes[each.name] = _whole(value)
        elif isinstance(value, tuple):
            changes[each.name] = tuple(_whole(one) if isinstance(one, str) else one for one in value)
    return replace(paper, **changes)


def _is_whole(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(text: str) -> str:
    return text if _is_whole(text) else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
