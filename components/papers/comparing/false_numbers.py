"""arXiv numbers that a reader gave to the wrong record, as where a list names several papers under one heading.

Records of one number are one paper. Where neither title nor abstract of two have anything in common, one of them has
the number by mistake: the record that was read from named fields keeps it, else the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from components.papers.paper import LoadedFile, Record
from components.papers.report import Note

_WORD = re.compile(r"\w{5,}")
_COMPARED = 6_000  # characters of an abstract
_FEWEST_TITLE_WORDS, _FEWEST_WORDS = 2, 12  # words of five letters and more that a text needs to be compared
_SHARED = 0.25  # the share of an abstract's words that two on different subjects may have in common


def without_false_numbers(loaded_files: Sequence[LoadedFile]) -> list[LoadedFile]:
    """The files, with a number taken from each record that has another paper's, and a note that says so."""
    owners: dict[str, Record] = {}
    for loaded_file in loaded_files:
        for record in loaded_file.records:
            if record.arxiv_number:
                owner = owners.setdefault(record.arxiv_number, record)
                if record.structured and not owner.structured and _other_paper(owner, record):
                    owners[record.arxiv_number] = record
    return [_corrected(loaded_file, owners) for loaded_file in loaded_files]


def _corrected(loaded_file: LoadedFile, owners: dict[str, Record]) -> LoadedFile:
    records: list[Record] = []
    notes: list[Note] = []
    for record in loaded_file.records:
        owner = owners[record.arxiv_number] if record.arxiv_number else record
        if owner is not record and _other_paper(owner, record):
            sentence = f"The arXiv number {record.arxiv_number} is that of “{owner.title}”: left out here."
            notes.append(Note("repaired", sentence, record.raw.lines, record.title))
            record = replace(record, arxiv_number="")
        records.append(record)
    return replace(loaded_file, records=tuple(records), notes=(*loaded_file.notes, *notes)) if notes else loaded_file


def _other_paper(one: Record, other: Record) -> bool:
    """Whether two records can be no one paper: both titles and both abstracts are there and have nothing in common."""
    if one.title_key == other.title_key or not one.abstract or not other.abstract:
        return False
    titles = _words(one.title_key), _words(other.title_key)
    if min(map(len, titles)) < _FEWEST_TITLE_WORDS or titles[0] & titles[1]:
        return False
    texts = _words(one.abstract), _words(other.abstract)
    fewest = min(map(len, texts))
    return fewest >= _FEWEST_WORDS and len(texts[0] & texts[1]) <= _SHARED * fewest


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text[:_COMPARED].casefold()))
