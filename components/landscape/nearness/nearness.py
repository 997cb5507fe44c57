"""Which papers of a set are near to each other or to a text: the one measure for all that is said to be near.

The cosine of embeddings and that of the words that tell papers apart (tf-idf), added: embeddings know what is said in
other words, words know what the embeddings blur (names, rare terms). For a query, which is short, the words' side is
BM25, and each side is first standardised over the papers, so that a weak side cannot spoil a strong one.
Both weights were chosen on one half of what people judged and told on the other (`python -m training.search`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from components.landscape.embeddings.terms import paper_text, paper_texts
from components.landscape.nearness.words import SetWords

BLOCK_ELEMENTS = 16_000_000  # nearnesses held at a time: 64 MB of float32
GROUP = 50  # papers of a group that others are compared with
FOUND_BY_WORDS, FOUND_BY_VECTORS = 0.5, 0.6  # of the best paper's BM25, of the best paper's cosine
VECTORS = 0.7  # the embeddings' share, the words have the rest

Embedder = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """How near each paper is to a query; row i is the set's paper i."""

    scores: np.ndarray  # float32 (n,), higher is nearer; comparable within one query only
    words: np.ndarray  # float32 (n,): BM25, 0 without any of its words
    vectors: np.ndarray  # float32 (n,): cosine, 0 for a query without a known word

    def found_by(self) -> tuple[np.ndarray, np.ndarray]:
        """Which papers the words and which the vectors found, bool (n,) each: those near to the best by that side.

        A paper that neither side found so is its that comes nearer; one without word and meaning is nobody's.
        """
        words, vectors = (
            np.clip(side / max(float(side.max(initial=0)), 1e-9), 0, 1) for side in (self.words, self.vectors)
        )
        by_words, by_vectors = words >= FOUND_BY_WORDS, vectors >= FOUND_BY_VECTORS
        neither = ~by_words & ~by_vectors
        nearer = words / FOUND_BY_WORDS >= vectors / FOUND_BY_VECTORS
        return by_words | (neither & nearer & (words > 0)), by_vectors | (neither & ~nearer & (vectors > 0))


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """A set of papers made ready: row i of `vectors` (unit rows) and text i are one paper."""

    titles: Sequence[str]
    abstracts: Sequence[str]
    vectors: np.ndarray  # float32 (n, d)
    words: SetWords
    embedder: Embedder  # what the vectors come from

    @classmethod
    def of(cls, titles: Sequence[str], abstracts: Sequence[str], vectors: np.ndarray, embedder: Embedder) -> Nearness:
        """Read the words of some papers, whose vectors are there: a second for 14,000."""
        return cls(titles, abstracts, vectors, SetWords(paper_texts(titles, abstracts)), embedder)

    def to_query(self, query: str) -> Answers:
        """How near each paper is to what somebody typed; all zero for a query without a known word."""
        words = self.words.answers(query)
        vectors = (
            self.vectors @ self.embedder([self.corrected(query)])[0]
            if len(self.vectors)
            else np.zeros(0, dtype=np.float32)
        )
        scores = VECTORS * _standardised(vectors) + (1 - VECTORS) * _standardised(words)
        return Answers(scores.astype(np.float32), words, vectors)

    def corrected(self, query: str) -> str:
        """The query with each word that no paper says replaced by its likeliest spelling that some do."""
        return self.words.corrected(query)

    def to_text(self, title: str, abstract: str) -> np.ndarray:
        """How near each paper is to another paper's title and abstract, float32 (n,): 1 for the same text."""
        text = paper_text(title, abstract)
        return self._blend(self.embedder([text])[0], self.words.likeness(text))

    def to_paper(self, row: int) -> np.ndarray:
        """How near each paper is to one of the set, float32 (n,): 1 for the same text, itself included."""
        return self._blend(self.vectors[row], self.words.likeness(paper_text(self.titles[row], self.abstracts[row])))

    def to_group(self, rows: Sequence[int]) -> np.ndarray:
        """How near each paper is to the nearest of a group, float32 (n,); of a large group GROUP papers are drawn."""
        drawn = [rows[place * len(rows) // GROUP] for place in range(GROUP)] if len(rows) > GROUP else rows
        near = np.full(len(self.titles), -1.0, dtype=np.float32)
        for row in drawn:
            near = np.maximum(near, self.to_paper(row))
        return near

    def nearest(self, row: int, most: int) -> list[tuple[int, float]]:
        """(row, nearness) of the other papers nearest to one, best first, equal ones by row."""
        near = self.to_paper(row)
        near[row] = -np.inf
        return best(near, min(most, len(near) - 1))

    def nearest_of_each(self, rows: Sequence[int], most: int) -> list[list[tuple[int, float]]]:
        """What `nearest` gives for each of these rows, exact, by blocked products: for many rows at once."""
        found = []
        step = max(1, BLOCK_ELEMENTS // max(len(self.vectors), 1))
        for start in range(0, len(rows), step):
            asked = list(rows[start : start + step])
            near = self._blended(self.vectors[asked] @ self.vectors.T, self.words.likeness_of(asked))
            near[np.arange(len(asked)), asked] = -np.inf
            found += [best(each, min(most, len(each) - 1)) for each in near]
        return found

    def nearest_to_all(
        self, rows: Sequence[int], most: int, among: np.ndarray | None = None
    ) -> list[tuple[int, float]]:
        """The papers outside a group that are nearest to it by `to_group`; `among` these (bool), all by default."""
        near = self.to_group(rows)
        wanted = np.ones(len(near), dtype=bool) if among is None else among.copy()
        wanted[list(rows)] = False
        near[~wanted] = -np.inf
        return best(near, min(most, int(wanted.sum())))

    def _blend(self, vector: np.ndarray, likeness: np.ndarray) -> np.ndarray:
        cosines = self.vectors @ vector if len(self.vectors) else np.zeros(0, dtype=np.float32)
        return self._blended(cosines, likeness)

    @staticmethod
    def _blended(cosines: np.ndarray, likeness: np.ndarray) -> np.ndarray:
        blended: np.ndarray = np.round(VECTORS * cosines + (1 - VECTORS) * likeness, 6)
        return blended


def best(scores: np.ndarray, most: int) -> list[tuple[int, float]]:
    """(row, score) of the highest scores, best first, equal ones by row."""
    if most <= 0:
        return []
    if len(scores) > most:
        edge = np.partition(scores, -most)[-most]
        rows = np.flatnonzero(scores >= edge)
    else:
        rows = np.arange(len(scores))
    order = rows[np.lexsort((rows, -scores[rows]))[:most]]
    return [(int(row), float(scores[row])) for row in order]


def _standardised(scores: np.ndarray) -> np.ndarray:
    """Mean 0, standard deviation 1; zeros where all are equal."""
    spread = float(scores.std()) if len(scores) else 0.0
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)
