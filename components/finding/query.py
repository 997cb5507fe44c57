"""Finding papers by a query line: which rows of the catalogue match, and what to mark in their text.

See also `grammar`: the query language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from components.finding import likeness
from components.finding.catalogue import SECTIONS
from components.finding.grammar import Term, parse
from components.finding.index import TEXT, prepared_index
from components.finding.words import places, word_line, words

DECISIONS = ("inbox", "starred", "later", "hidden")
COLUMNS_OF_NUMBERS = {"votes", "comments", "stars", "citations", "seen", "n_links", "rating"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words to mark where they stand one after the other; `field` is "" for anywhere, "title" or "abstract"."""

    words: tuple[str, ...]
    whole: bool
    field: str = ""


def matches(query: str, catalogue: pd.DataFrame, *, ignoring_words: bool = False) -> np.ndarray:
    """Which papers a query line finds: a boolean array, a value a row. An empty line finds all of them.

    `ignoring_words` leaves out the words it wants, so that papers found by meaning must satisfy the rest of the line.
    """
    found = np.ones(len(catalogue), dtype=bool)
    terms = parse(query).terms
    if ignoring_words:
        terms = tuple(term for term in terms if term.negative or term.field not in TEXT)
    for term in terms:
        if term.field not in TEXT:
            hit = _hits(term, catalogue)
            found &= ~hit if term.negative else hit
    texts = [term for term in terms if term.field in TEXT]
    index = prepared_index(catalogue) if texts else None
    if index is not None:
        indexed = [term for term in texts if not _is_short(term)]
        texts = [term for term in texts if _is_short(term)]
        if wanted := [term for term in indexed if not term.negative]:
            found &= index.holding(wanted)
        for term in indexed:
            if term.negative:
                found &= ~index.holding([term])
    # Scanning text costs most, so it is scanned only where all else holds, the longest, rarest words first.
    haystack = catalogue["haystack"].to_numpy(dtype=object)
    for term in sorted(texts, key=_length, reverse=True):
        rows = np.flatnonzero(found)
        found[rows] = _scan(term, haystack[rows].tolist())
    return found


def hints(query: str) -> tuple[str, ...]:
    """A sentence for each thing in the line that was not understood, and taken for plain words."""
    return parse(query).hints


def asks_for_hidden(query: str) -> bool:
    """Whether the line itself says that hidden papers are meant (is:hidden)."""
    return any(term.field == "is" and term.words == ("hidden",) and not term.negative for term in parse(query).terms)


def asks_for_new(query: str) -> bool:
    """Whether the line says that only new papers are meant, or none of them (is:new, -is:new)."""
    return any(term.field == "is" and term.words == ("new",) for term in parse(query).terms)


def asks_for_decision(query: str) -> bool:
    """Whether the line itself names a decision that is meant (is:later)."""
    named = {(decision,) for decision in (*DECISIONS, "decided")}
    return any(term.field == "is" and term.words in named and not term.negative for term in parse(query).terms)


def marks(query: str) -> tuple[Mark, ...]:
    """What to mark in the text of papers that a query found."""
    return tuple(
        Mark(spelt, term.whole, term.field)
        for term in parse(query).terms
        if not term.negative and term.field in {"", "title", "abstract"}
        for spelt in term.spellings
    )


def spans(text: str, wanted: Iterable[Mark], field: str = "") -> list[tuple[int, int]]:
    """(start, end) of every stretch of a text to mark, in order and apart; `field` says which text it is."""
    tokens = places(text)
    folded = [token for _, _, token in tokens]
    marked = np.zeros(len(tokens), dtype=bool)
    joined = np.zeros(len(tokens), dtype=bool)  # marked together with the word before
    for mark in wanted:
        size = len(mark.words)
        if mark.field and field and mark.field != field:
            continue
        for start in range(len(tokens) - size + 1):
            here = folded[start : start + size]
            last = here[-1] == mark.words[-1] if mark.whole else here[-1].startswith(mark.words[-1])
            if last and tuple(here[:-1]) == mark.words[:-1]:
                marked[start : start + size] = True
                joined[start + 1 : start + size] = True
    found: list[tuple[int, int]] = []
    for (start, end, _), is_marked, is_joined in zip(tokens, marked, joined, strict=True):
        if is_marked:
            found.append((found.pop()[0] if is_joined else start, end))
    return found


def _hits(term: Term, catalogue: pd.DataFrame) -> np.ndarray:
    if term.field in COLUMNS_OF_NUMBERS:
        return _numbers(catalogue[term.field], term)
    if term.field in {"published", "year"}:
        return _dates(catalogue[term.field], term)
    if term.field == "has":
        return _has(term.words, catalogue)
    if term.field == "is":
        return _is(term.words, catalogue)
    if term.field == "like":
        return likeness.matches(term.words, catalogue)
    if term.field == "id":
        hit = np.zeros(len(catalogue), dtype=bool)
        hit[likeness.named(term.words, catalogue, by_title=False)] = True
        return hit
    needle = _needle(term)
    if term.field in {"tags", "digests", "categories"}:
        return _tuples(catalogue[term.field], lambda value: needle in word_line(value))
    return _values(catalogue[term.field], lambda value: needle in word_line(value))


