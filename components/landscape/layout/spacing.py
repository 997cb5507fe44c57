"""Points that lie on top of each other are pushed apart, so that every paper can be seen and clicked.

Moves are as small as that needs: a point with room around it stays where the layout put it.
"""

from __future__ import annotations

import numpy as np

FILLED = 0.25  # share of the map's square the points' discs may cover at most
WIDEST = 0.03  # map units (the map spans −1 to 1): no wider gap than a marker needs on a phone
ROUNDS = 60


def minimum_gap(papers: int) -> float:
    """The distance two points keep, in map units, by how many share the map."""
    return min(WIDEST, float(2.0 * (FILLED * 4.0 / (np.pi * max(papers, 1))) ** 0.5 * 0.5))


def push_apart(xy: np.ndarray, gap: float | None = None) -> np.ndarray:
    """Coordinates, float32 (n, 2), with pairs closer than `gap` (by size if None) pushed apart, deterministic.

    Each round moves both points of a close pair half of what is missing. Dense spots may keep slightly less than
    the gap after the last round; exact copies are first fanned out by the golden angle.
    """
    from scipy.spatial import cKDTree

    gap = minimum_gap(len(xy)) if gap is None else gap
    placed = xy.astype(np.float64)
    turns = np.arange(len(placed)) * 2.399963
    placed += gap * 1e-3 * np.column_stack([np.cos(turns), np.sin(turns)])
    for _ in range(ROUNDS):
        pairs = cKDTree(placed).query_pairs(gap * 0.999, output_type="ndarray")
        if not len(pairs):
            break
        left, right = pairs[:, 0], pairs[:, 1]
        between = placed[right] - placed[left]
        distance = np.maximum(np.linalg.norm(between, axis=1, keepdims=True), 1e-12)
        move = between / distance * (gap - distance) * 0.5
        shift = np.zeros_like(placed)
        np.add.at(shift, left, -move)
        np.add.at(shift, right, move)
        placed += shift * 0.7
    return placed.astype(np.float32)
