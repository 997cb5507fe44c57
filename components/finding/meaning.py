"""Search by meaning: the papers whose embeddings are near to the words of a query line.

The package that has embeddings registers a similarity for a catalogue; filters and orders ask for it here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from components.finding.grammar import parse
from components.finding.index import TEXT

MORE = 20  # papers found by meaning alone that are shown beside those found by words
NEAR_ENOUGH = 0.6  # of the cosine of the nearest paper
MOST_REGISTERED = 4  # catalogues of as many libraries

Similarity = Callable[[str], np.ndarray]  # a text → its cosine to each paper, in the order of the catalogue
_registered: list[tuple[list[str], Similarity]] = []


def register(catalogue: pd.DataFrame, similarity: Similarity) -> None:
    """Let papers of this catalogue, and of every one with the same papers in the same rows, be found by meaning."""
    ids = catalogue["paper_id"].tolist()
    _registered[:] = [(ids, similarity), *(pair for pair in _registered if pair[0] != ids)][:MOST_REGISTERED]


def is_registered(catalogue: pd.DataFrame) -> bool:
    """Whether papers of this catalogue can be found by meaning now."""
    return _of(catalogue["paper_id"].tolist()) is not None


def text_of(query: str) -> str:
    """What a query line says in words, "" where it has none: what papers can be near to."""
    wanted = [term for term in parse(query).terms if term.field in TEXT and not term.negative]
    return " ".join(word for term in wanted for word in term.words)


def order(query: str, catalogue: pd.DataFrame, most: int = 200) -> list[str]:
    """The papers near enough to the words of a line, the nearest first; [] without words or similarity."""
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
    text, similarity = text_of(query), _of(catalogue["paper_id"].tolist())
    if not text or similarity is None:
        return np.empty(0, dtype=np.int64), np.empty(0)
    cosines = similarity(text)
    rows = np.argsort(-cosines, kind="stable")[:most]
    rows = rows[cosines[rows] > 0]
    return rows, cosines[rows]


def _of(ids: Sequence[str]) -> Similarity | None:
    return next((similarity for known, similarity in tuple(_registered) if known == ids), None)
