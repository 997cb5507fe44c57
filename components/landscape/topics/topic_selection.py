"""Topics at a chosen level, after a visitor's edits: cut from the hierarchy, edited, labelled, in interactive time.

The result is an Analysis of the same papers with the same map and neighbours and other topics. `clustering` builds the
hierarchy, `topic_editing` applies edits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from components.landscape.result import Analysis, Area, Topic
from components.landscape.topics.hierarchy import Hierarchy, Membership, counts_by_group, ranked, topic_membership
from components.landscape.topics.labels import TopicLabel, folded_words, is_nested, label_topics, phrases_without
from components.landscape.topics.topic_editing import EditOutcome, apply_edits
from components.landscape.topics.topic_edits import TopicEdit

SAME = 0.75  # overlap (Jaccard) from which a topic is named like a node of the hierarchy
BEST_OF_AREA = 20  # phrases that could name an area
WORTH_ANOTHER = 0.5  # an area does without a phrase of its topics' names where another scores this share of the best


@dataclass(frozen=True, slots=True, eq=False)
class TopicSelection:
    """An Analysis arranged, and what else is known about its topics."""

    analysis: Analysis
    membership: Membership | None  # None where the Analysis has no hierarchy
    outcomes: tuple[EditOutcome, ...]  # what became of each edit
    pinned: frozenset[str]  # slugs of topics that a person pinned


def topic_count_range(analysis: Analysis) -> tuple[int, int, int]:
    """(fewest, usual, most) topics that can be asked for; all the same where there is nothing to choose."""
    tree = analysis.hierarchy
    if tree is None or tree.groups < 4:
        return len(analysis.topics), len(analysis.topics), len(analysis.topics)
    return 2, tree.default_count, tree.groups


def select_topics(
    analysis: Analysis, titles: Sequence[str], count: int | None = None, edits: Sequence[TopicEdit] = ()
) -> TopicSelection:
    """Cut into `count` topics (None: as many as usual), apply edits in their order. `titles` go with paper_ids.

    The same input gives the same topics, names and slugs. Without a hierarchy everything stays as it is.
    """
    tree = analysis.hierarchy
    if tree is None or not analysis.paper_ids:
        return TopicSelection(analysis, None, (), frozenset())
    fewest, usual, most = topic_count_range(analysis)
    count = usual if count is None else min(max(count, fewest), most)
    if count == usual and not edits:
        return TopicSelection(analysis, topic_membership(tree, analysis.topic), (), frozenset())
    shape = apply_edits(tree, tree.cut_papers(count), analysis.paper_ids, edits)
    labels = ranked(shape.labels)
    of_label = dict(zip(shape.labels.tolist(), labels.tolist(), strict=True))
    given = {of_label[label]: name for label, name in shape.names.items() if label in of_label}
    found = topic_membership(tree, labels)
    topics, areas = describe_topics(tree, labels, found, analysis.paper_ids, titles, given, shape.excluded_words)
    tag = hashlib.sha256(repr((count, [edit.as_json() for edit in edits])).encode()).hexdigest()[:12]
    arranged = replace(
        analysis,
        key=f"{analysis.key}-{tag}",
        topic=labels,
        second_topic=found.second_topic,
        strength=found.strength,
        topics=topics,
        areas=areas,
    )
    pinned = frozenset(topics[of_label[label]].slug for label in shape.pinned if label in of_label)
    return TopicSelection(arranged, found, shape.log, pinned)


def topic_after(before: Analysis, after: Analysis, slug: str) -> str:
    """The topic in which most papers of one topic are after a change; "" for an unknown one."""
    number = next((number for number, topic in enumerate(before.topics) if topic.slug == slug), None)
    if number is None or before.paper_ids != after.paper_ids:
        return ""
    found = np.bincount(after.topic[before.topic == number], minlength=len(after.topics))
    return after.topics[int(found.argmax())].slug if found.any() else ""


def describe_topics(
    tree: Hierarchy,
    labels: np.ndarray,
    found: Membership,
    paper_ids: Sequence[str],
    titles: Sequence[str],
    given: Mapping[int, str] | None = None,
    excluded_words: Sequence[str] = (),
) -> tuple[tuple[Topic, ...], tuple[Area, ...]]:
    """The topics 0 … k − 1 of `labels` and their areas, named; `given` names are kept, `barred` words in no other."""
    given = given or {}
    count = int(labels.max()) + 1
    allowed = phrases_without(tree.phrase_keys, excluded_words)
    typical = _typical(labels, found.nearness, count)
    scores, coverage = _scores(tree, labels)
    names = label_topics(
        scores * allowed,
        coverage,
        tree.phrase_keys,
        tree.phrases,
        [titles[row] for row in typical],
        [given.get(number, "") for number in range(count)],
    )
    area_of = _areas(tree, labels, count)
    sizes = np.bincount(labels, minlength=count)
    sums = np.bincount(labels, weights=found.nearness, minlength=count)
    topics = tuple(
        Topic(
            slug=name.slug,
            name=name.name,
            phrases=name.phrases,
            size=int(sizes[number]),
            typical=paper_ids[typical[number]],
            area=int(area_of[number]),
            colour=int(area_of[number]),
            cohesion=round(float(sums[number] / sizes[number]), 4),
            coverage=round(name.coverage, 3),
        )
        for number, name in enumerate(names)
    )
    return topics, _named_areas(tree, labels, area_of, topics, titles, found, allowed)


def _typical(labels: np.ndarray, nearness: np.ndarray, count: int) -> list[int]:
    """The row nearest to each topic's centre, the first of equals."""
    order = np.lexsort((np.arange(len(labels)), -np.round(nearness, 5), labels))
    firsts: list[int] = order[np.searchsorted(labels[order], np.arange(count))].tolist()
    return firsts


