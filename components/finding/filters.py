"""The filters: one frozen value that is read from the URL, written back to it, selects papers and describes itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from components.finding import meaning
from components.finding.facets import (
    BY_NAME,
    DECISIONS,
    FACETS,
    NOT,
    Facet,
    count_values,
    matching_rows,
    values,
)
from components.finding.likeness import describe_query
from components.finding.query import asks_for_decision, asks_for_hidden, matches

QUERY, NEAR, ARCHIVED = "q", "near", "archived"
LONGEST_QUERY, LONGEST_VALUE, MOST_VALUES = 1000, 200, 100
HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Filters:
    """A query line and the chosen values of each facet; a value with "-" before it is excluded.

    Canonical: values sorted, each once, so that equal filters are one address and one cache key.
    """

    query: str = ""
    areas: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()  # ranges of their number
    near: bool = False  # papers near to the query's words in meaning too
    archived: bool = False  # papers of archived digests too

    def __post_init__(self) -> None:
        object.__setattr__(self, "query", " ".join(self.query.split())[:LONGEST_QUERY].rstrip())
        for facet in FACETS:
            kept = {value.strip() for value in getattr(self, facet.name)} - {"", NOT}
            if facet.name == "decisions":
                kept = {value for value in kept if value.removeprefix(NOT) in DECISIONS}
            short = sorted(value for value in kept if len(value) <= LONGEST_VALUE)
            object.__setattr__(self, facet.name, tuple(short[:MOST_VALUES]))

    @classmethod
    def from_params(cls, params: Mapping[str, Sequence[str] | str]) -> Filters:
        """The filters that an address asks for; parameters and decisions that are not known are passed over."""
        chosen: dict[str, tuple[str, ...]] = {}
        for facet in FACETS:
            given = params.get(facet.parameter, ())
            chosen[facet.name] = (given,) if isinstance(given, str) else tuple(given)
        query = params.get(QUERY, "")
        near, archived = bool(params.get(NEAR)), bool(params.get(ARCHIVED))
        return cls(query if isinstance(query, str) else " ".join(query), **chosen, near=near, archived=archived)

    def to_params(self) -> dict[str, list[str]]:
        """The parameters of an address that means these filters, in one order, without what is not set."""
        params = {QUERY: [self.query]} if self.query else {}
        params |= {NEAR: ["1"]} if self.near else {}
        params |= {ARCHIVED: ["1"]} if self.archived else {}
        return params | {
            facet.parameter: list(getattr(self, facet.name)) for facet in FACETS if getattr(self, facet.name)
        }

    def address(self) -> str:
        """The same as the query string of an address, "" where nothing is set."""
        return urlencode(self.to_params(), doseq=True)

    def known(self, catalogue: pd.DataFrame) -> Filters:
        """These filters without values that no paper of the catalogue has: an old link still shows papers."""
        chosen: dict[str, Any] = {}
        for facet in FACETS:
            if not getattr(self, facet.name):
                continue
            here = set(DECISIONS) if facet.name == "decisions" else values(facet, catalogue)
            chosen[facet.name] = tuple(v for v in getattr(self, facet.name) if v in here or v.removeprefix(NOT) in here)
        return replace(self, **chosen)

    def with_query(self, query: str) -> Filters:
        """The same facets with another query line."""
        return replace(self, query=query)

    def also_near(self, near: bool = True) -> Filters:
        """The same with, or without, papers that are near to the query's words in meaning."""
        return replace(self, near=near)

    @property
    def asks_for_archived(self) -> bool:
        """Whether archived digests are read: where it is asked for, and for picks, which stay picks."""
        return self.archived or not {"starred", "later"}.isdisjoint(self.decisions)

    def also_archived(self, archived: bool = True) -> Filters:
        """The same with, or without, papers of archived digests."""
        return replace(self, archived=archived)

    def choosing(self, facet: str, chosen: Sequence[str]) -> Filters:
        """The same with exactly these values of one facet."""
        change: dict[str, Any] = {BY_NAME[facet].name: tuple(chosen)}
        return replace(self, **change)

    def toggled(self, facet: str, value: str) -> Filters:
        """The same with one value of a facet chosen, or not chosen any more."""
        now = getattr(self, BY_NAME[facet].name)
        rest = tuple(each for each in now if each != value)
        return self.choosing(facet, rest if value in now else (*now, value))

    def without(self, facet: str, value: str | None = None) -> Filters:
        """The same without one value of a facet, without all of them, or without the query ("query")."""
        if facet == "query":
            return replace(self, query="", near=False)
        now = getattr(self, BY_NAME[facet].name)
        return self.choosing(facet, () if value is None else tuple(each for each in now if each != value))

    def mask(self, catalogue: pd.DataFrame) -> np.ndarray:
        """Which rows of the catalogue are shown: a boolean array."""
        shown: np.ndarray = np.logical_and.reduce(list(_masks(self, catalogue).values()))
        return shown

    def apply(self, catalogue: pd.DataFrame) -> list[str]:
        """The ids of the papers that are shown, in the order of the catalogue."""
        ids: list[str] = catalogue["paper_id"].to_numpy(dtype=object)[self.mask(catalogue)].tolist()
        return ids

    def describe(
        self, catalogue: pd.DataFrame, labels: Mapping[str, str] | None = None, shown: int | None = None
    ) -> str:
        """What is shown in words: "38 of 106 papers matching “causal”, about Video, not hidden".

        `labels` gives digest ids their names; topics are named by the catalogue. `shown` is how many papers are
        shown, where that is known already. Plain text: escape it where it is shown.
        """
        shown = int(self.mask(catalogue).sum()) if shown is None else shown
        parts = self._sentences(catalogue, labels or {})
        total = len(catalogue)
        count = _papers(total)
        if shown != total:
            count = f"{shown:,} of {count}" if shown else f"None of {count}"
        query = f" {parts.pop(0)}" if self.query else ""
        return count + query + "".join(f", {part}" for part in parts)

    def parts(
        self, catalogue: pd.DataFrame, labels: Mapping[str, str] | None = None
    ) -> tuple[tuple[str, Filters], ...]:
        """(label, the filters without it) for the query and each chosen value, to be removed one by one."""
        names = _names(catalogue, labels or {})
        found = [(f"“{self.query}”", self.without("query"))] if self.query else []
        found += [("Near in meaning", self.also_near(False))] if self._is_near() else []
        found += [("Archived too", self.also_archived(False))] if self.archived else []
        for facet in FACETS:
            for value in getattr(self, facet.name):
                name = _named(facet, value.removeprefix(NOT), names)
                phrase = facet.phrase.format(name) if facet.in_words else name
                label = f"not {phrase}" if value.startswith(NOT) else phrase
                found.append((label[:1].upper() + label[1:], self.without(facet.name, value)))
        return tuple(found)

    @property
    def names_decision(self) -> bool:
        """Whether a decision is asked for, by the query or chosen: then decided papers are meant too."""
        chosen = any(not value.startswith(NOT) for value in self.decisions)
        return chosen or asks_for_decision(self.query)

    def _is_near(self) -> bool:
        return self.near and bool(meaning.text_of(self.query))

    def _sentences(self, catalogue: pd.DataFrame, labels: Mapping[str, str]) -> list[str]:
        names = _names(catalogue, labels)
        phrases = (
            [f"matching “{describe_query(self.query, catalogue)}”{' or near it in meaning' if self._is_near() else ''}"]
            if self.query
            else []
        )
        for facet in FACETS:
            chosen = getattr(self, facet.name)
            wanted = [_named(facet, value, names) for value in chosen if not value.startswith(NOT)]
            unwanted = [_named(facet, value[1:], names) for value in chosen if value.startswith(NOT)]
            if wanted:
                phrases.append(facet.phrase.format(_any(wanted)))
            if unwanted:
                phrases.append(f"not {facet.phrase.format(_any(unwanted))}")
        if "-hidden" not in self.decisions and _excludes_hidden(self) and (catalogue["decision"] == HIDDEN).any():
            phrases.append("not hidden")
        if self.archived:
            phrases.append("archived digests too")
        return phrases


