"""Papers completed: what a digest does not say is taken from facts, and each such value says where it is from.

A digest's own value is never replaced. Facts that are not sure are not taken. Citations are of one service, the first
of OpenAlex, Semantic Scholar and Crossref that counts the paper (`findings`): what services count differs, so that
their numbers are never added, and papers compare best where one service counts nearly all of them.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from components.enrichment.facts import Fact, Field, Verdict

# Fields with a column of their name; `YEAR` goes with the venue that it is of.
_COLUMNS = (
    Field.AUTHORS, Field.PUBLISHED, Field.VENUE, Field.TYPE, Field.STATUS, Field.DOI, Field.CATEGORIES,
)  # fmt: skip
_LINKS = (Field.CODE, Field.PROJECT)
_NUMBERS = (Field.VOTES, Field.COMMENTS, Field.STARS)
_CHANGED = (
    *_COLUMNS, *_NUMBERS, Field.CITATIONS, "citation_counts", Field.RETRACTED, "year", "links", "link_sources",
    "remarks", "sources",
)  # fmt: skip


def complete(papers: pd.DataFrame, facts: Mapping[str, Sequence[Fact]]) -> pd.DataFrame:
    """The frame of a library's papers with values filled in; `facts` are by paper id, of two for a field the first.

    `sources` gets "field: source" for every value that is no digest's, `remarks` the sentences that facts bring.
    """
    rows = [row for row, paper_id in enumerate(papers["paper_id"]) if paper_id in facts]
    if not rows:
        return papers
    columns = {name: papers[name].tolist() for name in _CHANGED}
    ids = papers["paper_id"].tolist()
    arxiv_ids = papers["arxiv_id"].tolist()
    for row in rows:
        sure = [fact for fact in facts[ids[row]] if fact.verdict == Verdict.SURE and fact.value not in ("", ())]
        of_paper: dict[str, Fact] = {}
        for fact in sure:
            of_paper.setdefault(fact.field, fact)
        changed = _filled({name: columns[name][row] for name in _CHANGED}, of_paper, arxiv_ids[row])
        changed["citation_counts"] = tuple(
            f"{fact.service}: {fact.value}, {fact.date[:10]}" for fact in sure if fact.field == Field.CITATIONS
        )
        for name, value in changed.items():
            columns[name][row] = value
    made = {name: _series(values, papers[name].dtype) for name, values in columns.items()}
    return papers.assign(**{name: series.set_axis(papers.index) for name, series in made.items()})


def source_words(fact: Fact) -> str:
    """Who says it and when, in words: "checked by hand, November 2026", "OpenAlex, 3 November 2026"."""
    year, _, rest = fact.date[:10].partition("-")
    month, _, day = rest.partition("-")
    name = calendar.month_name[int(month)] if month.isdigit() and 1 <= int(month) <= 12 else ""
    date = " ".join(part for part in (day.lstrip("0"), name, year) if part)
    words = f"{fact.service}, {date}" if date else fact.service
    return f"{words}, confirmed by a person" if fact.confirmed else words


def sources_by_field(sources: Iterable[str]) -> dict[str, str]:
    """field → source, of a value of the column `sources`."""
    return {field: source for field, _, source in (one.partition(": ") for one in sources)}


def counts_by_service(counts: Iterable[str]) -> list[tuple[str, int, str]]:
    """(service, citations, day) of each value of the column `citation_counts`, in their order."""
    found = []
    for each in counts:
        service, _, rest = each.partition(": ")
        number, _, day = rest.partition(", ")
        if number.isdecimal():
            found.append((service, int(number), day))
    return found


def facts_version(library_version: str, facts: Iterable[Sequence[Fact]]) -> str:
    """The version of a library that is completed by these facts: another one wherever they differ."""
    content = hashlib.sha256(library_version.encode())
    for each in facts:
        content.update(repr(each).encode("utf-8", "surrogatepass"))
    return content.hexdigest()[:16]


def _filled(row: Mapping[str, Any], facts: Mapping[str, Fact], arxiv_id: str) -> dict[str, Any]:
    """What of a row changes."""
    sources = sources_by_field(row["sources"])
    changed: dict[str, Any] = {}
    for field in _COLUMNS:
        if field in facts and not row[field]:
            changed[field.value] = facts[field].value
            sources[field.value] = source_words(facts[field])
    for field in (*_NUMBERS, Field.CITATIONS):
        if field in facts and pd.isna(row[field]):
            changed[field.value] = facts[field].value
            sources[field.value] = source_words(facts[field])
    if Field.YEAR in facts and "venue" in changed and row["year"] in ("", row["published"][:4], f"20{arxiv_id[:2]}"):
        changed["year"] = str(facts[Field.YEAR].value)
        sources["year"] = source_words(facts[Field.YEAR])
    links, link_sources = list(row["links"]), list(row["link_sources"])
    for field in _LINKS:
        if field in facts and str(facts[field].value) not in links:
            links.append(str(facts[field].value))
            link_sources.append(f"{facts[field].value} {source_words(facts[field])}")
            sources[field.value] = source_words(facts[field])
    if Field.RETRACTED in facts and facts[Field.RETRACTED].value is True:
        changed[Field.RETRACTED.value] = source_words(facts[Field.RETRACTED])
    if "arxiv_id" in sources and Field.ARXIV_ID in facts:
        sources["arxiv_id"] = source_words(facts[Field.ARXIV_ID])
    if Field.NOTE in facts:
        changed["remarks"] = (*row["remarks"], f"{facts[Field.NOTE].value} ({source_words(facts[Field.NOTE])})")
    listed = tuple(f"{field}: {source}" for field, source in sources.items())
    return changed | {"links": tuple(links), "link_sources": tuple(link_sources), "sources": listed}


def _series(values: Sequence[Any], kind: Any) -> pd.Series:
    if str(kind) != "object":
        return pd.Series(values, dtype=kind)
    column = np.empty(len(values), dtype=object)  # filled one by one: numpy would take equal lengths for a matrix
    for row, value in enumerate(values):
        column[row] = value
    return pd.Series(column)
