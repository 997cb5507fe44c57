"""Initial positions: new papers enter an existing map without moving it. numpy only.

A new paper is placed at the mean of its nearest papers' positions, weighted by similarity, as UMAP's `transform`
initialises new points (McInnes, Healy and Melville, arXiv 1802.03426). The position is provisional until the layout is
computed again; until then papers that come later do not move it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from components.landscape.layout.spacing import minimum_gap

NEAREST = 5  # papers whose positions are averaged
STEEPNESS = 8.0  # weight = cosine to this power: keeps most true neighbours in leave-one-out trials with 2, 4 and 8
FARTHEST = 10.0  # gaps a new paper may stand from where its neighbours put it
GOLDEN_ANGLE = 2.399963
TRIED = (0, 1, 16, 64, 256, 576, 1_024, 1_600)  # places on the spiral around a crowded one, tried in these steps
BLOCK_ELEMENTS = 16_000_000


@dataclass(frozen=True, slots=True, eq=False)
class InitialPositions:
    """Positions of new papers on an existing map. Row i is the new paper i."""

    xy: np.ndarray  # float32 (m, 2) in the map's own units; (0, 2) without a map
    nearest: np.ndarray  # int32 (m, k) rows of the old papers, nearest first
    similarities: np.ndarray  # float32 (m, k) cosines
    known: np.ndarray  # bool (m,): False where a paper resembles no other; it is then placed below the map


def place_new_papers(
    new_vectors: np.ndarray,
    vectors: np.ndarray,
    xy: np.ndarray,
    k: int = NEAREST,
    gap: float | None = None,
) -> InitialPositions:
    """Place new papers (m, d) on the map `xy` (n, 2) of the papers `vectors` (n, d); all rows unit or zero.

    A new paper gives way where it would lie closer than `gap` (map units, by number of old papers if None) to an old
    one or to a new one before it: the places of the first papers stay what they are when more come after them.
    Deterministic. Without a map there are neighbours but no positions.
    """
    nearest, similarities = _nearest(new_vectors, vectors, k)
    known: np.ndarray = np.asarray((similarities > 0).any(axis=1), dtype=bool)
    if not len(xy):
        return InitialPositions(np.zeros((0, 2), dtype=np.float32), nearest, similarities, known)
    start = np.zeros((len(new_vectors), 2))
    start[known] = weighted_mean(xy.astype(np.float64), nearest[known], similarities[known])
    gap = minimum_gap(len(xy)) if gap is None else gap
    start[~known] = _below(xy, int((~known).sum()), gap)
    placed = _one_after_another(start, xy.astype(np.float64), gap)
    return InitialPositions(placed.astype(np.float32), nearest, similarities, known)


def weights(similarities: np.ndarray) -> np.ndarray:
    """Weights of neighbours: cosine to the power STEEPNESS, 0 for cosines of 0 or less; float64, the shape given.

    Rows sum to 1; a row without any positive cosine stays zero.
    """
    steep = np.clip(similarities.astype(np.float64), 0.0, 1.0) ** STEEPNESS
    total = steep.sum(axis=-1, keepdims=True)
    shares: np.ndarray = np.divide(steep, total, out=np.zeros_like(steep), where=total > 0)
    return shares


def weighted_mean(xy: np.ndarray, nearest: np.ndarray, similarities: np.ndarray) -> np.ndarray:
    """Mean position of each row's neighbours by `weights`, float64 (m, 2)."""
    mean: np.ndarray = (xy[nearest] * weights(similarities)[..., None]).sum(axis=1)
    return mean


def _nearest(new: np.ndarray, vectors: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows and cosines of the k nearest old papers of each new one; equal ones (to six decimals) by row number."""
    k = max(0, min(k, len(vectors)))
    rows, values = np.zeros((len(new), k), dtype=np.int32), np.zeros((len(new), k), dtype=np.float32)
    if not k:
        return rows, values
    block = max(1, BLOCK_ELEMENTS // len(vectors))
    for start in range(0, len(new), block):
        cosines = np.round(new[start : start + block] @ vectors.T, 6)
        edge = -np.partition(-cosines, k - 1, axis=1)[:, k - 1]
        for place, row in enumerate(cosines):
            candidates = np.flatnonzero(row >= edge[place])
            best = candidates[np.lexsort((candidates, -row[candidates]))[:k]]
            rows[start + place], values[start + place] = best, np.clip(row[best], -1.0, 1.0)
    return rows, values


def _below(xy: np.ndarray, count: int, gap: float) -> np.ndarray:
    """Places in a row under the map for papers that are like no other."""
    low, high = xy.min(axis=0).astype(np.float64), xy.max(axis=0).astype(np.float64)
    across = max(1, int((high[0] - low[0]) / max(2 * gap, 1e-9)))
    number = np.arange(count)
    return np.column_stack([low[0] + 2 * gap * (number % across), low[1] - 2 * gap * (1 + number // across)])


def _one_after_another(start: np.ndarray, old: np.ndarray, gap: float) -> np.ndarray:
    """Places (m, 2) of new papers near `start`, each with the gap to the old ones and to those before it."""
    taken = np.concatenate([old, start])
    for row in range(len(old), len(taken)):
        taken[row] = _free_place(taken[row], taken[:row], gap)
    return taken[len(old) :]


def _free_place(start: np.ndarray, taken: np.ndarray, gap: float) -> np.ndarray:
    """The first place on a spiral around `start` that keeps the gap to all taken ones; else the one with most room."""
    around = taken[(np.abs(taken - start) < (FARTHEST + 1) * gap).all(axis=1)]
    offsets = np.abs(around - start).max(axis=1)
    best, most_clearance = start, -1.0
    for first, end in itertools.pairwise(TRIED):
        places = start + gap * SPIRAL[first:end]
        near = around[offsets < (FARTHEST * np.sqrt(end / TRIED[-1]) + 1) * gap]
        apart = places[:, None] - near[None]
        clearance = np.einsum("ijk,ijk->ij", apart, apart).min(axis=1, initial=np.inf)
        free = np.flatnonzero(clearance >= (gap * 0.999) ** 2)
        if len(free):
            place: np.ndarray = places[free[0]]
            return place
        widest = int(clearance.argmax())
        if clearance[widest] > most_clearance:
            best, most_clearance = places[widest], float(clearance[widest])
    return best


def _spiral(count: int) -> np.ndarray:
    """Points (count, 2) that fill a disc of radius FARTHEST evenly from its middle outwards (Vogel 1979)."""
    number = np.arange(count)
    radius, angle = FARTHEST * np.sqrt(number / count), number * GOLDEN_ANGLE
    points: np.ndarray = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return points


SPIRAL = _spiral(TRIED[-1])
