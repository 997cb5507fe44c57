"""Which papers belong together: one hierarchy from small groups over topics to areas, nobody left out.

Clusters live in the vectors, never on the two-dimensional map. Ward's method, because sets of 50 to 150 papers are
what people bring and density methods call half of such a set noise. Every embedding is first smoothed over its nearest
papers, which makes topics more stable between samples of the same papers. `labels` names topics, `hierarchy` cuts
the tree.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from components.landscape.embeddings.lsa import unit_rows
from components.landscape.parameters import Parameters

WHOLE_TREE_UP_TO = 4_000  # papers; beyond, the tree stands on small groups of near papers instead of single ones
GROUPS = 500
GROUPING_ROUNDS = 5
COUNTS_TRIED, COUNTS_TRIED_OF_MANY = 7, 5  # numbers of topics tried between the fewest and the most
SETTLING_ROUNDS = 8
BLOCK_ELEMENTS = 8_000_000


SMOOTHING_STEP, SMOOTHING_NEIGHBOURS = 0.7, 4  # how far a paper steps towards how many of its nearest papers


@dataclass(frozen=True, slots=True)
class Tree:
    """m small groups of papers, and the m − 1 merges that make topics, areas and finally one of them."""

    leaf: np.ndarray  # int16 (n,), the small group of each paper
    merges: np.ndarray  # int32 (m − 1, 2), nodes put together, in order; node m + i is what merge i made
    default_count: int  # the number of topics that separates the papers best
    area_count: int  # the number of areas


def neighbour_smoothed(vectors: np.ndarray, neighbours: np.ndarray, similarities: np.ndarray) -> np.ndarray:
    """Unit rows moved a step towards the weighted mean of their nearest papers, renormalised, float32 (n, d).

    `neighbours` and `similarities` (n, at least SMOOTHING_NEIGHBOURS where there are as many) come from
    `nearest_neighbours` of the same rows.
    """
    near, weight = neighbours[:, :SMOOTHING_NEIGHBOURS], np.clip(similarities[:, :SMOOTHING_NEIGHBOURS], 0, None)
    moved = [
        np.einsum("nk,nkd->nd", weight[at : at + 2_000], vectors[near[at : at + 2_000]])
        for at in range(0, len(vectors), 2_000)
    ]
    return unit_rows(vectors + SMOOTHING_STEP * unit_rows(np.concatenate(moved))) if moved else vectors


def build_tree(vectors: np.ndarray, parameters: Parameters) -> Tree:
    """The hierarchy of papers by their vectors (unit rows); deterministic for the same rows in the same order.

    The usual number of topics is the one in the parameters' range that separates the papers best (silhouette by
    centres); those topics are settled: each paper is in the nearest one. Finer levels divide them, coarser ones join
    them. No group of the hierarchy has a single paper where there are more.
    """
    n = len(vectors)
    labels = _usual_topics(vectors, parameters)
    leaf, inner = _divided(vectors, labels, max(parameters.topics_finest, int(labels.max(initial=0)) + 1))
    if not n:
        return Tree(leaf, np.zeros((0, 2), dtype=np.int32), 0, 0)
    groups, topics = int(leaf.max()) + 1, int(labels.max()) + 1
    root = np.arange(groups)  # the node that each group is in by now
    merges: list[tuple[int, int]] = []
    for left, right in inner:
        _merge(merges, root, groups, root[left], root[right])
    topic_root = [int(root[leaf[np.argmax(labels == topic)]]) for topic in range(topics)]
    upper = _upper_tree(centres_of(vectors, labels))
    nodes = topic_root
    for left, right in upper[:, :2].astype(int):
        nodes.append(_merge(merges, root, groups, nodes[left], nodes[right]))
    areas = _areas_wanted(upper, topics, parameters.areas_most) if topics > 3 else topics
    return Tree(leaf, np.array(merges, dtype=np.int32).reshape(-1, 2), topics, areas)


def _merge(merges: list[tuple[int, int]], root: np.ndarray, groups: int, left: int, right: int) -> int:
    made = groups + len(merges)
    merges.append((int(left), int(right)))
    root[(root == left) | (root == right)] = made
    return made


def _usual_topics(vectors: np.ndarray, parameters: Parameters) -> np.ndarray:
    """The settled topics, the largest 0."""
    n = len(vectors)
    if n == 0 or parameters.topics_most <= 1:
        return np.zeros(n, dtype=np.int64)
    leaves = np.arange(n) if n <= WHOLE_TREE_UP_TO else _small_groups(vectors)
    tree = _ward_tree(vectors, leaves)
    most = min(parameters.topics_most, int(leaves.max()) + 1)
    tried = COUNTS_TRIED if n <= WHOLE_TREE_UP_TO else COUNTS_TRIED_OF_MANY
    counts = np.unique(np.linspace(parameters.topics_least, most, tried).round().astype(int))
    settled = [_settle(vectors, _cut(tree, int(count))[leaves]) for count in counts]
    labels = max(settled, key=lambda candidate: round(_separation(vectors, candidate), 6))
    order = np.lexsort((np.arange(labels.max() + 1), -np.bincount(labels)))
    renumbered: np.ndarray = np.argsort(order)[labels]
    return renumbered


def _divided(vectors: np.ndarray, labels: np.ndarray, most: int) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """Topics divided into at most so many groups, where Ward's tree of each gapes widest.

    Gives each paper's group, int16, and pairs of groups in the order in which joining them makes the topics again.
    """
    leaf = labels.copy()
    count = int(labels.max(initial=-1)) + 1
    waiting: list[tuple[float, int, _Branch, _Branch]] = []
    for topic in range(count):
        rows = np.flatnonzero(labels == topic)
        branch = _Branch.of(vectors, rows)
        found = branch.split_in_two() if branch else None
        if found:
            heapq.heappush(waiting, (-found[0], topic, *found[1:]))
    made: list[tuple[int, int]] = []
    while waiting and count < most:
        _, group, *split_in_two = heapq.heappop(waiting)
        leaf[split_in_two[1].rows] = count
        made.append((group, count))
        for number, half in ((group, split_in_two[0]), (count, split_in_two[1])):
            found = half.split_in_two()
            if found:
                heapq.heappush(waiting, (-found[0], number, *found[1:]))
        count += 1
    return leaf.astype(np.int16), made[::-1]


@dataclass(frozen=True, slots=True)
class _Branch:
    """A node of a topic's own Ward tree, with the papers in it."""

    rows: np.ndarray
    tree: np.ndarray  # of the whole topic
    node: int
    members: dict[int, np.ndarray]  # node → rows, of the whole topic

    @classmethod
    def of(cls, vectors: np.ndarray, rows: np.ndarray) -> _Branch | None:
        """The whole topic; None where there is nothing to divide."""
        if len(rows) < 4:
            return None
        tree = _upper_tree(vectors[rows])
        members = {place: rows[place : place + 1] for place in range(len(rows))}
        for step, (left, right) in enumerate(tree[:, :2].astype(int)):
            members[len(rows) + step] = np.concatenate([members[left], members[right]])
        return cls(rows, tree, 2 * len(rows) - 2, members)

    def split_in_two(self) -> tuple[float, _Branch, _Branch] | None:
        """(gap, the larger half, the smaller), single papers staying with the larger half; None where it is whole."""
        node, first = self.node, len(self.tree) + 1
        while node >= first:
            left, right = self.tree[node - first, :2].astype(int)
            if len(self.members[left]) < len(self.members[right]):
                left, right = right, left
            if len(self.members[right]) > 1:
                smaller = np.sort(self.members[right])
                larger = np.setdiff1d(self.rows, smaller)
                gap = round(float(self.tree[node - first, 2]), 6)
                one = _Branch(larger, self.tree, left, self.members)
                return gap, one, _Branch(smaller, self.tree, right, self.members)
            node = left
        return None


