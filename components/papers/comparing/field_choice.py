"""Which record of a paper each of its fields is taken from: the more plausible value, then the better source.

A record is `structured` where its reader was given named fields (JSON, BibTeX, RIS, a table, a feed); prose is read by
rules that may err. A longer abstract or author list replaces a shorter one only where it holds it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from components.papers.cleaning.plausible import is_link_label, may_be_abstract
from components.papers.comparing.evidence import author_keys
from components.papers.paper import RawPaper, Record

_ADDRESS = re.compile(r"(?:https?://|www\.)\S")
_ORGANISATION = re.compile(r"\b(?:universit|institut|department|laborator|college|school of|@|https?:)", re.I)
_WORD = re.compile(r"\w+")
_LONG_TITLE, _SHORT_TITLE = 400, 15  # characters
_LONG_ABSTRACT, _SHORT_ABSTRACT = 12_000, 60
_LONG_SUMMARY = 4_000
_LONG_NAME, _NAME_WORDS = 80, 8
_HOLDS = 0.9  # the share of a text's words that a longer one has that holds it
_OLDEST, _LATEST = 1450, 2150  # years


def best_records(records: Sequence[Record]) -> dict[str, Record]:
    """For each field of a paper the record it is taken from."""
    best = {
        "title": _title(records),
        "abstract": _abstract(records),
        "authors": _authors(records),
        "arxiv_id": next((record for record in records if record.arxiv_number), records[0]),
    }
    for field, worth in _WORTH.items():
        best[field] = max(records, key=lambda record: (worth(record.raw), record.structured))
    return best


def _title(records: Sequence[Record]) -> Record:
    """The most plausible title of the best source, of these the one that most records have; a lost subtitle comes back.

    Prose that calls a paper by a short name never takes its title from it.
    """
    votes = Counter(record.title_key for record in records)
    chosen = max(
        records,
        key=lambda one: (
            title_grade(one.title),
            one.structured or len(one.title) >= _SHORT_TITLE,
            one.structured,
            votes[one.title_key],
        ),
    )
    for record in records:
        main_title_key = record.main_title_key if ":" in record.title else record.title_key
        if len(record.title) > len(chosen.title) and main_title_key == chosen.title_key and title_grade(record.title):
            return record
    return chosen


def title_grade(title: str) -> int:
    """0 for what is no title (a link's label, an address, a row of a table), 1 for what may be none, else 2."""
    if is_link_label(title) or len(title) > _LONG_TITLE or _ADDRESS.search(title) or title.count("|") > 1:
        return 0
    return 1 if len(title) < _SHORT_TITLE and " " not in title else 2


def _abstract(records: Sequence[Record]) -> Record:
    """The most plausible abstract of the best source, or a longer one that holds it."""
    chosen = max(records, key=lambda one: (abstract_grade(one.abstract), one.structured))
    grade, words = abstract_grade(chosen.abstract), _words(chosen.abstract)
    for record in records:
        if len(record.abstract) > len(chosen.abstract) and abstract_grade(record.abstract) == grade:
            own = _words(record.abstract)
            if len(words & own) >= _HOLDS * len(words):
                chosen, words = record, own
    return chosen


def abstract_grade(text: str) -> int:
    """0 for none, 1 for what is no abstract (a table, a list of papers), 2 for a very short or long one, else 3."""
    if not text:
        return 0
    if not may_be_abstract(text):
        return 1
    return 3 if _SHORT_ABSTRACT <= len(text) <= _LONG_ABSTRACT else 2


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _authors(records: Sequence[Record]) -> Record:
    """The best source that names people, or a longer list that holds its names."""
    chosen = max(records, key=lambda one: (bool(_people(one.raw)), one.structured, _people(one.raw)))
    known = author_keys(chosen.raw.authors)
    for record in records:
        if _people(record.raw) > _people(chosen.raw):
            own = author_keys(record.raw.authors)
            if known <= own:
                chosen, known = record, own
    return chosen


def _people(raw: RawPaper) -> int:
    """How many of the authors may be people."""
    return sum(
        len(name) <= _LONG_NAME and len(name.split()) <= _NAME_WORDS and not _ORGANISATION.search(name)
        for name in raw.authors
    )


def _organisation_worth(raw: RawPaper) -> int:
    return 0 if not raw.organisation else 1 if len(raw.organisation) > 120 or "://" in raw.organisation else 2


def _summary_worth(raw: RawPaper) -> int:
    return len(raw.summary) if len(raw.summary) <= _LONG_SUMMARY else 1


def _precision(raw: RawPaper) -> int:
    """How much of a date is known: a full day, a month, a year, or a day without a year; 0 for no possible date."""
    text = raw.published
    if not re.match(r"\d{4}", text):
        return int(bool(text))
    if not _OLDEST <= int(text[:4]) <= _LATEST:
        return 0
    if re.fullmatch(r"\d{4}", text):
        return 2
    day = text[:10] if re.match(r"\d{4}-\d{2}-\d{2}", text) else f"{text[:7]}-01"
    try:
        date.fromisoformat(day)
    except ValueError:
        return 1
    return 4 if len(text) >= 10 else 3


def _count(number: int | None) -> int:
    return -1 if number is None else number


_WORTH: dict[str, Callable[[RawPaper], int]] = {
    "summary": _summary_worth,
    "organisation": _organisation_worth,
    "doi": lambda raw: bool(raw.doi),
    "published": _precision,
    "venue": lambda raw: bool(raw.venue),
    "type": lambda raw: 0 if not raw.type else 1 if raw.type == "preprint" else 2,
    "year": lambda raw: bool(raw.year) + bool(raw.year and raw.venue),
    "status": lambda raw: bool(raw.status),
    "rating": lambda raw: raw.rating is not None,
    "votes": lambda raw: _count(raw.votes),
    "comments": lambda raw: _count(raw.comments),
    "stars": lambda raw: _count(raw.stars),
}
