"""Aligns a recomputed map with the map before it, so that papers stay near where they were. numpy only.

The new coordinates are rotated or mirrored, scaled and shifted by the least-squares similarity transform (Procrustes
analysis; Umeyama 1991, "Least-squares estimation of transformation parameters between two point patterns", with
reflection allowed).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """A new map in the coordinates of the old one."""

    xy: np.ndarray  # float32 (n, 2): all rows of the new map in the old map's units
    moves: np.ndarray  # float32 (s,): how far each shared paper moved, as a share of the old map's diagonal
    moved: float  # their median; NaN where no paper is shared
    mirrored: bool
    sentence: str


def align_maps(
    new_xy: np.ndarray, old_xy: np.ndarray, new_rows: np.ndarray | None = None, old_rows: np.ndarray | None = None
) -> Alignment:
    """Align a new map with the old one by the papers both have: new_rows[i] and old_rows[i] are the same paper.

    None means that all rows are shared in the same order. One shared paper only shifts the map; none leaves it.
    Raises ValueError where the two lists of rows differ in length.
    """
    mine = np.arange(len(new_xy)) if new_rows is None else np.asarray(new_rows, dtype=np.int64)
    theirs = np.arange(len(old_xy)) if old_rows is None else np.asarray(old_rows, dtype=np.int64)
    if len(mine) != len(theirs):
        raise ValueError(f"{len(mine)} rows of the new map cannot be {len(theirs)} rows of the old one")
    if not len(mine):
        return Alignment(
            new_xy.astype(np.float32), np.zeros(0, np.float32), float("nan"), False, "The maps share no paper."
        )
    new, old = new_xy[mine].astype(np.float64), old_xy[theirs].astype(np.float64)
    turn, scale = _similarity_transform(new - new.mean(axis=0), old - old.mean(axis=0))
    moved_xy = (new_xy.astype(np.float64) - new.mean(axis=0)) @ turn.T * scale + old.mean(axis=0)
    spans = old_xy.max(axis=0).astype(np.float64) - old_xy.min(axis=0)
    diagonal = max(float(np.hypot(spans[0], spans[1])), 1e-12)
    moves = np.linalg.norm(moved_xy[mine] - old, axis=1) / diagonal
    median = float(np.median(moves))
    return Alignment(
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


def _similarity_transform(new: np.ndarray, old: np.ndarray) -> tuple[np.ndarray, float]:
    """(rotation or reflection (2, 2), scale) that brings centred `new` nearest to centred `old`; identity if flat."""
    spread = float((new**2).sum())
    if spread < 1e-18 or float((old**2).sum()) < 1e-18:
        return np.eye(2), 1.0
    left, values, right = np.linalg.svd(old.T @ new)
    return left @ right, float(values.sum()) / spread
