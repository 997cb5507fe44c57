"""The last step of a layout: every paper moves nearer to its true neighbours, the map's large shape stays.

UMAP draws clear regions but keeps few neighbours; t-SNE keeps twice as many but needs long to find the regions. So
the map starts as UMAP's and then descends t-SNE's objective with equal weights on each paper's nearest papers
(van der Maaten & Hinton 2008; that equal weights suffice: Böhm, Berens & Kobak, arXiv 2007.08902). Repulsion is
summed exactly up to 2,000 papers, beyond by interpolation on a grid and FFT (Linderman et al., arXiv 1712.09005).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

EXACT_UP_TO = 2_000  # papers
NODES = 3  # interpolation nodes a cell of the grid has in each direction
CELLS_LEAST, CELLS_MOST = 40, 250
MOMENTUM = 0.8
LONGEST_STEP = 4.0  # map units of this objective, where neighbours lie about 1 apart


def refined(start: np.ndarray, neighbours: np.ndarray, rounds: int) -> np.ndarray:
    """Coordinates after `rounds` steps from `start` (n, 2), float64; `neighbours` (n, k) row numbers.

    Deterministic. The result has its own scale (neighbours about one unit apart).
    """
    n = len(start)
    together = _affinities(neighbours)
    placed = start.astype(np.float64) - start.mean(axis=0)
    placed *= _natural_width(n) / max(float(placed.std(axis=0).max()), 1e-9)
    velocity, gains = np.zeros_like(placed), np.ones_like(placed)
    for _ in range(rounds):
        gradient = _attraction(together, placed) - (_exact if n <= EXACT_UP_TO else _by_grid)(placed)
        same = np.sign(gradient) == np.sign(velocity)
        gains = np.clip(np.where(same, gains * 0.8, gains + 0.2), 0.01, None)
        velocity = MOMENTUM * velocity - _rate(n) * gains * gradient
        length = np.linalg.norm(velocity, axis=1, keepdims=True)
        velocity *= np.minimum(1.0, LONGEST_STEP / np.maximum(length, 1e-12))
        placed += velocity
    centred: np.ndarray = placed - placed.mean(axis=0)
    return centred


def _natural_width(n: int) -> float:
    """Standard deviation at which the descent starts: that of t-SNE's own maps of so many points, about √n / 5."""
    return max(1.0, float(n**0.5) / 5)


def _rate(n: int) -> float:
    return max(n / 4.0, 20.0)


def _affinities(neighbours: np.ndarray) -> csr_matrix:
    """Symmetric weights that sum to 1, equal for each of a paper's neighbours."""
    from scipy.sparse import csr_matrix

    n, k = neighbours.shape
    rows = np.repeat(np.arange(n), k)
    one_way = csr_matrix((np.ones(n * k), (rows, neighbours.ravel())), (n, n))
    both = one_way + one_way.T
    return (both / both.sum()).tocsr()


def _attraction(together: csr_matrix, placed: np.ndarray) -> np.ndarray:
    rows = np.repeat(np.arange(len(placed)), np.diff(together.indptr))
    between = placed[rows] - placed[together.indices]
    pull = together.data / (1.0 + (between * between).sum(axis=1))
    return np.column_stack([np.bincount(rows, pull * between[:, axis], len(placed)) for axis in (0, 1)])


def _exact(placed: np.ndarray) -> np.ndarray:
    squared = (placed * placed).sum(axis=1)
    kernel = 1.0 / (1.0 + np.maximum(squared[:, None] + squared[None] - 2.0 * placed @ placed.T, 0.0))
    np.fill_diagonal(kernel, 0.0)
    total = kernel.sum()
    kernel *= kernel
    away: np.ndarray = (placed * kernel.sum(axis=1, keepdims=True) - kernel @ placed) / total
    return away


def _by_grid(placed: np.ndarray) -> np.ndarray:
    """The same sums by spreading points to a regular grid, convolving there, and reading back."""
    from scipy.fft import irfft2, next_fast_len, rfft2

    low = placed.min(axis=0) - 1e-6
    span = float((placed.max(axis=0) - low).max()) + 2e-6
    cells = int(np.clip(np.ceil(span), CELLS_LEAST, CELLS_MOST))
    side, size = cells * NODES, next_fast_len(2 * cells * NODES, real=True)
    spread = _interpolation(placed, low, span / cells, cells)
    away = np.minimum(np.arange(size), size - np.arange(size)) * (span / side)
    kernel = (1.0 / (1.0 + away[:, None] ** 2 + away[None] ** 2)).astype(np.float32)
    middle = (low + span / 2).astype(np.float64)
    charges = np.column_stack([np.ones(len(placed)), placed - middle]).astype(np.float32)
    grid = np.zeros((3, size, size), dtype=np.float32)
    grid[:, :side, :side] = (spread.T @ charges).T.reshape(3, side, side)
    waves = rfft2(grid, workers=-1)
    kernel_waves = rfft2(np.stack([kernel, kernel * kernel]), workers=-1)
    felt = irfft2(np.concatenate([kernel_waves[:1] * waves[:1], kernel_waves[1:] * waves]), (size, size), workers=-1)[
        :, :side, :side
    ]
    read = spread @ felt.reshape(4, -1).T
    total = float(read[:, 0].sum(dtype=np.float64)) - len(placed)
    force: np.ndarray = ((placed - middle) * read[:, 1:2] - read[:, 2:4]).astype(np.float64) / max(total, 1e-9)
    return force


def _interpolation(placed: np.ndarray, low: np.ndarray, width: float, cells: int) -> csr_matrix:
    """How each point is spread over the nodes of its cell: Lagrange polynomials, (n, nodes) with 9 entries a row."""
    from scipy.sparse import csr_matrix

    scaled = (placed - low) / width
    cell = np.minimum(scaled.astype(np.int64), cells - 1)
    inside = scaled - cell
    nodes = (np.arange(NODES) + 0.5) / NODES
    parts = np.ones((len(placed), 2, NODES))
    for node in range(NODES):
        for other in range(NODES):
            if other != node:
                parts[:, :, node] *= (inside - nodes[other]) / (nodes[node] - nodes[other])
    weight = (parts[:, 0, :, None] * parts[:, 1, None, :]).reshape(len(placed), -1)
    first = cell[:, 0, None] * NODES + np.arange(NODES)
    second = cell[:, 1, None] * NODES + np.arange(NODES)
    column = (first[:, :, None] * (cells * NODES) + second[:, None, :]).reshape(len(placed), -1)
    ends = np.arange(len(placed) + 1) * NODES * NODES
    return csr_matrix((weight.ravel().astype(np.float32), column.ravel(), ends), (len(placed), (cells * NODES) ** 2))
