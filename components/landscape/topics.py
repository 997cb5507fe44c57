"""Which papers belong together: topics and areas cut from one hierarchy, nobody left out.

Clusters live in the vectors, never on the two-dimensional map. Ward's method, because sets of 50 to 150 papers are
what people bring and density methods call half of such a set noise. Names are given elsewhere (`names`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from components.landscape.lsa import unit_rows
from components.landscape.parameters import Parameters

WHOLE_TREE_UP_TO = 4_000  # papers; beyond, the tree stands on small groups of near papers instead of single ones
GROUPS = 800
GROUPING_ROUNDS = 5
COUNTS_TRIED = 7  # numbers of topics tried between the fewest and the most
SETTLING_ROUNDS = 8
BLOCK_ELEMENTS = 8_000_000


@dataclass(frozen=True, slots=True)
class Grouping:
    """Every paper's topic and every topic's area."""

    topic: np.ndarray  # int16 (n,): largest topic is 0
    second: np.ndarray  # int16 (n,): the next nearest topic; its own where there is only one
    strength: np.ndarray  # float32 (n,): 0 halfway between two topics, towards 1 at the heart of one
    area: np.ndarray  # int16 (topics,): area of each topic; the largest area is 0
    centres: np.ndarray  # float32 (topics, d), unit rows


def group(vectors: np.ndarray, parameters: Parameters) -> Grouping:
    """Topics and areas of papers by their vectors (unit rows); deterministic for the same rows in the same order.

    The number of topics is the one in the parameters' range that separates the papers best (silhouette by
    centres). Topics of one paper join the nearest topic.
    """
    n = len(vectors)
    if n == 0 or parameters.topics_most <= 1:
        return _single(vectors)
    leaves = np.arange(n) if n <= WHOLE_TREE_UP_TO else _small_groups(vectors)
    tree = _ward_tree(vectors, leaves)
    most = min(parameters.topics_most, int(leaves.max()) + 1)
    counts = np.unique(np.linspace(parameters.topics_least, most, COUNTS_TRIED).round().astype(int))
    settled = [_settle(vectors, _cut(tree, int(count))[leaves]) for count in counts]
    labels = max(settled, key=lambda candidate: round(_separation(vectors, candidate), 6))
    return _ranked(vectors, labels, parameters.areas_most)


def centres_of(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Mean direction of each label's rows, float32 (labels, d), unit rows. Labels 0 … m, each at least once."""
    return unit_rows(_sums_of(vectors, labels))


