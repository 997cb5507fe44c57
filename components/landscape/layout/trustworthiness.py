"""How far a map can be trusted: how many of each paper's nearest papers are still nearest in two dimensions.

The measure is neighbourhood preservation, Q_NX(k) of Lee and Verleysen (2009, "Quality assessment of dimensionality
reduction: rank-based criteria"): the mean overlap of the k nearest neighbours before and after the projection. It is
stricter than the rank-based trustworthiness of Venna and Kaski (2001), which forgives near misses. It is always shown
beside its value for a random map, because in a small set that is high.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

COMPARED = 5  # nearest papers compared, k


@dataclass(frozen=True, slots=True)
class Trustworthiness:
    """The figures of one map."""

    preserved: np.ndarray  # float32 (n,): share of the paper's k nearest that are among its k nearest on the map
    preserved_mean: float  # mean of preserved; NaN without a map
    preserved_by_chance: float  # expected mean for a random map; NaN without a map


def neighbour_preservation(neighbours: np.ndarray, xy: np.ndarray, k: int = COMPARED) -> Trustworthiness:
    """Compare each paper's nearest papers by embedding with its nearest on the map.

    `neighbours` (n, at least k) are row numbers, nearest first; `xy` (n, 2) coordinates. Without a map (`xy` empty)
    `preserved` is empty and both figures are NaN.
    """
    if not len(xy):
        return Trustworthiness(np.zeros(0, dtype=np.float32), float("nan"), float("nan"))
    k = min(k, neighbours.shape[1])
    shown = nearest_on_map(xy, k)
    preserved = (neighbours[:, :k, None] == shown[:, None, :]).any(axis=2).mean(axis=1).astype(np.float32)
    return Trustworthiness(preserved, float(preserved.mean()), k / (len(xy) - 1))


def nearest_on_map(xy: np.ndarray, k: int) -> np.ndarray:
    """Row numbers of the k nearest points of each point on the map, int (n, k), the point itself left out."""
    from scipy.spatial import cKDTree

    _, found = cKDTree(xy).query(xy, k=k + 1)
    others = found != np.arange(len(xy))[:, None]
    others[others.all(axis=1), -1] = False  # an exact copy can push the point itself out of its own list
    rows: np.ndarray = found[others].reshape(len(xy), k)
    return rows
