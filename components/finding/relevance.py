"""Reciprocal rank fusion: the order by words (`index`) and the order by meaning (`meaning`) joined into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FUSION = 60  # k of reciprocal rank fusion (Cormack, Clarke and Büttcher 2009)


@dataclass(frozen=True, slots=True)
class Hit:
    """One paper in a joined order, and which of the two orders it is in."""

    paper_id: str
    score: float
    by_words: bool
    by_meaning: bool


def fuse_ranks(words: Sequence[str], meaning: Sequence[str], most: int = 200) -> list[Hit]:
    """Two orders as one: each paper's score is the sum of 1 / (60 + its rank) over the orders that hold it.

    Only the first `most` of each order take part.
    """
    scores: dict[str, float] = {}
    for order in (words[:most], meaning[:most]):
        for rank, paper_id in enumerate(order, start=1):
            scores[paper_id] = scores.get(paper_id, 0.0) + 1 / (FUSION + rank)
    by_words, by_meaning = set(words[:most]), set(meaning[:most])
    best = sorted(scores, key=scores.__getitem__, reverse=True)
    return [Hit(paper_id, scores[paper_id], paper_id in by_words, paper_id in by_meaning) for paper_id in best]
