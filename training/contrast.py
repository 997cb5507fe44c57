"""Learning vectors of words by telling which two halves come from the same paper (InfoNCE), in numpy and scipy.

A text is a sparse row of feature weights x; its vector is x·M, made one long, with M = table · exp(weight) row by
row. The gradient of that is short enough to write down, so no framework is needed. After van den Oord et al.,
"Representation learning with contrastive predictive coding" (arXiv 1807.03748); Adam after arXiv 1412.6980.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix


@dataclass
class Moments:
    """Adam's running means of one array's gradient and of its square."""

    mean: np.ndarray
    square: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray) -> Moments:
        """Moments of an array that has not moved yet."""
        return cls(np.zeros_like(values), np.zeros_like(values))

    def step(self, values: np.ndarray, gradient: np.ndarray, rate: float, number: int) -> None:
        """Move `values` in place by one Adam step; `number` counts from 1."""
        self.mean += 0.1 * (gradient - self.mean)
        self.square += 0.001 * (gradient * gradient - self.square)
        corrected = rate * np.sqrt(1 - 0.999**number) / (1 - 0.9**number)
        values -= corrected * self.mean / (np.sqrt(self.square) + 1e-8)


def loss_and_gradient(
    left: csr_matrix, right: csr_matrix, table: np.ndarray, weight: np.ndarray, temperature: float
) -> tuple[float, np.ndarray, np.ndarray]:
    """Symmetric InfoNCE of a batch whose rows belong together in pairs: (loss, d/d table, d/d weight)."""
    grown = table * np.exp(weight)[:, None]
    (a, a_length), (b, b_length) = (_unit(half @ grown) for half in (left, right))
    loss, pull = _cross_entropy(a @ b.T / temperature)
    pull /= temperature
    to_left = _through_unit(pull @ b, a, a_length)
    to_right = _through_unit(pull.T @ a, b, b_length)
    to_grown = np.asarray(left.T.tocsr() @ to_left + right.T.tocsr() @ to_right)
    to_weight = (to_grown * grown).sum(axis=1)
    to_grown *= np.exp(weight)[:, None]
    return loss, to_grown, to_weight


def _unit(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    length = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return rows / length, length


def _through_unit(gradient: np.ndarray, unit: np.ndarray, length: np.ndarray) -> np.ndarray:
    turned: np.ndarray = (gradient - unit * (gradient * unit).sum(axis=1, keepdims=True)) / length
    return turned


def _cross_entropy(scores: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean over rows and columns of −log softmax at the diagonal, and its gradient by the scores."""
    n = len(scores)
    diagonal = np.arange(n)
    by_row = np.exp(scores - scores.max(axis=1, keepdims=True))
    by_row /= by_row.sum(axis=1, keepdims=True)
    by_column = np.exp(scores - scores.max(axis=0, keepdims=True))
    by_column /= by_column.sum(axis=0, keepdims=True)
    right_ones = by_row[diagonal, diagonal] * by_column[diagonal, diagonal]
    loss = float(-np.log(np.maximum(right_ones, 1e-30)).mean() / 2)
    gradient = (by_row + by_column) / (2 * n)
    gradient[diagonal, diagonal] -= 1.0 / n
    return loss, gradient
