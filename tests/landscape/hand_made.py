"""An Analysis put together by hand, so that tests of what is read from one need no layout."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from components.landscape.embeddings.neighbours import nearest_neighbours
from components.landscape.parameters import FEWEST_FOR_A_MAP
from components.landscape.result import Analysis, Area, Topic


def unit_vectors(count: int, dimensions: int = 16, groups: int = 4, seed: int = 0) -> np.ndarray:
    """Unit rows in groups, row i in group i mod groups; the groups lie apart."""
    random = np.random.default_rng(seed)
    rows = np.eye(groups, dimensions)[np.arange(count) % groups] + random.normal(scale=0.2, size=(count, dimensions))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def analysis_of(
    vectors: np.ndarray, topic: Sequence[int] | None = None, areas: Sequence[int] | None = None, ids: str = "p{}"
) -> Analysis:
    """Topics as given (row i in topic i mod 4 if None), on the corners of a square; areas[t] is topic t's area."""
    n = len(vectors)
    topics = np.asarray(np.arange(n) % 4 if topic is None else topic, dtype=np.int16)
    count = int(topics.max()) + 1 if n else 0
    area_of = np.arange(count) if areas is None else np.asarray(areas)
    neighbours, similarities = nearest_neighbours(vectors, 15)
    corners = np.array([[-0.8, -0.8], [0.8, -0.8], [-0.8, 0.8], [0.8, 0.8]])
    xy = corners[topics % 4] + np.random.default_rng(1).uniform(-0.15, 0.15, size=(n, 2))
    sizes = np.bincount(topics, minlength=count)
    return Analysis(
        key="0" * 32,
        paper_ids=tuple(ids.format(row) for row in range(n)),
        xy=(xy if n >= FEWEST_FOR_A_MAP else np.zeros((0, 2))).astype(np.float32),
        topic=topics,
        second_topic=topics,
        strength=np.ones(n, dtype=np.float32),
        neighbours=neighbours,
        similarities=similarities,
        preserved=np.ones(n if n >= FEWEST_FOR_A_MAP else 0, dtype=np.float32),
        preserved_mean=1.0,
        preserved_by_chance=0.1,
        topics=tuple(
            Topic(f"topic-{number}", f"Topic {number}", (), int(sizes[number]), "", int(area_of[number]), 0)
            for number in range(count)
        ),
        areas=tuple(
            Area(f"area-{number}", f"Area {number}", (), int(sizes[area_of == number].sum()), 0)
            for number in range(int(area_of.max()) + 1 if count else 0)
        ),
        model="built-in-2",
        parameters={},
    )
