"""Vectors learnt from the set itself: tf-idf over words and pairs, then its strongest directions (LSA).

Follows the recipe "SVD, L2" of González-Márquez & Kobak (arXiv 2404.08403): sublinear tf-idf, SVD, unit rows.
It needs no file, but a small set teaches it little; `vectors` decides when it is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from components.landscape.embeddings.terms import terms

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

EXACT_UP_TO = 2_000  # papers; beyond, a randomised SVD with a fixed start is as good and much faster
DIMENSIONS = 100


def lsa_vectors(texts: Sequence[str], dimensions: int = DIMENSIONS) -> np.ndarray:
    """LSA of these texts: float32 (n, d), d ≤ `dimensions`, unit rows.

    A text without a single countable word gets a zero row: it is like nothing. The same texts in the same order
    give the same vectors; identical texts give identical rows.
    """
    weights = _tf_idf(texts)
    if weights is None:
        return np.zeros((len(texts), 1), dtype=np.float32)
    wanted = max(1, min(dimensions, len(texts) // 2, *weights.shape))
    rows = _exact(weights, wanted) if len(texts) <= EXACT_UP_TO else _randomised(weights, wanted)
    return unit_rows(rows)


def unit_rows(rows: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1, float32, zero rows left zero.

    Rounded at the sixth decimal, so that machines whose arithmetic differs in the last bits agree on what follows.
    """
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9)
    rounded: np.ndarray = np.round(scaled, 6).astype(np.float32)
    return rounded


def _tf_idf(texts: Sequence[str]) -> csr_matrix | None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    many = len(texts) >= 30
    vectorizer = TfidfVectorizer(
        analyzer=terms, sublinear_tf=True, min_df=2 if many else 1, max_df=0.5 if many else 1.0, dtype=np.float64
    )
    try:
        return vectorizer.fit_transform(texts)
    except ValueError:  # scikit-learn's word for "no term is left": empty texts, or texts that share nothing
        return None


def _exact(weights: csr_matrix, wanted: int) -> np.ndarray:
    """The strongest directions from the n × n matrix of products; signs do not matter to cosines."""
    values, directions = np.linalg.eigh((weights @ weights.T).toarray())
    values, directions = values[::-1][:wanted], directions[:, ::-1][:, :wanted]
    coordinates: np.ndarray = directions * np.sqrt(np.clip(values, 0, None))
    return coordinates


def _randomised(weights: csr_matrix, wanted: int) -> np.ndarray:
    from sklearn.utils.extmath import randomized_svd

    left, values, _ = randomized_svd(weights, n_components=wanted, n_iter=4, random_state=0)
    coordinates: np.ndarray = left * values
    return coordinates
