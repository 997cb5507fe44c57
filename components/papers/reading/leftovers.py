"""The lines that no paper uses, split into page frame and unknown stretches, so that no line is lost silently."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from components.papers.reading.captured_page.frame import date_line, is_decoration, is_frame, without_markup
from components.papers.reading.outcome import LineRange, unknown
from components.papers.report import Note


def report_leftovers(
    lines: Sequence[str], used: Iterable[LineRange], known: Iterable[LineRange] = ()
) -> tuple[tuple[Note, ...], tuple[LineRange, ...]]:
    """Notes on the stretches outside `used` and `known` that no rule explains, and all ranges of page frame."""
    covered = bytearray(len(lines) + 2)
    for first, last in used:
        covered[first : last + 1] = b"\1" * (last + 1 - first)
    frame: list[LineRange] = [*known, *_front_matter(lines)]
    for first, last in frame:
        covered[first : last + 1] = b"\1" * (last + 1 - first)
    notes: list[Note] = []
    start = 0
    for number in range(1, len(lines) + 2):
        line = lines[number - 1] if number <= len(lines) else ""
        foreign = number <= len(lines) and not covered[number] and bool(line.strip())
        if foreign and _belongs_to_page(line):
            frame.append((number, number))
            foreign = False
        if foreign and not start:
            start = number
        elif start and not foreign and (covered[number] or number > len(lines) or line.strip()):
            notes.append(_note(lines, start, number - 1))
            start = 0
    return tuple(notes), tuple(frame)


def _front_matter(lines: Sequence[str]) -> list[LineRange]:
    """The block between two "---" that notebooks put before a text."""
    if not lines or lines[0].strip() != "---":
        return []
    end = next((number for number, line in enumerate(lines[1:60], 2) if line.strip() == "---"), 0)
    return [(1, end)] if end else []


def _belongs_to_page(line: str) -> bool:
    if is_decoration(line):
        return True
    words = without_markup(line)
    return not words or is_frame(words) or bool(date_line(words))


def _note(lines: Sequence[str], start: int, end: int) -> Note:
    while end > start and not lines[end - 1].strip():
        end -= 1
    words = " ".join(lines[start - 1].split())
    shown = words if len(words) <= 80 else words[:79] + "…"
    return unknown(f"Not understood: “{shown}”", (start, end))
