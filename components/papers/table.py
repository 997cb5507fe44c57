"""The two frames of a library: a row a paper with the richest of its records, and a row a paper and digest.

Not here: which records are one paper (`merging`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from components.papers.identity import normalised_title
from components.papers.paper import Appearance, RawPaper
from components.papers.records import Record

PAPER_COLUMNS: Mapping[str, str] = {
    "paper_id": "str",
    "title": "str",
    "abstract": "str",
    "raw_title": "str",
    "raw_abstract": "str",
    "summary": "str",
    "arxiv_id": "str",
    "authors": "object",
    "organisation": "str",
    "published": "str",
    "votes": "Int64",
    "comments": "Int64",
    "stars": "Int64",
    "links": "object",
    "keywords": "object",
    "digests": "object",
    "seen": "int64",
}
APPEARANCE_COLUMNS: Mapping[str, str] = {
    "paper_id": "str",
    "digest_id": "str",
    "position": "int64",
    "date": "str",
    "votes": "Int64",
}


def papers_frame(rows: Iterable[tuple[str, Sequence[Record], Sequence[Appearance]]]) -> pd.DataFrame:
    """One row a paper, from its id, its records and its sightings, each in order."""
    columns: dict[str, list[Any]] = {name: [] for name in PAPER_COLUMNS}
    for paper_id, records, appearances in rows:
        for name, value in _row(paper_id, records, appearances).items():
            columns[name].append(value)
    return _framed(columns, PAPER_COLUMNS)


def appearances_frame(rows: Iterable[tuple[str, Sequence[Appearance]]]) -> pd.DataFrame:
    """One row a paper and digest, by paper and then in the order of the digests."""
    columns: dict[str, list[Any]] = {name: [] for name in APPEARANCE_COLUMNS}
    for paper_id, appearances in rows:
        for one in appearances:
            columns["paper_id"].append(paper_id)
            columns["digest_id"].append(one.digest_id)
            columns["position"].append(one.position)
            columns["date"].append(one.date)
            columns["votes"].append(one.votes)
    return _framed(columns, APPEARANCE_COLUMNS)


def richest(records: Sequence[Record]) -> dict[str, Record]:
    """For each field of a paper the record it is taken from: the first that has most to say."""
    return {
        "title": _title_record(records),
        "abstract": max(records, key=lambda one: len(one.abstract)),
        "summary": _fullest(records, lambda raw: len(raw.summary)),
        "arxiv_id": next((one for one in records if one.arxiv), records[0]),
        "authors": _fullest(records, lambda raw: len(raw.authors)),
        "organisation": _fullest(records, lambda raw: bool(raw.organisation)),
        "published": _fullest(records, lambda raw: _precision(raw.published)),
        "votes": _fullest(records, lambda raw: -1 if raw.votes is None else raw.votes),
        "comments": _fullest(records, lambda raw: -1 if raw.comments is None else raw.comments),
        "stars": _fullest(records, lambda raw: -1 if raw.stars is None else raw.stars),
    }


def _row(paper_id: str, records: Sequence[Record], appearances: Sequence[Appearance]) -> dict[str, Any]:
    if len(records) == 1:
        return _only(paper_id, records[0], appearances)
    best = richest(records)
    return {
        "paper_id": paper_id,
        "title": best["title"].title,
        "abstract": best["abstract"].abstract,
        "raw_title": best["title"].raw.title,
        "raw_abstract": best["abstract"].raw.abstract,
        "summary": " ".join(best["summary"].raw.summary.split()),
        "arxiv_id": best["arxiv_id"].arxiv,
        "authors": best["authors"].raw.authors,
        "organisation": best["organisation"].raw.organisation,
        "published": best["published"].raw.published,
        "votes": best["votes"].raw.votes,
        "comments": best["comments"].raw.comments,
        "stars": best["stars"].raw.stars,
        "links": _union(one.raw.links for one in records),
        "keywords": _union(one.raw.keywords for one in records),
        "digests": tuple(dict.fromkeys(one.digest_id for one in appearances)),
        "seen": len(appearances),
    }


def _only(paper_id: str, one: Record, appearances: Sequence[Appearance]) -> dict[str, Any]:
    """The row of a paper with one record, without any choosing: most papers have one."""
    raw = one.raw
    return {
        "paper_id": paper_id,
        "title": one.title,
        "abstract": one.abstract,
        "raw_title": raw.title,
        "raw_abstract": raw.abstract,
        "summary": " ".join(raw.summary.split()),
        "arxiv_id": one.arxiv,
        "authors": raw.authors,
        "organisation": raw.organisation,
        "published": raw.published,
        "votes": raw.votes,
        "comments": raw.comments,
        "stars": raw.stars,
        "links": raw.links,
        "keywords": raw.keywords,
        "digests": tuple([sighting.digest_id for sighting in appearances]),
        "seen": len(appearances),
    }


def _title_record(records: Sequence[Record]) -> Record:
    """The first record, unless it lost its subtitle and another has it."""
    first = records[0]
    for one in records[1:]:
        if len(one.title) > len(first.title) and normalised_title(one.title.partition(":")[0]) == first.key:
            return one
    return first


def _fullest(records: Sequence[Record], worth: Callable[[RawPaper], float]) -> Record:
    return max(records, key=lambda one: worth(one.raw)) if len(records) > 1 else records[0]


def _precision(date: str) -> int:
    """How much of a date is known: a full day, a month, a year, or a day without a year."""
    if re.match(r"\d{4}-\d{2}-\d{2}", date):
        return 4
    if re.fullmatch(r"\d{4}-\d{2}", date):
        return 3
    return 2 if re.fullmatch(r"\d{4}", date) else int(bool(date))


def _union(values: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for some in values for value in some))


def _framed(columns: dict[str, list[Any]], kinds: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(values, dtype=kinds[name]) for name, values in columns.items()})
