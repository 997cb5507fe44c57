"""Extends an Analysis to a set with some papers more or fewer, without moving the papers it already has.

Known papers keep their position, topic and neighbours; a new paper is provisional: it is placed by its nearest papers
and joins the topic of the nearest leaf group. `pipeline` recomputes the layout from there (its `before`). numpy only,
in a second or two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from components.landscape.layout.initial_positions import place_new_papers
from components.landscape.layout.trustworthiness import neighbour_preservation
from components.landscape.parameters import FEWEST_FOR_A_MAP
from components.landscape.result import Analysis, Area, Topic
from components.landscape.topics.hierarchy import STEPS, Hierarchy, topic_membership

MOST = 20_000  # papers that are extended while a visitor waits
ENOUGH_SHARED = 0.5  # share of the set that the map must know already: else it is another map
ENOUGH_TO_START = 0.2  # share of it with which that other map begins where papers stood


@dataclass(frozen=True, slots=True, eq=False)
class IncrementalAnalysis:
    """An Analysis of the new set in its order, and which of its papers are provisional."""

    analysis: Analysis
    provisional_ids: tuple[str, ...] = ()  # paper ids placed without computing the map again
    is_final: bool = False  # the map was computed for these very papers: nothing is provisional


def relayout_key(key: str, before_key: str) -> str:
    """The name of the Analysis with this key when its map is drawn anew from the map of another one."""
    return hashlib.sha256(f"{key} from {before_key}".encode()).hexdigest()[:32]


def can_extend(before: Analysis, paper_ids: Sequence[str]) -> bool:
    """Whether the map of another set is also one of this set: it knows most of the papers, and no topic loses all."""
    if not before.has_map or len(paper_ids) > MOST or not before.topics:
        return False
    rows = _rows_before(before, paper_ids)
    known = rows[rows >= 0]
    if len(known) < max(FEWEST_FOR_A_MAP, ENOUGH_SHARED * len(paper_ids)):
        return False
    groups = before.hierarchy.leaf if before.hierarchy else before.topic
    return len(np.unique(groups[known])) == len(np.unique(groups))


def can_start_from(before: Analysis, paper_ids: Sequence[str]) -> bool:
    """Whether a new layout of another set may begin with the places of this one: a fifth of the set is known to it."""
    if not before.has_map or len(paper_ids) > MOST or not before.topics:
        return False
    known = int((_rows_before(before, paper_ids) >= 0).sum())
    return known >= max(FEWEST_FOR_A_MAP, ENOUGH_TO_START * len(paper_ids))


def extend_analysis(before: Analysis, paper_ids: Sequence[str], vectors: np.ndarray) -> IncrementalAnalysis:
    """Extend `before` to these papers; `vectors` (n, d) are theirs, unit rows. Ask `can_extend` first.

    Deterministic; the result's key names both sets.
    """
    rows = _rows_before(before, paper_ids)
    old, new = np.flatnonzero(rows >= 0), np.flatnonzero(rows < 0)
    kept = rows[old]
    xy = np.zeros((len(rows), 2), dtype=np.float32)
    xy[old] = before.xy[kept]
    xy[new] = place_new_papers(vectors[new], vectors[old], before.xy[kept]).xy
    neighbours, similarities = _neighbours(before, rows, vectors, new)
    tree = _grown(before.hierarchy, rows, vectors) if before.hierarchy else None
    topic = _topics(before, rows, vectors, tree)
    figures = neighbour_preservation(neighbours, xy)
    joined = replace(
        before,
        key=hashlib.sha256(repr((before.key, tuple(paper_ids))).encode()).hexdigest()[:32],
        paper_ids=tuple(paper_ids),
        xy=xy,
        topic=topic,
        second_topic=np.where(rows >= 0, before.second_topic[rows], topic).astype(np.int16),
        strength=np.where(rows >= 0, before.strength[rows], 0.0).astype(np.float32),
        neighbours=neighbours,
        similarities=similarities,
        preserved=figures.preserved,
        preserved_mean=figures.preserved_mean,
        preserved_by_chance=figures.preserved_by_chance,
        hierarchy=tree,
    )
    return IncrementalAnalysis(_counted(joined), tuple(paper_ids[int(row)] for row in new))


def _rows_before(before: Analysis, paper_ids: Sequence[str]) -> np.ndarray:
    """For each paper its row in the Analysis before, −1 for a new one."""
    row = {paper_id: number for number, paper_id in enumerate(before.paper_ids)}
    return np.array([row.get(paper_id, -1) for paper_id in paper_ids], dtype=np.int64)


def _neighbours(
    before: Analysis, rows: np.ndarray, vectors: np.ndarray, new: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Every paper's nearest: the lists of before without papers that left, with new ones where they are nearer.

    A list that lost papers is filled from the vectors, so that all have the same length.
    """
    n = len(rows)
    k = min(before.neighbours.shape[1], n - 1)
    number = np.full(len(before.paper_ids), -1, dtype=np.int64)
    number[rows[rows >= 0]] = np.flatnonzero(rows >= 0)
    lost = (number[before.neighbours] < 0).any(axis=1)
    again = np.union1d(new, np.flatnonzero((rows >= 0) & lost[rows]))
    found, likeness = np.zeros((n, k), dtype=np.int32), np.zeros((n, k), dtype=np.float32)
    stays = np.setdiff1d(np.arange(n), again)
    cosines = np.clip(vectors[stays] @ vectors[new].T, -1.0, 1.0)
    every = np.hstack([number[before.neighbours[rows[stays]]], np.broadcast_to(new, (len(stays), len(new)))])
    values = np.hstack([before.similarities[rows[stays]], cosines])
    _nearest_first(every, values, k, stays, found, likeness)
    for start in range(0, len(again), 512):
        some = again[start : start + 512]
        cosines = np.clip(vectors[some] @ vectors.T, -1.0, 1.0)
        cosines[np.arange(len(some)), some] = -2.0  # nobody is a neighbour of itself
        _nearest_first(np.broadcast_to(np.arange(n), cosines.shape), cosines, k, some, found, likeness)
    return found, likeness


