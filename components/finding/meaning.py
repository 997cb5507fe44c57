"""Search by meaning, and papers like others: what is near to the words of a query line, or to papers that it names.

The package that measures nearness registers it for a catalogue; filters and orders ask for it here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from components.finding.grammar import parse
from components.finding.index import TEXT

MORE = 20  # papers near in meaning that are shown beside those found by words
LIKE = 15  # papers most like those that a line names
NEAR_ENOUGH = 0.6  # of the score of the nearest paper


class Answers(Protocol):
    """How near each paper is to a text, in the order of the catalogue."""

    @property
    def scores(self) -> np.ndarray: ...  # noqa: D102  # higher is nearer, all 0 where nothing is known of the text

    def found_by(self) -> tuple[np.ndarray, np.ndarray]: ...  # noqa: D102  # by words, by meaning: bool


class Nearness(Protocol):
    """What measures how near papers of one catalogue are; papers go by their rows."""

    def to_query(self, query: str) -> Answers: ...  # noqa: D102

    def corrected(self, query: str) -> str: ...  # noqa: D102  # words that no paper says as papers spell them

    def nearest_to_all(self, rows: Sequence[int], most: int) -> list[tuple[int, float]]: ...  # noqa: D102


_registered: list[tuple[list[str], Nearness]] = []  # the texts of a catalogue, and what measures how near they are
_last: tuple[Nearness, str, Answers] | None = None  # a run of a page asks for the same answers several times


def register(catalogue: pd.DataFrame, nearness: Nearness) -> None:
    """Let papers of this catalogue, and of every one with the same texts in the same rows, be found by meaning.

    Papers of the same ids with other texts are others: their vectors say nothing of these.
    """
    texts: list[str] = catalogue["haystack"].tolist()
    _registered[:] = [(texts, nearness), *(pair for pair in _registered if pair[0] != texts)]


def forget(nearness: Nearness) -> None:
    """Let papers no longer be found by this."""
    global _last
    _registered[:] = [pair for pair in _registered if pair[1] is not nearness]
    if _last is not None and _last[0] is nearness:
        _last = None


def is_registered(catalogue: pd.DataFrame) -> bool:
    """Whether papers of this catalogue can be found by meaning now."""
    return _of(catalogue) is not None


def is_asked_for(query: str) -> bool:
    """Whether a query line is answered better with nearness: it has words, or names papers that others are like."""
    return bool(text_of(query)) or any(term.field == "like" for term in parse(query).terms)


def text_of(query: str) -> str:
    """What a query line says in words, "" where it has none: what papers can be near to."""
    wanted = [term for term in parse(query).terms if term.field in TEXT and not term.negative]
    return " ".join(word for term in wanted for word in term.words)


def scores(query: str, catalogue: pd.DataFrame) -> np.ndarray | None:
    """How near each paper is to the words of a line, by words and meaning; None without words or nearness."""
    answers = _answers(query, catalogue)
    return None if answers is None or not answers.scores.any() else answers.scores


def found_by(query: str, catalogue: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """(which papers the words of a line found, which their meaning), bool; none without words or nearness."""
    answers = _answers(query, catalogue)
    nothing = np.zeros(len(catalogue), dtype=bool)
    return (nothing, nothing) if answers is None else answers.found_by()


def near(query: str, catalogue: pd.DataFrame, found: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
    """Which papers are near enough to be shown beside those `found` by words: a boolean array, at most MORE of them.

    `among` says which papers may be; all of them by default.
    """
    shown = np.zeros(len(catalogue), dtype=bool)
    known = scores(query, catalogue)
    if known is not None:
        order = np.argsort(-known, kind="stable")
        wanted = (known[order] >= NEAR_ENOUGH * known[order[0]]) & (known[order] > 0) & ~found[order]
        shown[order[wanted if among is None else wanted & among[order]][:MORE]] = True
    return shown


def corrected(query: str, catalogue: pd.DataFrame) -> str:
    """The line with words that no paper says as papers spell them; "" where there is nothing better to look for."""
    nearness, line = _of(catalogue), query
    if nearness is None:
        return ""
    terms = [term for term in parse(query).terms if term.field in TEXT and not term.negative and not term.whole]
    for word in dict.fromkeys(word for term in terms for word in term.words):
        meant = nearness.corrected(word)
        if meant != word:
            line = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", meant, line, flags=re.I)
    return line if line != query else ""


def like(rows: Sequence[int], catalogue: pd.DataFrame) -> list[int]:
    """The rows of the papers most like some others, the likest first: by nearness, else as the catalogue knows them."""
    nearness = _of(catalogue)
    if nearness is not None and rows:
        return [row for row, _ in nearness.nearest_to_all(rows, LIKE)]
    row_of = {paper_id: row for row, paper_id in enumerate(catalogue["paper_id"])}
    lists = [[row_of[each] for each in catalogue["near"].iat[row] if each in row_of] for row in rows]
    places = range(max(map(len, lists), default=0))
    found = (one[place] for place in places for one in lists if place < len(one))
    return [row for row in dict.fromkeys(found) if row not in set(rows)]


def _answers(query: str, catalogue: pd.DataFrame) -> Answers | None:
    global _last
    text, nearness, last = text_of(query), _of(catalogue), _last
    if not text or nearness is None:
        return None
    if last is not None and last[0] is nearness and last[1] == text:
        return last[2]
    answers = nearness.to_query(text)
    _last = (nearness, text, answers)
    return answers


def _of(catalogue: pd.DataFrame) -> Nearness | None:
    texts: list[str] = catalogue["haystack"].tolist()
    # The texts are the same objects as long as the library is: comparing the lists compares pointers.
    return next((nearness for known, nearness in tuple(_registered) if known == texts), None)
