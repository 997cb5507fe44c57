"""What plain words find, to measure the vectors beside: tf-idf, and BM25 of stems with pieces of words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix, diags

from components.landscape.embeddings.lsa import lsa_vectors

_WORD = re.compile(r"[^\W_]+")
SATURATION, LENGTH = 1.2, 0.75  # BM25's k1 and b, as they are usual


def tf_idf(queries: Sequence[str], documents: Sequence[str]) -> np.ndarray:
    """Cosines of sublinear tf-idf over the documents' words, English function words left out."""
    return _cosines(queries, documents, stop_words="english")


def pieces(queries: Sequence[str], documents: Sequence[str]) -> np.ndarray:
    """Cosines of tf-idf over pieces of words, 3 to 5 letters long: endings and typing errors do little harm."""
    return _cosines(queries, documents, analyzer="char_wb", ngram_range=(3, 5), min_df=2)


def stems(queries: Sequence[str], documents: Sequence[str]) -> np.ndarray:
    """BM25 over Snowball's English stems, English function words left out."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(analyzer=_stemmed())
    counts = csr_matrix(counter.fit_transform(documents), dtype=np.float64)
    number = len(documents)
    saying = np.asarray((counts > 0).sum(axis=0)).ravel()
    rarity = np.log(1 + (number - saying + 0.5) / (saying + 0.5))
    length = np.asarray(counts.sum(axis=1)).ravel()
    damped = SATURATION * (1 - LENGTH + LENGTH * length / length.mean())
    counts.data *= (SATURATION + 1) / (counts.data + np.repeat(damped, np.diff(counts.indptr)))
    asked = csr_matrix(counter.transform(queries) > 0, dtype=np.float64)
    scores: np.ndarray = (asked @ diags(rarity) @ counts.T).toarray()
    return scores


def latent(queries: Sequence[str], documents: Sequence[str]) -> np.ndarray:
    """LSA of the documents: words alone, learnt from this set. It compares a set with itself only."""
    if list(queries) != list(documents):
        raise ValueError("LSA compares the papers of one set; it has no vectors for other texts")
    rows = lsa_vectors(documents)
    cosines: np.ndarray = rows @ rows.T
    return cosines


def _cosines(queries: Sequence[str], documents: Sequence[str], **how: object) -> np.ndarray:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, **how)
    rows = vectorizer.fit_transform(documents)
    cosines: np.ndarray = (vectorizer.transform(queries) @ rows.T).toarray()
    return cosines


def _stemmed() -> Callable[[str], list[str]]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
    from Stemmer import Stemmer

    stem = lru_cache(maxsize=None)(Stemmer("english").stemWord)
    return lambda text: [stem(word) for word in _WORD.findall(text.lower()) if word not in ENGLISH_STOP_WORDS]