def _scan(term: Term, texts: list[str]) -> list[bool]:
    """For each haystack whether it holds a term's words, or does not where they are excluded."""
    needles, wanted = _needles(term), not term.negative
    section = SECTIONS.index(term.field) if term.field else None

    def holds(text: str) -> bool:
        if section is not None and any(needle in text for needle in needles):
            text = text.split("\n")[section]
        return any(needle in text for needle in needles)

    if len(needles) == 1 and section is None:  # the usual case, and the quickest
        return [(needles[0] in text) is wanted for text in texts]
    return [holds(text) is wanted for text in texts]


def _needles(term: Term) -> list[str]:
    """What to look for in text of the form that `words.line` gives: any of these."""
    return [f" {' '.join(spelt)}{' ' if term.whole else ''}" for spelt in term.spellings]


def _needle(term: Term) -> str:
    """What to look for in text of the form that `words.line` gives."""
    return f" {' '.join(term.words)}{' ' if term.whole else ''}"


def _is_short(term: Term) -> bool:
    """A single letter that begins so many words that a scan is quicker than the index."""
    return not term.whole and len(term.words[-1]) == 1


def _length(term: Term) -> int:
    return 0 if term.negative else len(_needle(term))


def _numbers(column: pd.Series, term: Term) -> np.ndarray:
    values = column.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    hit: np.ndarray = ~np.isnan(values)
    if term.low:
        limit = float(term.low.lstrip(">"))
        hit &= values > limit if term.low.startswith(">") else values >= limit
    if term.high:
        limit = float(term.high.lstrip("<"))
        hit &= values < limit if term.high.startswith("<") else values <= limit
    return hit


def _dates(column: pd.Series, term: Term) -> np.ndarray:
    """A limit as short as a year or a month holds for all of it; what is no ISO date matches nothing."""

    def fits(date: str) -> bool:
        if not date[:4].isdigit() or (len(date) > 4 and date[4] != "-"):
            return False
        low, high = term.low.lstrip(">"), term.high.lstrip("<")
        least, most = date[: len(low)], date[: len(high)]
        above = least > low if term.low.startswith(">") else least >= low
        below = most < high if term.high.startswith("<") else most <= high
        return (above or not low) and (below or not high)

    return _values(column, fits)


def _has(asked: tuple[str, ...], catalogue: pd.DataFrame) -> np.ndarray:
    word = " ".join(asked)
    if word in {"link", "links"}:
        return _true(catalogue["n_links"] > 0)
    if word in {"abstract", "note", "summary", "venue", "year", "status", "type"}:
        return _values(catalogue[word], bool)
    if word in {"date", "arxiv"}:
        return _values(catalogue["published" if word == "date" else "arxiv_id"], bool)
    if word in {"votes", "stars", "comments", "citations"}:
        return _true(catalogue[word].notna())
    if word in {"category", "categories"}:
        return np.fromiter(map(bool, catalogue["categories"]), dtype=bool, count=len(catalogue))
    if word in {"author", "authors", "keyword", "keywords", "tag", "tags"}:
        column = catalogue[word if word.endswith("s") else f"{word}s"]
        return np.fromiter(map(bool, column), dtype=bool, count=len(column))
    return _tuples(catalogue["kinds"], lambda kind: f" {word}" in word_line(kind))


def _is(asked: tuple[str, ...], catalogue: pd.DataFrame) -> np.ndarray:
    word = " ".join(asked)
    if word in DECISIONS:
        return _true(catalogue["decision"] == word)
    if word == "retracted":
        return _values(catalogue["retracted"], bool)
    if word == "new":
        return _true(catalogue["new"])
    if word == "decided":
        return _true(catalogue["decision"] != "inbox")
    if len(asked) > 1:  # "alive-code": one and the same link is both
        state, kind = asked[0], " ".join(asked[1:])
        pairs = zip(catalogue["states"], catalogue["kinds"], strict=True)
        found = ((state, kind) in zip(states, kinds, strict=True) for states, kinds in pairs)
        return np.fromiter(found, dtype=bool, count=len(catalogue))
    return _tuples(catalogue["states"], lambda state: words(state) == list(asked))


def _true(column: pd.Series) -> np.ndarray:
    """A column of truths as an array."""
    truths: np.ndarray = column.to_numpy(dtype=bool)
    return truths


def _values(column: pd.Series, fits: Callable[[str], bool]) -> np.ndarray:
    """Rows whose value fits, each different value asked once."""
    codes, different = pd.factorize(column, use_na_sentinel=False)
    answers = np.fromiter((bool(fits(str(value))) for value in different), dtype=bool, count=len(different))
    hit: np.ndarray = answers[codes]
    return hit


def _tuples(column: pd.Series, fits: Callable[[str], bool]) -> np.ndarray:
    """Rows one of whose values fits, each different value asked once."""
    fitting = {value for value in {each for row in column for each in row} if fits(value)}
    return np.fromiter((not fitting.isdisjoint(row) for row in column), dtype=bool, count=len(column))
