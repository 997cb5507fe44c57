"""Exact nearest neighbours by a blocked matrix product: no approximate index, numpy only.

At 64,000 papers × 256 numbers this is some seconds; an approximate index would pay from about 100,000.
"""

from __future__ import annotations

import numpy as np

BLOCK_ELEMENTS = 16_000_000  # similarities held at a time: 64 MB of float32


def nearest_neighbours(vectors: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The k nearest other rows of each row by cosine: (int32 (n, k) row numbers, float32 (n, k) similarities).

    `vectors` are unit rows. Best first; equally similar rows (to six decimals) by row number. k is cut to n − 1.
    A row is never its own neighbour, its exact copies are.
    """
    n = len(vectors)
    k = max(0, min(k, n - 1))
    rows = np.zeros((n, k), dtype=np.int32)
    similarities = np.zeros((n, k), dtype=np.float32)
    if k == 0:
        return rows, similarities
    block = max(1, BLOCK_ELEMENTS // n)
    for start in range(0, n, block):
        products = vectors[start : start + block] @ vectors.T
        here = np.arange(len(products))
        products[here, start + here] = -np.inf
        rows[start : start + block], similarities[start : start + block] = _best(products, k)
    return rows, similarities


def _best(products: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The k largest of each row in a settled order, with a few spares so that ties at the edge are seen."""
    spare = min(products.shape[1], k + 8)
    candidates = np.argpartition(-products, spare - 1, axis=1)[:, :spare]
    values = np.round(np.take_along_axis(products, candidates, axis=1), 6)
    order = np.lexsort((candidates, -values), axis=1)[:, :k]
    best = np.take_along_axis(values, order, axis=1)
    return np.take_along_axis(candidates, order, axis=1).astype(np.int32), np.clip(best, -1.0, 1.0)
