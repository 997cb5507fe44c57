"""One paper as every export sees it: plain values, nothing missing that looks like something.

The formats take a list of entries and only decide how it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from components.links.paper_hosts import doi_address
from components.papers.cleaning.names import PersonName, parse_name
from components.papers.cleaning.publication import ARXIV_CATEGORY

ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")
ARXIV_MONTH = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/)?(\d\d)(\d\d)\.?\d{3,5}")
JOURNAL = re.compile(
    r"\b(?:journal|transactions|letters|magazine|annals|review|nature|science|frontiers|j\.)(?=\W|$)", re.I
)
# Signs that some format cannot hold (XML's forbidden ones, lone halves of surrogate pairs) or that hide text.
UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper to share. Texts are "" and tuples () where nothing is known."""

    paper_id: str
    title: str
    abstract: str = ""
    gist: str = ""  # the sentence of the abstract that says what the paper does
    machine_summary: str = ""  # as a digest brings it, never by the authors
    authors: tuple[str, ...] = ()
    organisation: str = ""
    arxiv_id: str = ""
    doi: str = ""  # as a digest gives it, in small letters; arXiv's own are none
    published: str = ""  # as known: ISO where the year is, else as written
    venue: str = ""
    type: str = ""  # one of `papers.cleaning.publication.TYPES`
    year: str = ""  # in which it came out: its venue's where known
    categories: tuple[str, ...] = ()  # arXiv's
    status: str = ""  # with its venue, as written there
    review_rating: float | None = None  # the mean of its reviewers' ratings
    votes: int | None = None
    stars: int | None = None
    citations: int | None = None  # as one service counts them
    citation_counts: tuple[str, ...] = ()  # "service: number, day" of each service
    retracted: str = ""  # who says that it was withdrawn, and since when
    digests: tuple[str, ...] = ()  # their names where known, else their ids
    topic: str = ""
    decision: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    rating: int = 0
    keywords: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # http and https only
    kinds: tuple[str, ...] = ()  # beside the links
    sources: tuple[str, ...] = ()  # "field: source" of each value that no digest says
    remarks: tuple[str, ...] = ()  # sentences, as on titles of other versions

    @property
    def date(self) -> tuple[int, ...]:
        """(year), (year, month) or (year, month, day) where known; () otherwise.

        An arXiv id says the year and month of its first version (0704.0001 is April 2007).
        """
        known = ISO_DATE.match(self.published)
        if known:
            return tuple(int(part) for part in known.groups() if part)
        by_id = ARXIV_MONTH.fullmatch(self.arxiv_id)
        if by_id and 1 <= int(by_id[2]) <= 12:
            year = int(by_id[1])
            return (1900 + year if year > 90 else 2000 + year, int(by_id[2]))
        return ()

    @property
    def names(self) -> tuple[PersonName, ...]:
        """The authors taken apart, in their order."""
        return tuple(map(parse_name, self.authors))

    @property
    def cited_doi(self) -> str:
        """The DOI to cite: the paper's own, else the one that arXiv registers; "" where neither is known."""
        return self.doi or (f"10.48550/arXiv.{self.arxiv_id}" if self.arxiv_id else "")

    @property
    def primary_class(self) -> str:
        """The arXiv category, where the id says it (math.GT/0309136) or a digest lists it among the keywords."""
        if not self.arxiv_id:
            return ""
        by_id = self.arxiv_id.partition("/")[0] if "/" in self.arxiv_id else ""
        known = (*self.categories, *self.keywords)
        return by_id or next((word for word in known if ARXIV_CATEGORY.fullmatch(word)), "")

    @property
    def cited_date(self) -> tuple[int, ...]:
        """The date to cite: of what was at arXiv first, the year of its venue alone, else the date that is known."""
        year = int(self.year) if self.venue and self.year.isascii() and self.year.isdigit() else 0
        return (year,) if year and (self.arxiv_id or self.date[:1] != (year,)) else self.date

    @property
    def is_in_journal(self) -> bool:
        """Whether its venue is a journal: by its type, else by what the venue is called."""
        return self.type in {"journal article", "review"} or (not self.type and bool(JOURNAL.search(self.venue)))

    @property
    def is_in_proceedings(self) -> bool:
        """Whether its venue is a conference or a workshop."""
        return bool(self.venue) and not self.is_in_journal and self.type in {"conference paper", "", "preprint"}

    @property
    def url(self) -> str:
        """Where the paper itself is: its arXiv page, else its DOI's, else its first link, else ""."""
        if self.arxiv_id:
            return f"https://arxiv.org/abs/{self.arxiv_id}"
        if self.doi:
            return doi_address(self.doi)
        papers = [url for url, kind in zip(self.links, self.kinds, strict=False) if kind in {"paper", "doi"}]
        return next(iter((*papers, *self.links)), "")