def _scores(tree: Hierarchy, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How well each phrase names each topic, and the share of its papers that say it, float64 (topics, phrases).

    As the node of the hierarchy that the topic is, else as the nodes it is made of, each by its share.
    """
    inside = counts_by_group(tree, labels)
    overlap = inside @ tree.node_groups.T.astype(np.float32)
    sizes = inside.sum(axis=1)
    likeness = overlap / (sizes[:, None] + tree.sizes - overlap)
    scores = np.zeros((len(inside), len(tree.phrases)))
    coverage = np.zeros_like(scores)
    for topic in range(len(inside)):
        best = int(np.round(likeness[topic], 6).argmax())
        is_node = likeness[topic, best] >= SAME
        made_of = [(best, 1.0)] if is_node else _parts(tree, overlap[topic], float(sizes[topic]))
        for node, share in made_of:
            known = tree.node_phrases[node] >= 0
            phrases = tree.node_phrases[node][known]
            scores[topic, phrases] += share * tree.node_scores[node][known]
            coverage[topic, phrases] += share * tree.node_coverage[node][known]
    return scores, coverage


def _parts(tree: Hierarchy, overlap: np.ndarray, size: float) -> list[tuple[int, float]]:
    """The largest nodes that mostly lie in a topic, each with its share of it."""
    mostly = np.flatnonzero(overlap >= SAME * tree.sizes)
    covered = np.zeros(tree.groups, dtype=bool)
    found = []
    for node in mostly[np.lexsort((mostly, -tree.sizes[mostly]))]:
        if not (covered & tree.node_groups[node]).any():
            covered |= tree.node_groups[node]
            found.append((int(node), float(overlap[node]) / size))
    return found or [(int(overlap[: tree.groups].argmax()), 1.0)]


def _areas(tree: Hierarchy, labels: np.ndarray, count: int) -> np.ndarray:
    """The area of each topic, the largest area 0: the one in which most of its papers lie."""
    if count <= tree.area_count:
        return np.arange(count)
    area_of_group = tree.cut(tree.area_count)
    shares = counts_by_group(tree, labels) @ np.eye(tree.area_count, dtype=np.float32)[area_of_group]
    area = shares.argmax(axis=1)
    ranks: np.ndarray = ranked(area[labels])[_first_rows(labels, count)]
    return ranks


def _first_rows(labels: np.ndarray, count: int) -> np.ndarray:
    found, first = np.unique(labels, return_index=True)
    assert len(found) == count
    return first


def _named_areas(
    tree: Hierarchy,
    labels: np.ndarray,
    area_of: np.ndarray,
    topics: Sequence[Topic],
    titles: Sequence[str],
    found: Membership,
    allowed: np.ndarray,
) -> tuple[Area, ...]:
    """Areas under names of their own; one of a single topic is called like it."""
    areas = area_of[labels]
    count = int(area_of.max()) + 1
    scores, coverage = _scores(tree, areas)
    scores = scores * allowed
    inside = [[topic for topic in topics if topic.area == number] for number in range(count)]
    for number in range(count):
        _spare_children(scores[number], tree, inside[number])
    typical = _typical(areas, found.nearness, count)
    names = label_topics(scores, coverage, tree.phrase_keys, tree.phrases, [titles[row] for row in typical])
    sizes = np.bincount(areas, minlength=count)
    return tuple(_area(names[number], inside[number], int(sizes[number]), number) for number in range(count))


def _spare_children(scores: np.ndarray, tree: Hierarchy, topics: Sequence[Topic]) -> None:
    """Keep phrases out of an area's name that a topic in it is called by, where there are others as good."""
    if len(topics) < 2 or not scores.any():
        return
    named = [
        folded_words(phrase) for topic in topics for phrase in topic.phrases[:3] if phrase.lower() in topic.name.lower()
    ]
    scored = np.flatnonzero(scores)
    best = scored[np.argsort(-scores[scored], kind="stable")[:BEST_OF_AREA]]
    taken = [phrase for phrase in best if any(is_nested(tree.phrase_keys[phrase], each) for each in named)]
    left = np.setdiff1d(best, taken)
    if (scores[left] >= WORTH_ANOTHER * scores.max()).sum() >= 2:
        scores[taken] = 0


def _area(name: TopicLabel, topics: Sequence[Topic], size: int, number: int) -> Area:
    if len(topics) == 1:
        return Area(topics[0].slug, topics[0].name, topics[0].phrases, size, number)
    return Area(name.slug, name.name, name.phrases, size, number)