def _sums_of(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    order = np.argsort(labels, kind="stable")
    first = np.searchsorted(labels[order], np.arange(int(labels.max()) + 1))
    return np.add.reduceat(vectors[order], first, axis=0, dtype=np.float64)


def _single(vectors: np.ndarray) -> Grouping:
    n = len(vectors)
    labels = np.zeros(n, dtype=np.int16)
    centres = centres_of(vectors, labels) if n else np.zeros((0, vectors.shape[1]), dtype=np.float32)
    return Grouping(labels, labels.copy(), np.ones(n, dtype=np.float32), np.zeros(min(n, 1), dtype=np.int16), centres)


def _small_groups(vectors: np.ndarray) -> np.ndarray:
    """A label for each row: many small groups of near papers, by a few rounds of k-means from a fixed start."""
    start = np.random.default_rng(0).choice(len(vectors), GROUPS, replace=False)
    centres = vectors[np.sort(start)]
    for _ in range(GROUPING_ROUNDS):
        labels = np.unique(_nearest_centre(vectors, centres), return_inverse=True)[1]
        centres = centres_of(vectors, labels)
    return labels


def _nearest_centre(vectors: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The most alike centre of each row, the first of equals, a block of rows at a time."""
    block = max(1, BLOCK_ELEMENTS // len(centres))
    starts = range(0, len(vectors), block)
    return np.concatenate([np.round(vectors[at : at + block] @ centres.T, 5).argmax(axis=1) for at in starts])


def _ward_tree(vectors: np.ndarray, leaves: np.ndarray) -> np.ndarray:
    """Ward's linkage over the leaves' centres, every leaf counted once."""
    from scipy.cluster.hierarchy import linkage

    if len(leaves) == int(leaves.max()) + 1:
        return linkage(vectors.astype(np.float64), method="ward")
    return linkage(centres_of(vectors, leaves).astype(np.float64), method="ward")


def _cut(tree: np.ndarray, count: int) -> np.ndarray:
    from scipy.cluster.hierarchy import fcluster

    return np.unique(fcluster(tree, count, criterion="maxclust"), return_inverse=True)[1]


def _settle(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Move papers to the nearest centre until nothing moves (a few rounds), then let single papers join a topic."""
    speaking = vectors.any(axis=1)  # a paper without a word stays where the tree put it
    for _ in range(SETTLING_ROUNDS):
        nearest = np.where(speaking, _nearest_centre(vectors, centres_of(vectors, labels)), labels)
        moved = np.unique(nearest, return_inverse=True)[1]
        if np.array_equal(moved, labels):
            break
        labels = moved
    return _join_singles(vectors, labels)


def _join_singles(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Topics of one paper join the topic whose centre is nearest, one after the other, smallest likeness last."""
    while labels.max() > 0:
        sizes = np.bincount(labels)
        singles = np.flatnonzero(sizes == 1)
        if not len(singles):
            break
        centres = centres_of(vectors, labels)
        likeness = np.round(centres[singles] @ centres.T, 5)
        likeness[np.arange(len(singles)), singles] = -np.inf
        joining = int(likeness.max(axis=1).argmax())
        labels = labels.copy()
        labels[labels == singles[joining]] = likeness[joining].argmax()
        labels = np.unique(labels, return_inverse=True)[1]
    return labels


def _separation(vectors: np.ndarray, labels: np.ndarray) -> float:
    """Mean silhouette by centres, each paper left out of its own centre; −1 for a single topic."""
    count = int(labels.max()) + 1
    if count < 2:
        return -1.0
    own, other = _likeness(vectors, labels)
    near, far = 1.0 - own, 1.0 - other
    return float(np.mean((far - near) / np.maximum(np.maximum(far, near), 1e-9)))


def _likeness(vectors: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cosine of each paper to its own centre without the paper, and to the nearest other centre."""
    sums = _sums_of(vectors, labels)
    rows = np.arange(len(vectors))
    to_centres = vectors @ unit_rows(sums).T
    rest = sums[labels] - vectors
    lengths = np.linalg.norm(rest, axis=1)
    own = np.divide((vectors * rest).sum(axis=1), lengths, out=np.zeros(len(vectors)), where=lengths > 1e-9)
    to_centres[rows, labels] = -np.inf
    return own, to_centres.max(axis=1)


def _ranked(vectors: np.ndarray, labels: np.ndarray, areas_most: int) -> Grouping:
    """Number topics by size, give each its area, and say how firmly each paper belongs."""
    order = np.lexsort((np.arange(labels.max() + 1), -np.bincount(labels)))
    labels = np.argsort(order)[labels]
    if labels.max() == 0:
        return _single(vectors)
    own, other = _likeness(vectors, labels)
    centres = centres_of(vectors, labels)
    to_centres = vectors @ centres.T
    to_centres[np.arange(len(vectors)), labels] = -np.inf
    near, far = 1.0 - own, 1.0 - other
    strength = np.clip((far - near) / np.maximum(np.maximum(far, near), 1e-9), 0.0, 1.0)
    return Grouping(
        labels.astype(np.int16),
        to_centres.argmax(axis=1).astype(np.int16),
        strength.astype(np.float32),
        _areas(centres, np.bincount(labels), areas_most),
        centres,
    )


def _areas(centres: np.ndarray, sizes: np.ndarray, most: int) -> np.ndarray:
    """The area of each topic: the topics' centres put together by the same method, where the tree gapes widest."""
    from scipy.cluster.hierarchy import linkage

    count = len(centres)
    if count <= 3:
        return np.arange(count, dtype=np.int16)
    tree = linkage(centres.astype(np.float64), method="ward")
    wanted = _areas_wanted(tree, count, most)
    labels = _cut(tree, wanted)
    weights = np.bincount(labels, weights=sizes)
    order = np.lexsort((np.arange(len(weights)), -weights))
    return np.argsort(order)[labels].astype(np.int16)


def _areas_wanted(tree: np.ndarray, topics: int, most: int) -> int:
    """The number of areas, from half the topics (at least 3) to `most`, at the widest gap between merges."""
    least, most = max(3, min(most - 1, (topics + 1) // 2)), min(most, topics - 1)
    heights = tree[:, 2]
    gaps = {count: heights[topics - count] - heights[topics - count - 1] for count in range(least, most + 1)}
    return max(gaps, key=lambda count: round(float(gaps[count]), 6))
