"""Which phrases a group of papers could be named after, and how well each would fit.

A phrase counts by how many of the group's papers say it (titles more), how rare it is elsewhere (class-based tf-idf
after Grootendorst, arXiv 2203.05794), how near the papers that say it lie to the group's centre, and how much it
belongs into a headline. `labels` makes names of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from components.landscape.embeddings.lsa import unit_rows
from components.landscape.topics.labels import CONSIDERED
from components.landscape.topics.phrases import Key, PhraseTable, phrase_table
from components.landscape.topics.title_share import noun_weight, title_weight

READ_PER_GROUP = 60  # papers nearest to a group's centre whose phrases are read: enough for a name
READ_AT_MOST = 1_000  # papers read for all names together, so that time is bounded
TITLE_COUNTS = 1.5
TOO_COMMON = 0.4  # share of all papers that say a phrase, beyond which it tells nothing apart
_LENGTH_WEIGHT = {2: 1.0, 3: 1.05, 4: 1.0}
_NAME_ALONE, _WORD_ALONE = 0.65, 0.33  # "Mamba" says more by itself than "evolution" does


@dataclass(frozen=True, slots=True)
class Candidates:
    """The best phrases of every node of a hierarchy."""

    phrases: tuple[str, ...]  # as people write them
    keys: tuple[Key, ...]  # their folded words
    node_phrases: (
        np.ndarray
    )  # int32 (nodes, c), indices into phrases for each node, best first, −1 where there are no more
    node_scores: np.ndarray  # float32 (nodes, c)


def label_candidates(
    titles: Sequence[str], abstracts: Sequence[str], vectors: np.ndarray, leaf: np.ndarray, inside: np.ndarray
) -> Candidates:
    """Score phrases for every node; `leaf` is the small group of each paper (0 … m − 1), `inside` (nodes, m) which
    groups a node holds, `vectors` are unit rows. Deterministic.
    """
    groups = inside.shape[1]
    if not groups:
        return Candidates((), (), np.zeros((0, 0), dtype=np.int32), np.zeros((0, 0), dtype=np.float32))
    each = max(5, min(READ_PER_GROUP, READ_AT_MOST // groups))
    sums = np.zeros((groups, vectors.shape[1]))
    np.add.at(sums, leaf, vectors)
    nearness = np.round((vectors * unit_rows(sums)[leaf]).sum(axis=1), 5)
    read = np.sort(np.concatenate([_nearest(leaf, nearness, group, each) for group in range(groups)]))
    said_by = 1 if len(read) <= 200 else 2 if len(read) <= 2_000 else 3
    table = phrase_table([titles[row] for row in read], [abstracts[row] for row in read], said_by)
    scores = _scores(table, vectors[read], inside[:, leaf[read]], unit_rows(inside @ sums))
    return _best(scores, table)


def _nearest(labels: np.ndarray, nearness: np.ndarray, label: int, most: int) -> np.ndarray:
    rows = np.flatnonzero(labels == label)
    return rows[np.lexsort((rows, -nearness[rows]))[:most]]


def _best(scores: np.ndarray, table: PhraseTable) -> Candidates:
    """The best phrases of each node; phrases that are nowhere among them are forgotten."""
    wide = min(CONSIDERED, scores.shape[1])
    order = np.argsort(-np.round(scores, 6), axis=1, kind="stable")[:, :wide]
    best = np.take_along_axis(scores, order, axis=1)
    kept = np.unique(order[best > 0])
    number = np.full(scores.shape[1], -1, dtype=np.int32)
    number[kept] = np.arange(len(kept))
    return Candidates(
        tuple(table.shown[phrase] for phrase in kept),
        tuple(table.keys[phrase] for phrase in kept),
        np.where(best > 0, number[order], -1).astype(np.int32) if wide else order.astype(np.int32),
        best.astype(np.float32),
    )


def _scores(table: PhraseTable, vectors: np.ndarray, holds: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Score of each phrase for each node, float64 (nodes, phrases); 0 where too few of its papers say it."""
    from scipy.sparse import csr_matrix

    papers, phrases = len(vectors), len(table.keys)
    shape = (papers, phrases)
    occurrences = csr_matrix((np.ones(len(table.paper)), (table.paper, table.phrase)), shape)
    weighty = csr_matrix((np.where(table.in_title, TITLE_COUNTS, 1.0), (table.paper, table.phrase)), shape)
    members = csr_matrix(holds.astype(np.float64))
    saying, weight = (members @ occurrences).toarray(), (members @ weighty).toarray()
    sizes = holds.sum(axis=1)
    everywhere = np.asarray(occurrences.sum(axis=0)).ravel()
    elsewhere = (everywhere - saying + 0.5) / np.maximum(papers - sizes, 1)[:, None]
    rarity = np.log1p(np.clip(saying / sizes[:, None] / np.maximum(elsewhere, 1e-9), 0, 50))
    length = np.array([_length_weight(key, shown) for key, shown in zip(table.keys, table.shown, strict=True)])
    score = np.sqrt(weight / sizes[:, None]) * rarity * length * title_weight(table.keys) * noun_weight(table.shown)
    score *= _closeness(occurrences, vectors, centres)
    score[saying < np.where(sizes < 4, 1, 2)[:, None]] = 0.0
    if papers > 30:
        score[:-1, everywhere > TOO_COMMON * papers] = 0.0  # the last node holds all: nothing is told apart there
    return _without_parts(score, saying, table)


def _length_weight(key: Key, shown: str) -> float:
    if len(key) > 1:
        return _LENGTH_WEIGHT[len(key)]
    return _WORD_ALONE if shown == shown.lower() else _NAME_ALONE


def _closeness(occurrences: object, vectors: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Cosine of the mean of the papers that say a phrase to each centre, both seen from the middle of all papers."""
    middle = vectors.mean(axis=0)
    sums = np.asarray(occurrences.T @ (vectors - middle).astype(np.float64))  # type: ignore[attr-defined]
    sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    seen = centres - middle
    seen = seen / np.maximum(np.linalg.norm(seen, axis=1, keepdims=True), 1e-9)
    close: np.ndarray = np.clip(seen @ sums.T, 0.0, 1.0)
    close[-1] = 1.0  # the node that holds all has no side it lies on
    return close


def _without_parts(score: np.ndarray, saying: np.ndarray, table: PhraseTable) -> np.ndarray:
    """Lower the score of a part that is mostly said as part of one longer phrase: "reversal" in "reversal curse"."""
    number = {key: index for index, key in enumerate(table.keys)}
    kept = score.copy()
    for whole, key in enumerate(table.keys):
        if len(key) == 1:
            continue
        scored = np.flatnonzero(score[:, whole] > 0)
        for part in _parts(key) if len(scored) else ():
            index = number.get(part)
            if index is not None:
                mostly = scored[saying[scored, whole] >= 0.6 * saying[scored, index]]
                kept[mostly, index] = np.minimum(kept[mostly, index], 0.8 * score[mostly, whole])
    return kept


def _parts(key: Key) -> list[Key]:
    return [key[start : start + size] for size in range(1, len(key)) for start in range(len(key) - size + 1)]
