"""Which phrases a group of papers could be named after, and how well each would fit.

A phrase counts by how many of the group's papers say it first, then by how much rarer it is elsewhere, in the set and
in the field; by how near the papers that say it lie to the group's centre; and by how well it stands as a name: the
field's own terms before others, what titles say before what only sentences say. `labels` makes names of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from components.landscape.embeddings.lsa import unit_rows
from components.landscape.topics.field_terms import FieldTerms, Key, field_terms
from components.landscape.topics.labels import CONSIDERED, ENOUGH
from components.landscape.topics.phrases import PhraseTable, phrase_table
from components.landscape.topics.title_share import noun_weight, title_weight

READ_PER_GROUP = 60  # papers of a group whose phrases are read: enough for a name
READ_AT_MOST = 1_000  # papers read for all names together, so that time is bounded
BEGINNING = 8  # phrases kept of each group that could begin its name
TITLE_COUNTS = 1.5
LENGTH_WEIGHT = {1: 0.5, 2: 1.0, 3: 1.1, 4: 1.0, 5: 0.9}
UNLISTED, UNLISTED_WORD = (
    0.6,
    0.2,
)  # worth of each further word of what is no term of the field; of a single one
TERM_FOCUS, WORD_FOCUS = 0.1, 0.2  # mean cosine of two papers that say a usual term of several words, of one
FIELD_SHARE = 0.3  # weight of the field beside the rest of the set, where it is said what is rare
TELLING = 1.6  # how many times as common as elsewhere a phrase must be to name a group alone


Embed = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The best phrases of every node of a hierarchy."""

    phrases: tuple[str, ...]  # as people write them
    keys: tuple[Key, ...]  # their folded words
    node_phrases: (
        np.ndarray
    )  # int32 (nodes, c), indices into phrases for each node, best first, −1 where there are no more
    node_scores: np.ndarray  # float32 (nodes, c)
    node_coverage: np.ndarray  # float32 (nodes, c), share of the node's papers that say it


