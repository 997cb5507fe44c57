"""New papers enter a map without moving it, and a map drawn anew is laid over the old one.

A new paper stands at the mean of its nearest papers' positions, weighted by likeness: how UMAP itself starts a new
point. It is provisional until the map is drawn anew; then `registered` turns, mirrors, scales and shifts the new map
to the old one (least squares, Umeyama 1991, reflection allowed) and says how far papers moved. numpy only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from components.landscape.layout.spacing import gap_for

NEAREST = 5  # papers that say where a new one stands
STEEPNESS = 8.0  # weight = cosine to this power: keeps most true neighbours in leave-one-out trials with 2, 4 and 8
ROUNDS = 60
FARTHEST = 10.0  # gaps a new point may be pushed from where its neighbours put it
GOLDEN_ANGLE = 2.399963
BLOCK_ELEMENTS = 16_000_000


@dataclass(frozen=True, slots=True, eq=False)
class InitialPositions:
    """Where new papers stand on an existing map. Row i is the new paper i."""

    xy: np.ndarray  # float32 (m, 2) in the map's own units; (0, 2) without a map
    nearest: np.ndarray  # int32 (m, k) rows of the old papers, nearest first
    similarities: np.ndarray  # float32 (m, k) cosines
    known: np.ndarray  # bool (m,): False where a paper is like no other; it then stands below the map


@dataclass(frozen=True, slots=True, eq=False)
class Registration:
    """A new map laid over the old one."""

    xy: np.ndarray  # float32 (n, 2): all rows of the new map in the old map's units
    moves: np.ndarray  # float32 (s,): how far each shared paper moved, as a share of the old map's diagonal
    moved: float  # their median; NaN where no paper is shared
    mirrored: bool
    sentence: str


def placed(
    new_vectors: np.ndarray,
    vectors: np.ndarray,
    xy: np.ndarray,
    k: int = NEAREST,
    gap: float | None = None,
) -> InitialPositions:
    """Place new papers (m, d) on the map `xy` (n, 2) of the papers `vectors` (n, d); all rows unit or zero.

    Only new papers give way where two would lie closer than `gap` (map units, by number of papers if None).
    Deterministic. Without a map there are neighbours but no positions.
    """
    nearest, similarities = _nearest(new_vectors, vectors, k)
    known: np.ndarray = np.asarray((similarities > 0).any(axis=1), dtype=bool)
    if not len(xy):
        return InitialPositions(np.zeros((0, 2), dtype=np.float32), nearest, similarities, known)
    start = np.zeros((len(new_vectors), 2))
    start[known] = weighted_mean(xy.astype(np.float64), nearest[known], similarities[known])
    gap = gap_for(len(xy) + len(start)) if gap is None else gap
    start[~known] = _below(xy, int((~known).sum()), gap)
    return InitialPositions(
        _given_way(start, xy.astype(np.float64), gap).astype(np.float32), nearest, similarities, known
    )


def weights(similarities: np.ndarray) -> np.ndarray:
    """How much each neighbour says about a position: steep in the cosine, nothing for a cosine of 0 or less.

    Rows are scaled to sum 1, a row without any likeness stays zero. Float64, the shape given.
    """
    steep = np.clip(similarities.astype(np.float64), 0.0, 1.0) ** STEEPNESS
    total = steep.sum(axis=-1, keepdims=True)
    shares: np.ndarray = np.divide(steep, total, out=np.zeros_like(steep), where=total > 0)
    return shares


def weighted_mean(xy: np.ndarray, nearest: np.ndarray, similarities: np.ndarray) -> np.ndarray:
    """Mean position of each row's neighbours by `weights`, float64 (m, 2)."""
    mean: np.ndarray = (xy[nearest] * weights(similarities)[..., None]).sum(axis=1)
    return mean


