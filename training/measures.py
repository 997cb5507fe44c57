"""The measures: a summary finds its paper, what readers call near comes first, neighbours share a category.

Whatever is measured is one function, `Scores`: how near each of some queries is to each document of a set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from components.landscape.embeddings.terms import paper_text
from training.corpus import Abstract, read_records

JUDGED = Path(__file__).parent / "judged"
LOOKED_AT = 5  # neighbours of a paper whose category is compared with its own
OF_THE_POOL = 0.2  # how far down a ranked list of rated papers is looked
Embed = Callable[[Sequence[str]], np.ndarray]  # texts → float32 (n, d), unit rows
Scores = Callable[[Sequence[str], Sequence[str]], np.ndarray]  # queries, documents → (queries, documents)


@dataclass(frozen=True)
class Search:
    """Summaries to look for among documents."""

    queries: list[str]
    own: np.ndarray  # (queries,): the document each was written about
    documents: list[str]


@dataclass(frozen=True)
class Judged:
    """Papers, and for some of them how near a reader calls others: from 0, not near, to 3."""

    texts: list[str]
    lists: dict[str, list[tuple[int, np.ndarray, np.ndarray]]]  # half → (query, candidates, ratings), rows of texts


def by_vectors(embed: Embed) -> Scores:
    """Cosines of unit vectors."""
    return lambda queries, documents: embed(queries) @ embed(documents).T


def together(left: Scores, right: Scores, right_share: float) -> Scores:
    """Both added, each standardised over the documents of a query: a side that says little cannot spoil the other."""

    def scores(queries: Sequence[str], documents: Sequence[str]) -> np.ndarray:
        both = (standardised(side(queries, documents)) for side in (left, right))
        return next(both) * (1 - right_share) + next(both) * right_share

    return scores


def standardised(scores: np.ndarray) -> np.ndarray:
    """Rows with mean 0 and standard deviation 1."""
    centred: np.ndarray = scores - scores.mean(axis=1, keepdims=True)
    centred /= scores.std(axis=1, keepdims=True) + 1e-9
    return centred


def found(scores: Scores, search: Search) -> tuple[float, float]:
    """(share of queries whose own document comes first, share of those where it is among the first ten)."""
    table = scores(search.queries, search.documents)
    better = (table > table[np.arange(len(table)), search.own][:, None]).sum(axis=1)
    return float((better == 0).mean()), float((better < 10).mean())


def read_judged(folder: Path = JUDGED) -> Judged:
    """The papers and ratings that come with the repository; its README says how they were made."""
    papers = read_records(folder / "papers.jsonl.xz")
    row = {paper["id"]: number for number, paper in enumerate(papers)}
    lists: dict[str, list[tuple[int, np.ndarray, np.ndarray]]] = {}
    for record in read_records(folder / "ratings.jsonl"):
        ratings: Mapping[str, int] = record["ratings"]
        rows, values = np.array([row[each] for each in ratings]), np.array(list(ratings.values()))
        lists.setdefault(record["half"], []).append((row[record["query"]], rows, values))
    return Judged([paper_text(paper["title"], paper["abstract"]) for paper in papers], lists)


def agreement(scores: Scores, judged: Judged, half: str) -> float:
    """Mean NDCG at a fifth of each list, gain 2^rating − 1; lists in which nothing is rated above 0 do not count."""
    table = scores(judged.texts, judged.texts)
    each = [gained(ratings, table[query, rows]) for query, rows, ratings in judged.lists[half] if ratings.any()]
    return float(np.mean(each))


def gained(ratings: np.ndarray, scores: np.ndarray) -> float:
    """NDCG at a fifth of one list: 1 if the best rated are scored best."""
    count = max(1, int(np.ceil(len(ratings) * OF_THE_POOL)))
    discount = 1 / np.log2(np.arange(count) + 2)
    gain = 2.0**ratings - 1
    reached = (gain[np.argsort(-scores, kind="stable")[:count]] * discount).sum()
    return float(reached / (np.sort(gain)[::-1][:count] * discount).sum())


def same_category(scores: np.ndarray, categories: np.ndarray) -> float:
    """Share of the 5 nearest papers that have the paper's own category."""
    others = scores.copy()
    np.fill_diagonal(others, -np.inf)
    nearest = np.argpartition(-others, LOOKED_AT, axis=1)[:, :LOOKED_AT]
    return float((categories[nearest] == categories[:, None]).mean())


def draw(papers: Sequence[Abstract], size: int | None, chance: np.random.Generator) -> list[Abstract]:
    """A random set without repeats that is harder than papers as they come; None: all that may be drawn.

    A category's papers weigh 1/√(its number); papers without one, and of one with fewer than five, are left out.
    """
    names, which, counts = np.unique([paper.category for paper in papers], return_inverse=True, return_counts=True)
    weight = np.where((counts >= LOOKED_AT) & (names != ""), counts**-0.5, 0.0)[which]
    if size is None:
        return [papers[row] for row in np.flatnonzero(weight).tolist()]
    return [papers[row] for row in chance.choice(len(papers), size, replace=False, p=weight / weight.sum()).tolist()]


def shares(scores: Scores, papers: Sequence[Abstract], size: int | None, draws: int) -> tuple[float, float]:
    """(mean, standard error) of `same_category` over draws of one size; every model sees the same draws."""
    chance = np.random.default_rng(size or 0)
    measured = []
    for _ in range(draws):
        chosen = draw(papers, size, chance)
        texts = [paper_text(paper.title, paper.abstract) for paper in chosen]
        measured.append(same_category(scores(texts, texts), np.array([paper.category for paper in chosen])))
    return float(np.mean(measured)), float(np.std(measured) / len(measured) ** 0.5)


def remembered(embed: Embed, texts: Sequence[str]) -> Embed:
    """A model that gives a text the same vector in any set, asked once for every text, so that draws cost nothing."""
    different = list(dict.fromkeys(texts))
    known = dict(zip(different, embed(different), strict=True))
    return lambda wanted: np.stack([known[text] for text in wanted])
