"""The two tables of a library as columns of plain values: a row a paper, and a row a paper and digest.

`sources` says of a value that is no digest's where it is from: "field: source". `remarks` are sentences about a paper,
`citations` how often it is cited, `citation_counts` how often by each service ("OpenAlex: 12, 2026-11-03"), `retracted`
who says that it was withdrawn, `link_sources` which links a look-up found ("https://… Hugging Face, 3 November 2026").
`origins` says of a paper in several digests which one each field is from: "field: digest_id".
All but `origins` are filled by `enrichment.completion`.

Plain, so that the process that reads digests needs no pandas and can send them (see `process`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from components.papers.comparing.field_choice import best_records
from components.papers.paper import MergedPaper, RawPaper, Record

Columns = dict[str, list[Any]]

PAPER_COLUMNS: Mapping[str, str] = {
    "paper_id": "str",
    "title": "str",
    "abstract": "str",
    "raw_title": "str",
    "raw_abstract": "str",
    "summary": "str",
    "arxiv_id": "str",
    "doi": "str",
    "authors": "object",
    "organisation": "str",
    "published": "str",
    "venue": "str",
    "type": "str",
    "year": "str",
    "categories": "object",
    "status": "str",
    "review_rating": "Float64",
    "votes": "Int64",
    "comments": "Int64",
    "stars": "Int64",
    "citations": "Int64",
    "citation_counts": "object",
    "retracted": "str",
    "links": "object",
    "link_sources": "object",
    "keywords": "object",
    "digests": "object",
    "seen": "int64",
    "sources": "object",
    "remarks": "object",
    "origins": "object",
}
_OF_SERVICES = {"citations": None, "citation_counts": (), "retracted": "", "link_sources": ()}  # what no digest says
APPEARANCE_COLUMNS: Mapping[str, str] = {
    "paper_id": "str",
    "digest_id": "str",
    "position": "int64",
    "date": "str",
    "votes": "Int64",
}


def paper_columns(papers: Iterable[MergedPaper]) -> Columns:
    """One row a paper, in the order given."""
    columns: Columns = {name: [] for name in PAPER_COLUMNS}
    for paper in papers:
        for name, value in _row(paper).items():
            columns[name].append(value)
    return columns


def appearance_columns(papers: Iterable[MergedPaper]) -> Columns:
    """One row a paper and digest, by paper and then in the order of the digests."""
    columns: Columns = {name: [] for name in APPEARANCE_COLUMNS}
    for paper in papers:
        for appearance in paper.appearances:
            columns["paper_id"].append(paper.paper_id)
            columns["digest_id"].append(appearance.digest_id)
            columns["position"].append(appearance.position)
            columns["date"].append(appearance.date)
            columns["votes"].append(appearance.votes)
    return columns


def _row(paper: MergedPaper) -> dict[str, Any]:
    if len(paper.records) == 1:
        return _row_of_one(paper)
    best = best_records(paper.records)
    return {
        "paper_id": paper.paper_id,
        "title": best["title"].title,
        "abstract": best["abstract"].abstract,
        "raw_title": best["title"].raw.title,
        "raw_abstract": best["abstract"].raw.abstract,
        "summary": " ".join(best["summary"].raw.summary.split()),
        "arxiv_id": best["arxiv_id"].arxiv_number,
        "doi": best["doi"].raw.doi,
        "authors": best["authors"].raw.authors,
        "organisation": best["organisation"].raw.organisation,
        "published": best["published"].raw.published,
        "venue": best["venue"].raw.venue,
        "type": best["type"].raw.type,
        "year": year_of(best["year"].raw, best["published"].raw.published, best["arxiv_id"].arxiv_number),
        "categories": _union(record.raw.categories for record in paper.records),
        "status": best["status"].raw.status,
        "review_rating": best["rating"].raw.rating,
        "votes": best["votes"].raw.votes,
        "comments": best["comments"].raw.comments,
        "stars": best["stars"].raw.stars,
        **_OF_SERVICES,
        "links": _union(record.raw.links for record in paper.records),
        "keywords": _union(record.raw.keywords for record in paper.records),
        "digests": tuple([appearance.digest_id for appearance in paper.appearances]),
        "seen": len(paper.appearances),
        "sources": _sources(paper),
        "remarks": (),
        "origins": _origins(paper, best),
    }


def _row_of_one(paper: MergedPaper) -> dict[str, Any]:
    """The row of a paper with one record, without any choosing: most papers have one."""
    (record,) = paper.records
    raw = record.raw
    return {
        "paper_id": paper.paper_id,
        "title": record.title,
        "abstract": record.abstract,
        "raw_title": raw.title,
        "raw_abstract": raw.abstract,
        "summary": " ".join(raw.summary.split()),
        "arxiv_id": record.arxiv_number,
        "doi": raw.doi,
        "authors": raw.authors,
        "organisation": raw.organisation,
        "published": raw.published,
        "venue": raw.venue,
        "type": raw.type,
        "year": year_of(raw, raw.published, record.arxiv_number),
        "categories": raw.categories,
        "status": raw.status,
        "review_rating": raw.rating,
        "votes": raw.votes,
        "comments": raw.comments,
        "stars": raw.stars,
        **_OF_SERVICES,
        "links": raw.links,
        "keywords": raw.keywords,
        "digests": tuple([appearance.digest_id for appearance in paper.appearances]),
        "seen": len(paper.appearances),
        "sources": _sources(paper),
        "remarks": (),
        "origins": (),
    }


def _origins(paper: MergedPaper, best: Mapping[str, Record]) -> tuple[str, ...]:
    """Which digest each field that is known of a paper of several digests is from, as "field: digest_id"."""
    if len(paper.appearances) < 2:
        return ()
    files = dict.fromkeys(record.file_number for record in paper.records)
    digest_of = {file: one.digest_id for file, one in zip(files, paper.appearances, strict=False)}
    return tuple(
        [f"{field}: {digest_of[record.file_number]}" for field, record in best.items() if _says(record, field)]
    )


def _says(record: Record, field: str) -> bool:
    value = getattr(record, field) if field in ("title", "abstract") else getattr(record.raw, field)
    return value not in ("", (), None)


_KNOWN = ("arxiv_id: a look-up",)


def _sources(paper: MergedPaper) -> tuple[str, ...]:
    """Of values that no digest says: the arXiv number, where it was known beforehand."""
    numbered = [record for record in paper.records if record.arxiv_number]
    return _KNOWN if numbered and not any(record.raw.arxiv_id for record in numbered) else ()


def year_of(raw: RawPaper, published: str, arxiv_number: str) -> str:
    """The year a paper came out in: its venue's, else that of its date, else the one its arXiv number says."""
    if raw.year or published[:4].isdigit():
        return raw.year or published[:4]
    digits = arxiv_number.rpartition("/")[2][:2]
    return f"{'19' if '/' in arxiv_number and digits > '90' else '20'}{digits}" if digits else ""


def _union(values: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for own in values for value in own))
