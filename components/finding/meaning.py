"""Papers near to a query line in meaning: whoever has vectors offers an order for a catalogue, filters ask for it here.

Not here: vectors (landscape), the order by words (`index`), joining both (`relevance`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from components.finding.grammar import parse
from components.finding.index import TEXT

MORE = 20  # papers found by meaning alone that are shown beside those found by words
NEAR_ENOUGH = 0.6  # of the cosine of the nearest paper
KEPT = 4  # orders that are kept: catalogues of as many libraries

Similarity = Callable[[str], np.ndarray]  # a text → its cosine to each paper, in the order of the catalogue
_offered: list[tuple[list[str], Similarity]] = []


def register(catalogue: pd.DataFrame, nearness: Similarity) -> None:
    """Let papers of this catalogue, and of every one with the same papers in the same rows, be found by meaning."""
    ids = catalogue["paper_id"].tolist()
    _offered[:] = [(ids, nearness), *(pair for pair in _offered if pair[0] != ids)][:KEPT]


def is_registered(catalogue: pd.DataFrame) -> bool:
    """Whether papers of this catalogue can be found by meaning now."""
    return _of(catalogue["paper_id"].tolist()) is not None


def text_of(query: str) -> str:
    """What a query line says in words, "" where it has none: what papers can be near to."""
    wanted = [term for term in parse(query).terms if term.field in TEXT and not term.negative]
    return " ".join(word for term in wanted for word in term.words)


def order(query: str, catalogue: pd.DataFrame, most: int = 200) -> list[str]:
    """The papers near enough to the words of a line, the nearest first; [] without words, or while nobody offered."""
    rows, cosines = _nearest(query, catalogue, most)
    rows = rows[cosines >= NEAR_ENOUGH * cosines[0]] if len(rows) else rows
    ids = catalogue["paper_id"]
    return [str(ids.iat[row]) for row in rows]


def near(query: str, catalogue: pd.DataFrame, found: np.ndarray) -> np.ndarray:
    """Which papers are near enough to be shown beside those `found` by words: a boolean array, at most MORE of them."""
    shown = np.zeros(len(catalogue), dtype=bool)
    rows, cosines = _nearest(query, catalogue, len(catalogue))
    if len(rows):
        enough = rows[(cosines >= NEAR_ENOUGH * cosines[0]) & ~found[rows]]
        shown[enough[:MORE]] = True
    return shown


def _nearest(query: str, catalogue: pd.DataFrame, most: int) -> tuple[np.ndarray, np.ndarray]:
    """(rows, cosines above 0), the nearest first."""
    text, nearness = text_of(query), _of(catalogue["paper_id"].tolist())
    if not text or nearness is None:
        return np.empty(0, dtype=np.int64), np.empty(0)
    cosines = nearness(text)
    rows = np.argsort(-cosines, kind="stable")[:most]
    rows = rows[cosines[rows] > 0]
    return rows, cosines[rows]


def _of(ids: Sequence[str]) -> Similarity | None:
    return next((nearness for known, nearness in tuple(_offered) if known == ids), None)