def entries(rows: pd.DataFrame, labels: Mapping[str, str] | None = None) -> list[Entry]:
    """The papers of some rows of the catalogue, in their order. `labels` gives digest ids their names."""
    names = labels or {}
    columns = [name for name in COLUMNS if name in rows.columns]
    found = []
    for values in zip(*(rows[name].tolist() for name in columns), strict=True):
        row = {name: _known(value) for name, value in zip(columns, values, strict=True)}
        pairs = [pair for pair in _pairs(row) if web(pair[0])]
        found.append(
            Entry(
                paper_id=row["paper_id"],
                title=(row.get("title") or "").strip() or row["paper_id"],
                abstract=row.get("abstract") or "",
                gist=row.get("gist") or "",
                machine_summary=row.get("summary") or "",
                authors=_texts(row.get("authors")),
                organisation=row.get("organisation") or "",
                arxiv_id=row.get("arxiv_id") or "",
                doi=row.get("doi") or "",
                published=row.get("published") or "",
                venue=one_line(row.get("venue") or ""),
                type=row.get("type") or "",
                year=row.get("year") or "",
                categories=_texts(row.get("categories")),
                status=one_line(row.get("status") or ""),
                review_rating=row.get("review_rating"),
                votes=_number(row.get("votes")),
                stars=_number(row.get("stars")),
                citations=_number(row.get("citations")),
                citation_counts=_texts(row.get("citation_counts")),
                retracted=row.get("retracted") or "",
                digests=tuple(names.get(each, each) for each in _texts(row.get("digests"))),
                topic=row.get("topic_name") or "",
                decision=row.get("decision") or "",
                tags=_texts(row.get("tags")),
                note=row.get("note") or "",
                rating=_number(row.get("rating")) or 0,
                keywords=_texts(row.get("keywords")),
                links=tuple(url for url, _ in pairs),
                kinds=tuple(kind for _, kind in pairs),
                sources=_texts(row.get("sources")),
                remarks=_texts(row.get("remarks")),
            )
        )
    return found


def retraction(entry: Entry) -> str:
    """ "Retracted (OpenAlex, 3 November 2026)"; "" for a paper that nobody says so of."""
    return f"Retracted ({one_line(entry.retracted)})" if entry.retracted else ""


COLUMNS = (
    "paper_id", "title", "abstract", "gist", "summary", "authors", "organisation", "arxiv_id", "doi", "published",
    "venue", "type", "year", "categories", "status", "review_rating", "votes", "stars", "citations", "citation_counts",
    "retracted", "digests", "topic_name", "decision", "tags", "note", "rating", "keywords", "links",
    "kinds", "sources", "remarks",
)  # fmt: skip


def web(url: str) -> str:
    """The address if it is one of the web that can be followed safely, else ""."""
    if any(sign.isspace() or not sign.isprintable() for sign in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in {"http", "https"} and parts.netloc else ""


def one_line(text: str) -> str:
    """The text with every run of white space, line ends included, as one space."""
    return " ".join(text.split())


def _known(value: Any) -> Any:
    """A cell without what no format can hold; None where it is missing."""
    if isinstance(value, str):
        return value if value.isprintable() else UNPRINTED.sub("", value)  # the look is quicker than the search
    if isinstance(value, tuple | list):
        return tuple(str(_known(str(each))) for each in value) if value else ()
    return None if pd.isna(value) else value


def _texts(values: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(value for value in values or () if value.strip())


def _pairs(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    links = row.get("links") or ()
    kinds = row.get("kinds") or ()
    return list(zip(links, (*kinds, *[""] * (len(links) - len(kinds))), strict=False))


def _number(value: Any) -> int | None:
    return None if value is None else int(value)