def unknown_values(
    params: Mapping[str, Sequence[str]], catalogue: pd.DataFrame
) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """What an address asks for that no paper of the catalogue has: (parameter, value, the values there are).

    Pages pass over such values, an old link still shows papers. Programs are told instead, by this.
    """
    found = []
    for facet in FACETS:
        given = [value.strip().removeprefix(NOT) for value in params.get(facet.parameter, ())]
        if any(given):
            every_row = np.ones(len(catalogue), dtype=bool)
            here = tuple(DECISIONS if facet.name == "decisions" else count_values(facet, catalogue, every_row))
            found += [(facet.parameter, value, here) for value in given if value and value not in here]
    return tuple(found)


def counts(catalogue: pd.DataFrame, filters: Filters, facet: str) -> dict[str, int]:
    """Value → papers that have it among those that all other filters show; every value, most frequent first."""
    return all_counts(catalogue, filters, (facet,))[facet]


def all_counts(
    catalogue: pd.DataFrame, filters: Filters, facets: Sequence[str] | None = None
) -> dict[str, dict[str, int]]:
    """The counts of several facets (all of them by default), each under all the other filters, in one go."""
    masks = _masks(filters, catalogue)
    found = {}
    for name in BY_NAME if facets is None else facets:
        others = [mask for other, mask in masks.items() if other != name]
        rows = np.logical_and.reduce(others) if others else np.ones(len(catalogue), dtype=bool)
        found[name] = count_values(BY_NAME[name], catalogue, rows)
    return found


