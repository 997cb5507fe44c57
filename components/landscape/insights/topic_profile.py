"""What there is to say about one topic beside its name: papers that bridge to others, topics like it, its growth.

Read from an Analysis with the selected topics; nothing is computed anew.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from components.landscape.insights.growth import Growth, growth
from components.landscape.result import Analysis
from components.landscape.topics.hierarchy import Membership

LEAST_SHARE = 0.15  # of a paper's nearest ones that lie in another topic, for it to lead there


@dataclass(frozen=True, slots=True)
class Bridge:
    """A paper whose nearest papers lie in several topics."""

    row: int
    to: tuple[int, ...]  # other topics, the one with most of them first
    entropy: float  # of the topics of its nearest papers, in bits


def bridging_papers(analysis: Analysis, number: int, most: int = 3) -> list[Bridge]:
    """The papers of one topic whose nearest papers are spread most over other topics, at most `most`."""
    rows = np.flatnonzero(analysis.topic == number)
    if not analysis.neighbours.shape[1] or not len(rows):
        return []
    near = analysis.topic[analysis.neighbours[rows]]
    weight = np.clip(analysis.similarities[rows], 1e-6, None)
    share = np.zeros((len(rows), len(analysis.topics)))
    np.add.at(share, (np.arange(len(rows))[:, None], near), weight)
    share /= share.sum(axis=1, keepdims=True)
    entropy = -(share * np.log2(np.maximum(share, 1e-12))).sum(axis=1)
    found = []
    for place in np.lexsort((rows, -np.round(entropy, 6)))[:most]:
        order = np.lexsort((np.arange(share.shape[1]), -share[place]))
        to = tuple(int(topic) for topic in order if topic != number and share[place, topic] >= LEAST_SHARE)
        if to:
            found.append(Bridge(int(rows[place]), to[:2], round(float(entropy[place]), 3)))
    return found


def typical_papers(analysis: Analysis, membership: Membership, number: int, most: int = 4) -> list[int]:
    """Rows of the papers nearest to a topic's centre, at most `most`."""
    rows = np.flatnonzero(analysis.topic == number)
    best: list[int] = rows[np.lexsort((rows, -np.round(membership.nearness[rows], 5)))[:most]].tolist()
    return best


def similar_topics(membership: Membership, number: int, most: int = 3) -> list[tuple[int, float]]:
    """(topic, cosine of the centres) of the topics most like one."""
    others = [topic for topic in range(len(membership.topic_similarities)) if topic != number]
    others.sort(key=lambda topic: (-round(float(membership.topic_similarities[number, topic]), 5), topic))
    return [(topic, float(membership.topic_similarities[number, topic])) for topic in others[:most]]


def rising_topics(analysis: Analysis, older: Collection[str], newer: Collection[str]) -> Growth:
    """Which topics and areas have more of the `newer` papers than their share of the `older` ones, beyond chance.

    Papers in neither take no part; those in both count as older.
    """
    before = set(older)
    fresh = set(newer) - before
    rows = np.array([row for row, each in enumerate(analysis.paper_ids) if each in before or each in fresh], dtype=int)
    part = replace(
        analysis, paper_ids=tuple(analysis.paper_ids[row] for row in rows), topic=analysis.topic[rows], hierarchy=None
    )
    return growth(part, fresh)