def registered(
    new_xy: np.ndarray, old_xy: np.ndarray, new_rows: np.ndarray | None = None, old_rows: np.ndarray | None = None
) -> Registration:
    """Lay a new map over the old one by the papers both have: new_rows[i] and old_rows[i] are the same paper.

    None means that all rows are shared in the same order. One shared paper only shifts the map; none leaves it.
    Raises ValueError where the two lists of rows differ in length.
    """
    mine = np.arange(len(new_xy)) if new_rows is None else np.asarray(new_rows, dtype=np.int64)
    theirs = np.arange(len(old_xy)) if old_rows is None else np.asarray(old_rows, dtype=np.int64)
    if len(mine) != len(theirs):
        raise ValueError(f"{len(mine)} rows of the new map cannot be {len(theirs)} rows of the old one")
    if not len(mine):
        return Registration(
            new_xy.astype(np.float32), np.zeros(0, np.float32), float("nan"), False, "The maps share no paper."
        )
    new, old = new_xy[mine].astype(np.float64), old_xy[theirs].astype(np.float64)
    turn, scale = _similarity(new - new.mean(axis=0), old - old.mean(axis=0))
    moved_xy = (new_xy.astype(np.float64) - new.mean(axis=0)) @ turn.T * scale + old.mean(axis=0)
    spans = old_xy.max(axis=0).astype(np.float64) - old_xy.min(axis=0)
    diagonal = max(float(np.hypot(spans[0], spans[1])), 1e-12)
    moves = np.linalg.norm(moved_xy[mine] - old, axis=1) / diagonal
    median = float(np.median(moves))
    return Registration(
        xy=moved_xy.astype(np.float32),
        moves=moves.astype(np.float32),
        moved=median,
        mirrored=bool(np.linalg.det(turn) < 0),
        sentence=f"Half of the {len(mine):,} papers moved by less than {_percent(median)} of the map."
        if len(mine) > 1
        else "Only one paper is shared, so the map was shifted, not turned.",
    )


def _percent(share: float) -> str:
    return f"{max(share, 0.001):.1%}".replace("%", " %") if share < 0.1 else f"{share:.0%}".replace("%", " %")


def _similarity(new: np.ndarray, old: np.ndarray) -> tuple[np.ndarray, float]:
    """(rotation or reflection (2, 2), scale) that brings centred `new` nearest to centred `old`; identity if flat."""
    spread = float((new**2).sum())
    if spread < 1e-18 or float((old**2).sum()) < 1e-18:
        return np.eye(2), 1.0
    left, values, right = np.linalg.svd(old.T @ new)
    return left @ right, float(values.sum()) / spread


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


def _given_way(start: np.ndarray, old: np.ndarray, gap: float) -> np.ndarray:
    """New points pushed off old ones and off each other until all keep the gap; old points never move.

    A crowded spot may keep slightly less than the gap after the last round.
    """
    moved = start.copy()
    turns = np.arange(len(moved)) * GOLDEN_ANGLE  # copies at one place leave it in different directions
    moved += gap * 1e-3 * np.column_stack([np.cos(turns), np.sin(turns)])
    touched = np.zeros(len(moved), dtype=bool)
    around = [old[(np.abs(old - point) < (FARTHEST + 1) * gap).all(axis=1)] for point in moved]
    for _ in range(ROUNDS):
        shift = np.zeros_like(moved)
        for row, point in enumerate(moved):
            shift[row] = _push(point, around[row], gap, 1.0) + _push(point, np.delete(moved, row, axis=0), gap, 0.5)
        crowded = (np.abs(shift) > gap * 1e-3).any(axis=1)
        if not crowded.any():
            break
        touched |= crowded
        moved[crowded] += shift[crowded] * 0.9
        moved = np.clip(moved, start - FARTHEST * gap, start + FARTHEST * gap)
    return np.where(touched[:, None], moved, start)


def _push(point: np.ndarray, others: np.ndarray, gap: float, share: float) -> np.ndarray:
    """How far one point is pushed by others closer than the gap, each by a share of what is missing."""
    between = point - others
    close = between[(np.abs(between) < gap).all(axis=1)]
    distance = np.linalg.norm(close, axis=1)
    inside = distance < gap * 0.999
    away = close[inside] / np.maximum(distance[inside], 1e-12)[:, None]
    push: np.ndarray = (away * ((gap - distance[inside]) * share)[:, None]).sum(axis=0)
    return push