def centres_of(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Mean direction of each label's rows, float32 (labels, d), unit rows. Labels 0 … m, each at least once."""
    return unit_rows(_sums_of(vectors, labels))


def _sums_of(vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    from scipy.sparse import csr_matrix

    n = len(labels)
    members = csr_matrix((np.ones(n, dtype=vectors.dtype), labels, np.arange(n + 1)), shape=(n, int(labels.max()) + 1))
    sums: np.ndarray = members.T @ vectors
    return sums


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

    alone = len(leaves) == int(leaves.max()) + 1
    centres = vectors if alone else centres_of(vectors, leaves)
    tree: np.ndarray = linkage(centres.astype(np.float64), method="ward")
    return tree


def _upper_tree(rows: np.ndarray) -> np.ndarray:
    """Ward's linkage of a few rows; no step for a single one."""
    from scipy.cluster.hierarchy import linkage

    return linkage(rows.astype(np.float64), method="ward") if len(rows) > 1 else np.zeros((0, 4))


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


def _areas_wanted(tree: np.ndarray, topics: int, most: int) -> int:
    """The number of areas, from half the topics (at least 3) to `most`, at the widest gap between merges."""
    least, most = max(3, min(most - 1, (topics + 1) // 2)), min(most, topics - 1)
    heights = tree[:, 2]
    gaps = {count: heights[topics - count] - heights[topics - count - 1] for count in range(least, most + 1)}
    return max(gaps, key=lambda count: round(float(gaps[count]), 6))
