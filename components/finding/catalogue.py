"""The catalogue: one row a paper with all that pages show, sort, filter and search by.

It puts side by side what papers, landscape, links and curation know. `build_catalogue` runs once a library;
`with_curation` is quick and runs again after every decision.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd

from components.finding.keywords import normalise_keywords
from components.finding.words import word_line

UNCHECKED = "unchecked"  # the state of a link that has no verdict
INBOX = "inbox"
MONTH = re.compile(r"\d{4}-\d\d(?!\d)")

CITATION_RANGES = {"0": 0, "1-9": 1, "10-99": 10, "100-999": 100, "1000+": 1000}  # name → the least in it

# The parts of the haystack, one line each, in this order.
SECTIONS = ("title", "abstract", "summary", "authors", "keywords", "organisation", "venue")

PAPER_COLUMNS = (
    "paper_id", "title", "abstract", "summary", "arxiv_id", "doi", "authors", "organisation", "published",
    "venue", "type", "year", "categories", "status", "review_rating", "votes", "comments", "stars", "citations",
    "citation_counts", "retracted", "keywords", "digests", "seen", "sources", "remarks",
)  # fmt: skip


class LinkLike(Protocol):
    """What the catalogue needs of a link."""

    @property
    def url(self) -> str: ...  # noqa: D102

    @property
    def kind(self) -> Any: ...  # noqa: D102


class VerdictLike(Protocol):
    """What the catalogue needs of a verdict."""

    @property
    def state(self) -> Any: ...  # noqa: D102


def build_catalogue(
    papers: pd.DataFrame,
    topics: Mapping[str, tuple[str, str]],
    decisions: Mapping[str, str],
    links: Mapping[str, Sequence[LinkLike]],
    verdicts: Mapping[str, VerdictLike],
    tags: Mapping[str, Sequence[str]] | None = None,
    notes: Mapping[str, str] | None = None,
    ratings: Mapping[str, int] | None = None,
    near: Mapping[str, tuple[str, ...]] | None = None,
    areas: Mapping[str, tuple[str, str]] | None = None,
    gists: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The catalogue of a library's papers, in their order, with a RangeIndex.

    `papers` is `Library.papers`; the mappings are paper_id → (topic slug, topic name), decision, links, the papers
    most like it, (area slug, area name); and URL → verdict; `gists` are a sentence a paper, in order. A paper without
    a topic, a decision or a link has "", "inbox" or ().

    Columns: those in `PAPER_COLUMNS`; gist ("" where not known); month ("2024-03", "" if unknown); citation_range (of
    `CITATION_RANGES`, "" if unknown); subjects (keywords, normalised); new (bool); those of `with_topics`; links (URLs,
    each once), kinds and states beside them (same length, "unchecked" without a verdict), n_links; near (paper ids);
    haystack (see `SECTIONS`); and those of `with_curation`.
    """
    frame = papers.loc[:, list(PAPER_COLUMNS)].reset_index(drop=True)
    ids = frame["paper_id"].tolist()
    frame["gist"] = _texts(gists if gists is not None else [""] * len(ids))
    frame["month"] = _texts(_month(date) for date in frame["published"])
    frame["citation_range"] = _texts(map(_range, frame["citations"]))
    frame["subjects"] = _tuples(normalise_keywords(frame["keywords"].tolist()))
    frame["new"] = False
    frame = with_topics(frame, topics, areas or {})
    near = near or {}
    frame["near"] = _tuples([near.get(paper_id, ()) for paper_id in ids])
    frame = with_links(frame, links, verdicts)
    # Plain Python texts, not an Arrow column: searching them one by one is six times as quick.
    sections = {name: frame[name].tolist() for name in SECTIONS}
    sections["keywords"] = [
        (*own, *subjects) for own, subjects in zip(frame["keywords"], frame["categories"], strict=True)
    ]
    haystack = [_haystack(row) for row in zip(*sections.values(), strict=True)]
    frame["haystack"] = pd.Series(haystack, dtype=object)
    return with_curation(frame, decisions, tags, notes, ratings)


