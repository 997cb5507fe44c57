"""Exact nearest neighbours by a blocked matrix product: no approximate index, numpy only.

At 64,000 papers × 256 numbers this is some seconds; an approximate index would pay from about 100,000.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

BLOCK_ELEMENTS = 16_000_000  # similarities held at a time: 64 MB of float32


def nearest_neighbours(vectors: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The k nearest other rows of each row by cosine: (int32 (n, k) row numbers, float32 (n, k) similarities).

    `vectors` are unit rows. Best first; equally similar rows (to six decimals) by row number. k is cut to n − 1.
    A row is never its own neighbour, its exact copies are.
    """
    return joined([nearest_of(vectors, rows, k) for rows in row_blocks(len(vectors), BLOCK_ELEMENTS)])


def row_blocks(n: int, elements: int) -> list[slice]:
    """All rows in blocks whose similarities to all rows are about so many; one empty block for no rows."""
    block = max(1, elements // max(n, 1))
    return [slice(start, min(start + block, n)) for start in range(0, max(n, 1), block)]


def nearest_of(vectors: np.ndarray, rows: slice, k: int) -> tuple[np.ndarray, np.ndarray]:
    """What `nearest_neighbours` gives for some rows, the same whatever is asked of others."""
    k = max(0, min(k, len(vectors) - 1))
    asked = vectors[rows]
    if k == 0:
        return np.zeros((len(asked), 0), dtype=np.int32), np.zeros((len(asked), 0), dtype=np.float32)
    products = asked @ vectors.T
    here = np.arange(len(products))
    products[here, rows.start + here] = -np.inf
    return _best(products, k)


def joined(blocks: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """The blocks of `nearest_of` one below the other."""
    rows, similarities = zip(*blocks, strict=True)
    return np.concatenate(rows), np.concatenate(similarities)


def _best(products: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The k largest of each row in a settled order, with a few spares so that ties at the edge are seen."""
    spare = min(products.shape[1], k + 8)
    candidates = np.argpartition(-products, spare - 1, axis=1)[:, :spare]
    values = np.round(np.take_along_axis(products, candidates, axis=1), 6)
    order = np.lexsort((candidates, -values), axis=1)[:, :k]
    best = np.take_along_axis(values, order, axis=1)
    return np.take_along_axis(candidates, order, axis=1).astype(np.int32), np.clip(best, -1.0, 1.0)
