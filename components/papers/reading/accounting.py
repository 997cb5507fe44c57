"""Account of a reading: which arXiv numbers of the file are no paper's, and which record is too much for one paper.

A number in a paper's own text or links is that paper's business; the rest should be papers and is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from components.papers.identity import arxiv_number
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.outcome import Reading, refused, unknown

# Without alternatives at their start, so that the search is fast in large files.
_ADDRESSES = tuple(
    re.compile(before + rb"(\d{4}\.\d{4,5})(?!\d)")
    for before in (rb"arxiv\.org/(?:abs|pdf|html)/", rb"huggingface\.co/papers/")
)
_FEW_LINES = 40  # a file of fewer may well be one paper
_MUCH = 0.5  # of a file's lines
_SEVERAL = 3  # numbers in one record that make it a list


def account(reading: Reading, content: Content) -> Reading:
    """The reading without records that stand for a whole list, with the count of numbers that no paper has."""
    numbers = {match.decode() for pattern in _ADDRESSES for match in pattern.findall(content.data)}
    if not reading.structured:
        reading = _without_whole_lists(reading, content)
    if not numbers or not reading.papers:
        return reading
    missed = numbers - {arxiv_number(paper.arxiv_id) for paper in reading.papers if paper.arxiv_id}
    if missed:
        missed -= _named_by(reading.papers, missed)
    if not missed:
        return reading
    some = ", ".join(sorted(missed)[:3])
    sentence = (
        f"{len(numbers):,} arXiv numbers stand in this file, {len(numbers) - len(missed):,} were read. "
        f"Not read: {some}{', …' if len(missed) > 3 else ''}."
    )
    return replace(reading, notes=(unknown(sentence), *reading.notes), missed=len(missed))


def _named_by(papers: Sequence[RawPaper], numbers: set[str]) -> set[str]:
    """Those numbers that papers name in their own texts and links."""
    text = "\n".join(
        text for paper in papers for text in (paper.title, paper.abstract, paper.summary, *paper.links) if "." in text
    )
    return {number for number in numbers if number in text}


def _without_whole_lists(reading: Reading, content: Content) -> Reading:
    lines = len(content.lines)
    if lines < _FEW_LINES:
        return reading
    much = [paper for paper in reading.papers if paper.lines and paper.lines[1] - paper.lines[0] > lines * _MUCH]
    for paper in much:
        assert paper.lines is not None
        part = "\n".join(content.lines[paper.lines[0] - 1 : paper.lines[1]]).encode("utf-8", "replace")
        if len({found for pattern in _ADDRESSES for found in pattern.findall(part)}) >= _SEVERAL:
            sentence = "Would take up half of the file, with several arXiv numbers in it: a list, not a paper."
            note = refused(sentence, paper.lines, paper.title)
            left = tuple(one for one in reading.papers if one is not paper)
            reading = replace(reading, papers=left, notes=(note, *reading.notes))
    return reading