def with_topics(
    catalogue: pd.DataFrame, topics: Mapping[str, tuple[str, str]], areas: Mapping[str, tuple[str, str]]
) -> pd.DataFrame:
    """The same catalogue with its columns topic, topic_name, area and area_name replaced: slugs and names."""
    ids, nothing = catalogue["paper_id"].tolist(), ("", "")
    of_topic, of_area = ([found.get(paper_id, nothing) for paper_id in ids] for found in (topics, areas))
    return catalogue.assign(
        topic=_texts(slug for slug, _ in of_topic),
        topic_name=_texts(name for _, name in of_topic),
        area=_texts(slug for slug, _ in of_area),
        area_name=_texts(name for _, name in of_area),
    )


def with_new(catalogue: pd.DataFrame, new: Collection[str]) -> pd.DataFrame:
    """The same catalogue with its column new replaced: whether a paper (by id) is new to the visitor."""
    return catalogue.assign(new=catalogue["paper_id"].isin(set(new)))


def with_links(
    catalogue: pd.DataFrame, links: Mapping[str, Sequence[LinkLike]], verdicts: Mapping[str, VerdictLike]
) -> pd.DataFrame:
    """The same catalogue with its columns links, kinds, states and n_links replaced."""
    urls, kinds, states = [], [], []
    for paper_id in catalogue["paper_id"]:
        own = {link.url: _word(link.kind) for link in links.get(paper_id, ())}
        urls.append(tuple(own))
        kinds.append(tuple(own.values()))
        states.append(tuple(_word(verdicts[url].state) if url in verdicts else UNCHECKED for url in own))
    columns = {"links": _tuples(urls), "kinds": _tuples(kinds), "states": _tuples(states)}
    return catalogue.assign(**columns, n_links=np.fromiter(map(len, urls), dtype=np.int64, count=len(urls)))


def with_curation(
    catalogue: pd.DataFrame,
    decisions: Mapping[str, str],
    tags: Mapping[str, Sequence[str]] | None = None,
    notes: Mapping[str, str] | None = None,
    ratings: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """The same catalogue with annotations: decision, tags (tuple), note ("" for none), rating (0 for none)."""
    ids = catalogue["paper_id"].tolist()
    tags, notes, ratings = tags or {}, notes or {}, ratings or {}
    return catalogue.assign(
        decision=_texts(_word(decisions.get(paper_id, INBOX)) for paper_id in ids),
        tags=_tuples([tuple(tags.get(paper_id, ())) for paper_id in ids]),
        note=_texts(notes.get(paper_id, "") for paper_id in ids),
        rating=np.array([ratings.get(paper_id, 0) for paper_id in ids], dtype=np.int64),
    )


def _month(date: str) -> str:
    """ "2024-03" of an ISO date; "" where the year or the month is not known."""
    found = MONTH.match(date)
    return found.group() if found else ""


def _range(count: Any) -> str:
    """The range that a number of citations is in; "" where it is not known."""
    if pd.isna(count):
        return ""
    return next(name for name, least in reversed(CITATION_RANGES.items()) if count >= least)


def _word(value: Any) -> str:
    """The word of an enumeration's member, or of a text."""
    return str(getattr(value, "value", value))


def _texts(values: Iterable[str]) -> pd.Series:
    return pd.Series(list(values), dtype="str")


def _tuples(values: Sequence[tuple[str, ...]]) -> pd.Series:
    column = np.empty(len(values), dtype=object)  # filled one by one: numpy would take equal lengths for a matrix
    for row, value in enumerate(values):
        column[row] = value
    return pd.Series(column)


def _haystack(row: tuple[str | tuple[str, ...], ...]) -> str:
    return "\n".join(word_line(part if isinstance(part, str) else ", ".join(part)) for part in row)
