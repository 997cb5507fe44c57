"""Papers ranked by interest: from the papers starred and hidden, what the visitor may want to read next, and why.

Two passes over tf-idf vectors. The first adds the standard scores of the mean of the picks and of a linear support
vector machine (picks against all the rest, as arxiv-sanity does). The second takes its leaders for half a pick each
and fits the machine again: pseudo-relevance feedback (Rocchio 1971), which helps most while there are few picks.
Hidden papers count as negatives twenty times as much as papers without a decision.

scikit-learn is imported when a ranking is first asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

MOST_WORDS = 20_000
COST = 0.01  # the machine's C: 0.1 was worse at every number of picks from 3
LEADERS, LEADER_WEIGHT = 20, 0.5
REJECT_WEIGHT = 20.0
AGAINST = 0.25  # how much of the mean of the rejects is taken from the mean of the picks
REST = 3000  # undecided papers that a fit sees; a drawn sample beyond, so that it stays quick
UNCERTAIN_EVERY = 4  # every fourth paper to read is the least certain one (active learning)


class NoPicksError(ValueError):
    """There is nothing yet to rank by."""

    def __init__(self) -> None:
        super().__init__("Star at least one paper: what you pick is what the others are ranked by.")


@dataclass(frozen=True)
class Features:
    """The papers of a library as rows of a tf-idf matrix; made once a library."""

    paper_ids: tuple[str, ...]
    matrix: csr_matrix  # float32 (papers, words), rows of unit length or empty
    words: np.ndarray  # of str, a word a column

    @cached_property
    def rows(self) -> dict[str, int]:
        """paper_id → row."""
        return {paper_id: row for row, paper_id in enumerate(self.paper_ids)}


@dataclass(frozen=True)
class Reason:
    """Why a paper stands where it stands."""

    words: tuple[str, ...]  # those of its words that speak most for it, the strongest first
    nearest: str  # the pick that is most like it
    similarity: float  # cosine to that pick, 0 to 1


@dataclass(frozen=True)
class Ranking:
    """All papers of a library by interest."""

    features: Features
    picks: tuple[str, ...]
    scores: np.ndarray  # float64 (papers,), higher is more; comparable within this ranking only
    margins: np.ndarray  # float64 (papers,), the classifier's: above 0 like a pick, near 0 uncertain
    weights: np.ndarray  # float64 (words,)

    def interest(self) -> dict[str, float]:
        """paper_id → share of the papers that stand below it, 0 to 1: what a table can show and sort by."""
        place = np.empty(len(self.scores))
        place[np.argsort(self.scores, kind="stable")] = np.arange(len(self.scores))
        shares = place / max(len(self.scores) - 1, 1)
        return dict(zip(self.features.paper_ids, shares.tolist(), strict=True))

    def best(self, among: Collection[str] | None = None) -> list[str]:
        """The papers, or those of them that are named, the most interesting first."""
        order = np.argsort(-self.scores, kind="stable")
        ids = (self.features.paper_ids[row] for row in order)
        return [paper_id for paper_id in ids if among is None or paper_id in among]

    def to_read(self, among: Collection[str]) -> list[str]:
        """The same papers in an order to decide about them: three of the best, then the least certain one, and so on.

        The least certain is nearest to the margin: a decision about it teaches the ranking most (uncertainty sampling).
        """
        surest = self.best(among)
        rows = self.features.rows
        uncertain = sorted(surest, key=lambda paper_id: abs(self.margins[rows[paper_id]]))
        order: dict[str, None] = {}
        sure, unsure = iter(surest), iter(uncertain)
        while len(order) < len(surest):
            source = unsure if len(order) % UNCERTAIN_EVERY == UNCERTAIN_EVERY - 1 else sure
            order[next(paper_id for paper_id in source if paper_id not in order)] = None
        return list(order)

    def reason(self, paper_id: str, most: int = 4) -> Reason:
        """Why this paper stands where it stands: at most `most` words and the nearest other pick."""
        row = self.features.matrix[self.features.rows[paper_id]]
        speaking = row.data * self.weights[row.indices]
        strongest = np.argsort(-speaking, kind="stable")[:most]
        words = tuple(str(self.features.words[row.indices[each]]) for each in strongest if speaking[each] > 0)
        picks = [pick for pick in self.picks if pick != paper_id] or list(self.picks)
        alike = (self.features.matrix[[self.features.rows[pick] for pick in picks]] @ row.T).toarray().ravel()
        return Reason(words, picks[int(alike.argmax())], float(np.clip(alike.max(), 0.0, 1.0)))


def features(texts: Mapping[str, str]) -> Features:
    """The features of papers: paper_id → title and abstract as one text."""
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    few = len(texts) < 1000
    vectorizer = TfidfVectorizer(
        sublinear_tf=True,
        min_df=2 if few else 3,
        max_df=0.3 if len(texts) >= 30 else 1.0,
        stop_words="english",
        max_features=MOST_WORDS,
        dtype=np.float32,
    )
    try:
        matrix = csr_matrix(vectorizer.fit_transform(texts.values()))
        words = np.asarray(vectorizer.get_feature_names_out(), dtype=object)
    except ValueError:  # no word is left: too few papers, or none with a text
        matrix, words = csr_matrix((len(texts), 0), dtype=np.float32), np.empty(0, dtype=object)
    return Features(tuple(texts), matrix, words)


def rank(papers: Features, picks: Iterable[str], rejects: Iterable[str] = ()) -> Ranking:
    """All papers by how much they are like the picks and unlike the rejects (paper ids; unknown ones are left out).

    Deterministic: the same decisions give the same order. Raises NoPicksError without a known pick.
    """
    picked = [papers.rows[each] for each in dict.fromkeys(picks) if each in papers.rows]
    rejected = [papers.rows[each] for each in dict.fromkeys(rejects) if each in papers.rows]
    rejected = [row for row in rejected if row not in set(picked)]
    if not picked:
        raise NoPicksError
    names = tuple(papers.paper_ids[row] for row in picked)
    matrix = papers.matrix
    toward = _mean(matrix, picked) - (AGAINST * _mean(matrix, rejected) if rejected else 0.0)
    near = matrix @ toward
    if len(picked) == len(papers.paper_ids) or not matrix.shape[1]:
        return Ranking(papers, names, near.astype(float), np.zeros(len(near)), toward)
    weights, bias = _fit(matrix, picked, rejected, [])
    scores = _standard(near) + _standard(matrix @ weights)
    leaders = _leaders(scores, picked, rejected)
    if leaders:
        weights, bias = _fit(matrix, picked, rejected, leaders)
        scores = matrix @ weights
    return Ranking(papers, names, scores, matrix @ weights + bias, weights)


def _mean(matrix: csr_matrix, rows: Sequence[int]) -> np.ndarray:
    return np.asarray(matrix[rows].mean(axis=0), dtype=float).ravel()


def _standard(scores: np.ndarray) -> np.ndarray:
    standardised: np.ndarray = (scores - scores.mean()) / (scores.std() + 1e-9)
    return standardised


def _leaders(scores: np.ndarray, picked: Sequence[int], rejected: Sequence[int]) -> list[int]:
    """The rows that lead the first pass: one in a hundred, at most twenty, fewer the more picks there are."""
    count = min(LEADERS, len(scores) // 100, 10 * LEADERS // len(picked))
    decided = {*picked, *rejected}
    order = np.argsort(-scores, kind="stable")[: count + len(decided)]
    return [int(row) for row in order if row not in decided][:count]


def _fit(
    matrix: csr_matrix, picked: Sequence[int], rejected: Sequence[int], leaders: Sequence[int]
) -> tuple[np.ndarray, float]:
    """A linear SVM that separates picks and leaders from the rest, both sides of equal weight: (weights, bias)."""
    from sklearn.svm import LinearSVC

    papers = matrix.shape[0]
    wanted, weight = np.zeros(papers), np.ones(papers)
    wanted[list(picked)] = wanted[list(leaders)] = 1
    weight[list(leaders)] = LEADER_WEIGHT
    weight[list(rejected)] = REJECT_WEIGHT
    rows = np.arange(papers)
    if papers > REST + len(picked):
        drawn = np.random.default_rng(papers).choice(papers, REST, replace=False)
        rows = np.unique(np.concatenate([drawn, picked, leaders, rejected]).astype(np.intp))
    wanted, weight = wanted[rows], weight[rows]
    for side in (0, 1):
        weight[wanted == side] *= len(rows) / 2 / max(weight[wanted == side].sum(), 1e-9)
    machine = LinearSVC(C=COST, tol=1e-2, max_iter=10_000, random_state=0)
    machine.fit(matrix[rows], wanted, sample_weight=weight)
    return machine.coef_[0], float(machine.intercept_[0])
