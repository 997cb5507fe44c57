"""The facets a catalogue can be filtered by, as data: filters, sentences and counts all read this table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from components.finding.catalogue import CITATION_RANGES

NOT = "-"  # before a value: without it
DECISIONS = {"inbox": "in the inbox", "starred": "starred", "later": "kept for later", "hidden": "hidden"}
CITATIONS = {"1-9": "1 to 9", "10-99": "10 to 99", "100-999": "100 to 999", "1000+": "1,000 or more"}
KINDS = {
    "code": "code",
    "model": "a model",
    "dataset": "a dataset",
    "demo": "a demo",
    "project page": "a project page",
    "paper": "a paper",
    "video": "a video",
    "doi": "a DOI",
    "other": "something else",
}


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to filter the catalogue: papers have one of its values, or several where `many`."""

    name: str  # the attribute of Filters
    parameter: str  # its name in the address
    column: str  # of the catalogue
    title: str  # its heading
    phrase: str  # its phrase in a sentence: "about {}"
    many: bool = False
    order: tuple[str, ...] = ()  # in which its values are offered; the most frequent first where there is none
    labels: Mapping[str, str] = field(
        default_factory=dict, hash=False
    )  # what values are called in words, where they are codes
    in_words: bool = False  # a value alone says too little: it is named by the whole phrase


FACETS = (
    Facet("areas", "area", "area", "Areas", "in the area {}"),
    Facet("topics", "topic", "topic", "Topics", "about {}"),
    Facet("digests", "digest", "digests", "Digests", "in {}", many=True, in_words=True),
    Facet("decisions", "decision", "decision", "Decisions", "{}", labels=DECISIONS),
    Facet("tags", "tag", "tags", "Tags", "tagged {}", many=True, in_words=True),
    Facet("kinds", "kind", "kinds", "Kinds of link", "with a link to {}", many=True, labels=KINDS, in_words=True),
    Facet("states", "state", "states", "States of link", "with a link that is {}", many=True, in_words=True),
    Facet("months", "month", "month", "Months", "from {}"),
    Facet("keywords", "keyword", "subjects", "Keywords", "with the keyword {}", many=True),
    Facet("organisations", "organisation", "organisation", "Organisations", "by {}"),
    Facet("authors", "author", "authors", "Authors", "by {}", many=True),
    Facet("venues", "venue", "venue", "Venues", "at {}"),
    Facet("years", "year", "year", "Years", "of {}"),
    Facet("types", "type", "type", "Types", "that is a {}"),
    Facet("categories", "category", "categories", "Categories", "in {}", many=True),
    Facet(
        "citations",
        "citations",
        "citation_range",
        "Citations",
        "with {} citations",
        order=tuple(CITATION_RANGES),
        labels=CITATIONS,
        in_words=True,
    ),
)
BY_NAME = {facet.name: facet for facet in FACETS}


def matching_rows(facet: Facet, chosen: Sequence[str], catalogue: pd.DataFrame) -> np.ndarray:
    """Which rows have one of the chosen values and none of the excluded ones (those written with a "-" before)."""
    wanted = {value for value in chosen if not value.startswith(NOT)}
    unwanted = {value[len(NOT) :] for value in chosen if value.startswith(NOT)}
    rows = np.ones(len(catalogue), dtype=bool)
    if wanted:
        rows &= _rows_with(facet, wanted, catalogue)
    if unwanted:
        rows &= ~_rows_with(facet, unwanted, catalogue)
    return rows


def count_values(facet: Facet, catalogue: pd.DataFrame, rows: np.ndarray) -> dict[str, int]:
    """Value → how many of the rows have it; every value of the whole catalogue, in the order of the facet."""
    column = catalogue[facet.column]
    if facet.many:
        counts = Counter(value for values in column for value in set(values))
        here = Counter(value for values in column.to_numpy(dtype=object)[rows] for value in set(values))
    else:
        counts = Counter(column.tolist())
        here = Counter(column[rows].tolist())
    counts.pop("", None)
    if facet.order:
        return {value: here[value] for value in facet.order if value in counts}
    return {value: here[value] for value in sorted(counts, key=lambda value: (-here[value], -counts[value], value))}


def values(facet: Facet, catalogue: pd.DataFrame) -> set[str]:
    """Every value that some paper of the catalogue has."""
    return set(count_values(facet, catalogue, np.zeros(len(catalogue), dtype=bool)))


def _rows_with(facet: Facet, wanted: set[str], catalogue: pd.DataFrame) -> np.ndarray:
    column = catalogue[facet.column]
    if facet.many:
        return np.fromiter((not wanted.isdisjoint(row) for row in column), dtype=bool, count=len(column))
    chosen: np.ndarray = column.isin(wanted).to_numpy(dtype=bool)
    return chosen