def label_candidates(
    titles: Sequence[str],
    abstracts: Sequence[str],
    vectors: np.ndarray,
    leaf: np.ndarray,
    inside: np.ndarray,
    embed: Embed | None = None,
) -> Candidates:
    """Score phrases for every node; `leaf` is the small group of each paper (0 … m − 1), `inside` (nodes, m) which
    groups a node holds, `vectors` are unit rows, `embed` gives phrases vectors of the same space where that is cheap.
    Deterministic.
    """
    groups = inside.shape[1]
    if not groups:
        nothing = np.zeros((0, 0), dtype=np.float32)
        return Candidates((), (), nothing.astype(np.int32), nothing, nothing)
    field = field_terms()
    each = max(5, min(READ_PER_GROUP, READ_AT_MOST // groups))
    sums = np.zeros((groups, vectors.shape[1]))
    np.add.at(sums, leaf, vectors)
    nearness = np.round((vectors * unit_rows(sums)[leaf]).sum(axis=1), 5)
    read = np.sort(np.concatenate([_sample(leaf, nearness, group, each) for group in range(groups)]))
    at_least = 1 if len(read) <= 200 else 2 if len(read) <= 2_000 else 3
    table = phrase_table([titles[row] for row in read], [abstracts[row] for row in read], at_least, field)
    papers = np.bincount(leaf, minlength=groups) / np.bincount(leaf[read], minlength=groups)
    stands_for = papers[leaf[read]]  # how many papers each that was read stands for
    scores, coverage = _scores(
        table, vectors[read], inside[:, leaf[read]] * stands_for, unit_rows(inside @ sums), field
    )
    if embed:
        scores *= _meaning(embed(table.shown), vectors[read], unit_rows(inside @ sums))
    return best_candidates(scores, coverage, table)


def _sample(labels: np.ndarray, nearness: np.ndarray, label: int, most: int) -> np.ndarray:
    """At most so many rows of a label, from the middle to the edge: the nearest alone would all say the same."""
    rows = np.flatnonzero(labels == label)
    ordered = rows[np.lexsort((rows, -nearness[rows]))]
    some: np.ndarray = ordered[np.unique(np.linspace(0, len(ordered) - 1, min(most, len(ordered))).astype(int))]
    return some


def best_candidates(scores: np.ndarray, coverage: np.ndarray, table: PhraseTable) -> Candidates:
    """The best phrases of each node, some of them said by enough of its papers to begin a name where there are such;
    phrases that are nowhere among them are forgotten.
    """
    wide = min(CONSIDERED, scores.shape[1])
    rounded = np.round(scores, 6)
    able = np.where(coverage >= ENOUGH, rounded, 0.0)
    rank = np.argsort(np.argsort(-able, axis=1, kind="stable"), axis=1, kind="stable")
    first = (rank < BEGINNING) & (able > 0)
    taken = np.argsort(-(rounded + first * (rounded.max(initial=0.0) + 1)), axis=1, kind="stable")[:, :wide]
    by_score = np.argsort(-np.take_along_axis(rounded, taken, axis=1), axis=1, kind="stable")
    order = np.take_along_axis(taken, by_score, axis=1)
    best = np.take_along_axis(scores, order, axis=1)
    kept = np.unique(order[best > 0])
    number = np.full(scores.shape[1], -1, dtype=np.int32)
    number[kept] = np.arange(len(kept))
    return Candidates(
        tuple(table.shown[phrase] for phrase in kept),
        tuple(table.keys[phrase] for phrase in kept),
        np.where(best > 0, number[order], -1).astype(np.int32) if wide else order.astype(np.int32),
        best.astype(np.float32),
        np.where(best > 0, np.take_along_axis(coverage, order, axis=1), 0.0).astype(np.float32),
    )


def _scores(
    table: PhraseTable, vectors: np.ndarray, holds: np.ndarray, centres: np.ndarray, field: FieldTerms
) -> tuple[np.ndarray, np.ndarray]:
    """Score and coverage of each phrase for each node, float64 (nodes, phrases); score 0 where too few say it.

    `holds` (nodes, papers) says how many papers of a node each paper stands for.
    """
    from scipy.sparse import csr_matrix

    shape = (len(vectors), len(table.keys))
    occurrences = csr_matrix((np.ones(len(table.paper)), (table.paper, table.phrase)), shape)
    titled = csr_matrix((table.in_title.astype(np.float64), (table.paper, table.phrase)), shape)
    members = csr_matrix(holds.astype(np.float64))
    saying, in_titles = (members @ occurrences).toarray(), (members @ titled).toarray()
    sizes = holds.sum(axis=1)[:, None]
    coverage = saying / np.maximum(sizes, 1e-9)
    everywhere = saying[-1]
    others = np.maximum(sizes[-1] - sizes, 0)
    elsewhere = (everywhere - saying + 0.5) / (others + 1)
    in_field = _field_shares(table.keys, field)
    elsewhere = np.where(others > 0, (1 - FIELD_SHARE) * elsewhere + FIELD_SHARE * in_field, in_field)
    telling = coverage / (elsewhere + 0.01)
    score = coverage * np.log1p(telling) * (1 + (TITLE_COUNTS - 1) * in_titles / np.maximum(saying, 1e-9))
    score *= np.minimum(1.0, coverage / ENOUGH)
    score *= np.minimum(1.0, telling / TELLING) ** 2
    score *= _standing(table, field) * _closeness(occurrences, vectors, centres)
    counted = (members > 0).astype(np.float64) @ occurrences
    score[counted.toarray() < np.where(sizes < 4, 1, 2)] = 0.0
    return _without_parts(score, saying, table), coverage


def _field_shares(keys: Sequence[Key], field: FieldTerms) -> np.ndarray:
    """The share of the field's papers that say each phrase, float64; 0 for what is no term of it."""
    counts = [field.terms[key].papers if key in field.terms else 0 for key in keys]
    return np.array(counts, dtype=np.float64) / max(field.papers, 1)


def _standing(table: PhraseTable, field: FieldTerms) -> np.ndarray:
    """How well each phrase stands as a name by itself, float64: 1 for a usual term of two words."""
    weight: np.ndarray = title_weight(table.keys) * noun_weight(table.shown)
    for number, key in enumerate(table.keys):
        known = field.terms.get(key)
        if known:
            usual, power = (WORD_FOCUS, 0.7) if len(key) == 1 else (TERM_FOCUS, 0.3)
            weight[number] *= np.clip((known.focus / usual) ** power, 0.3, 1.2)
        elif field.is_cut(key):
            weight[number] = 0.0
        else:
            weight[number] *= UNLISTED ** (len(key) - 1) if len(key) > 1 else UNLISTED_WORD
        weight[number] *= LENGTH_WEIGHT[len(key)]
    return weight


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


def _meaning(phrases: np.ndarray, vectors: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """How near each phrase's own vector lies to each centre, both seen from the middle of all papers, up to 1.

    "Loop" or "generation" may be said by most of a topic's papers and yet mean nothing that lies there.
    """
    middle = unit_rows(vectors.mean(axis=0, keepdims=True))
    seen, meant = (unit_rows(rows - (rows @ middle.T) * middle) for rows in (centres, phrases))
    near = np.clip(seen @ meant.T, 0.0, 1.0)
    near[-1] = 1.0  # the node that holds all has no side it lies on
    usual = np.quantile(near[:-1].max(axis=0), 0.95) if len(near) > 1 and near.shape[1] else 1.0
    weight: np.ndarray = np.maximum(near / max(float(usual), 1e-6), 0.05) ** 0.7
    return weight


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
