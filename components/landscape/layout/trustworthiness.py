"""What a map keeps of the truth: how many of a paper's nearest papers are still nearest on the picture.

Measured against exact neighbours in the vectors. Always shown beside chance, because in a small set chance is high.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ASKED = 5  # nearest papers looked at


@dataclass(frozen=True, slots=True)
class Honesty:
    """The figures of one map."""

    kept: np.ndarray  # float32 (n,): share of the paper's 5 nearest that are among its 5 nearest on the map
    keeps: float  # mean of kept; NaN without a map
    chance: float  # what a map at random would keep; NaN without a map


def honesty(neighbours: np.ndarray, xy: np.ndarray, asked: int = ASKED) -> Honesty:
    """Compare true neighbours (n, k ≥ asked) with those on the map (n, 2); no map, no figures (kept is empty)."""
    if not len(xy):
        return Honesty(np.zeros(0, dtype=np.float32), float("nan"), float("nan"))
    asked = min(asked, neighbours.shape[1])
    shown = nearest_on_map(xy, asked)
    kept = (neighbours[:, :asked, None] == shown[:, None, :]).any(axis=2).mean(axis=1).astype(np.float32)
    return Honesty(kept, float(kept.mean()), asked / (len(xy) - 1))


def nearest_on_map(xy: np.ndarray, k: int) -> np.ndarray:
    """Row numbers of the k nearest points of each point on the map, (n, k), the point itself left out."""
    from scipy.spatial import cKDTree

    _, found = cKDTree(xy).query(xy, k=k + 1)
    others = found != np.arange(len(xy))[:, None]
    others[others.all(axis=1), -1] = False  # an exact copy can push the point itself out of its own list
    nearest: np.ndarray = found[others].reshape(len(xy), k)
    return nearest