def _masks(filters: Filters, catalogue: pd.DataFrame) -> dict[str, np.ndarray]:
    """Name of each set filter → the rows it selects by itself."""
    masks = {"query": matches(filters.query, catalogue)}
    if filters.near:
        near = meaning.near(filters.query, catalogue, masks["query"])
        masks["query"] |= near & matches(filters.query, catalogue, ignoring_words=True)
    for facet in FACETS:
        if chosen := getattr(filters, facet.name):
            masks[facet.name] = matching_rows(facet, chosen, catalogue)
    if _excludes_hidden(filters):
        visible = (catalogue["decision"] != HIDDEN).to_numpy(dtype=bool)
        masks["decisions"] = masks.get("decisions", visible) & visible
    return masks


def _excludes_hidden(filters: Filters) -> bool:
    """Hidden papers are shown only where a decision is chosen or the query asks for them."""
    return not any(not value.startswith(NOT) for value in filters.decisions) and not asks_for_hidden(filters.query)


def _names(catalogue: pd.DataFrame, labels: Mapping[str, str]) -> dict[str, str]:
    """What topics, areas and digests are called; areas go by their parameter, since a topic may have the same slug."""
    topics = catalogue[["topic", "topic_name", "area", "area_name"]].drop_duplicates()
    areas = {f"area/{slug}": name for slug, name in zip(topics["area"], topics["area_name"], strict=True)}
    return areas | dict(zip(topics["topic"], topics["topic_name"], strict=True)) | dict(labels)


def _named(facet: Facet, value: str, names: Mapping[str, str]) -> str:
    """A value as it is written in a sentence."""
    if facet.labels:
        return facet.labels.get(value, value)
    if facet.name == "areas":
        return names.get(f"area/{value}", value)
    return names.get(value, value) if facet.name in {"topics", "digests"} else value


def _any(names: Sequence[str]) -> str:
    """ "a", "a or b", "a, b or c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count:,} papers"