def _nearest_first(
    candidates: np.ndarray, values: np.ndarray, k: int, rows: np.ndarray, found: np.ndarray, likeness: np.ndarray
) -> None:
    """Write each row's k nearest candidates into `found` and `likeness`, equal ones by their number."""
    rounded = np.round(values, 6)
    order = np.lexsort((candidates, -rounded), axis=1)[:, :k]
    found[rows] = np.take_along_axis(candidates, order, axis=1)
    likeness[rows] = np.take_along_axis(values, order, axis=1)


def _grown(tree: Hierarchy, rows: np.ndarray, vectors: np.ndarray) -> Hierarchy:
    """The hierarchy with the new papers in the small group whose mean is nearest."""
    old, new = rows >= 0, rows < 0
    leaf = np.zeros(len(rows), dtype=tree.leaf.dtype)
    near = np.zeros((len(rows), tree.groups), dtype=tree.group_similarities.dtype)
    leaf[old], near[old] = tree.leaf[rows[old]], tree.group_similarities[rows[old]]
    cosines = vectors[new] @ _means(vectors[old], leaf[old], tree.groups).T
    leaf[new] = cosines.argmax(axis=1) if new.any() else 0
    near[new] = np.clip(np.round(cosines * STEPS), -STEPS, STEPS)
    return replace(tree, leaf=leaf, group_similarities=near)


def _means(vectors: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """The mean vector of each group, float32 (count, d)."""
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, labels, vectors)
    return sums / np.maximum(np.bincount(labels, minlength=count), 1)[:, None].astype(np.float32)


def _topics(before: Analysis, rows: np.ndarray, vectors: np.ndarray, tree: Hierarchy | None) -> np.ndarray:
    """Every paper's topic: as before, or that of the small group a new paper fell into (of the nearest centre)."""
    topic = np.zeros(len(rows), dtype=np.int16)
    old, new = rows >= 0, rows < 0
    topic[old] = before.topic[rows[old]]
    if not new.any():
        return topic
    if tree is None or before.hierarchy is None:
        means = _means(vectors[old], topic[old], len(before.topics))
        topic[new] = (vectors[new] @ means.T).argmax(axis=1)
    else:
        mostly = np.zeros((tree.groups, len(before.topics)), dtype=np.int64)
        np.add.at(mostly, (before.hierarchy.leaf, before.topic), 1)
        topic[new] = mostly.argmax(axis=1)[tree.leaf[new]]
    return topic


def _counted(analysis: Analysis) -> Analysis:
    """Sizes, strengths and typical papers as they are now."""
    topic, strength, second = analysis.topic, analysis.strength, analysis.second_topic
    nearness = strength
    if analysis.hierarchy:
        found = topic_membership(analysis.hierarchy, topic)
        second, strength, nearness = found.second_topic, found.strength, found.nearness
    sizes = np.bincount(topic, minlength=len(analysis.topics))
    in_set = set(analysis.paper_ids)
    topics = tuple(
        replace(each, size=int(sizes[number]), typical=_typical(analysis, each, number, nearness, in_set))
        for number, each in enumerate(analysis.topics)
    )
    areas = tuple(_sized(area, topics, number) for number, area in enumerate(analysis.areas))
    return replace(analysis, second_topic=second, strength=strength, topics=topics, areas=areas)


def _typical(analysis: Analysis, topic: Topic, number: int, nearness: np.ndarray, in_set: set[str]) -> str:
    if topic.typical in in_set:
        return topic.typical
    rows = np.flatnonzero(analysis.topic == number)
    return analysis.paper_ids[rows[int(np.round(nearness[rows], 5).argmax())]] if len(rows) else ""


def _sized(area: Area, topics: Sequence[Topic], number: int) -> Area:
    return replace(area, size=sum(topic.size for topic in topics if topic.area == number))
