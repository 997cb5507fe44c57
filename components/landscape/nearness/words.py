"""The words of a set of papers, by their stems: how well a paper answers a query, how alike texts are.

BM25 (Robertson and Zaragoza 2009) and the cosine of tf-idf; stems by Snowball's
English stemmer. Words are weighed by the set itself: at some thousand papers that finds more than the counts of a
background corpus. numpy only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np
import Stemmer

from components.landscape.embeddings.stopwords import FUNCTION_WORDS
from components.landscape.nearness.spelling import Spelling

K1, B = 1.2, 0.75  # how soon a repeated word stops to count, and how much long papers are held back
COMMON = 0.1  # share of papers from which a word says nothing about how alike two papers are
FEWEST_COMMON = 50  # papers below which a word is never too common: small sets are about one thing
VARIANTS_FROM = 2  # papers: a word that more papers say is no typing error
_WORD = re.compile(r"[^\W_]+")
_SKIPPED = -1


class SetWords:
    """The stems of one set of papers and which papers say them; may be asked from any thread."""

    def __init__(self, texts: Sequence[str]) -> None:
        """`texts` as of `terms.paper_texts`, so that what stands in a title counts more."""
        self.papers = len(texts)
        numbers = _Numbers()
        lists = [list(map(numbers.__getitem__, _WORD.findall(text.lower()))) for text in texts]
        counts = [len(each) for each in lists]
        stems = np.fromiter(chain.from_iterable(lists), dtype=np.int64, count=sum(counts))
        paper = np.repeat(np.arange(self.papers), counts)
        kept = stems != _SKIPPED
        stems, paper = stems[kept], paper[kept]
        self._number = numbers.of_stem
        self._written = numbers.written
        size = len(self._number)
        cells, times = np.unique(stems * max(self.papers, 1) + paper, return_counts=True)
        stem, self._paper = cells // max(self.papers, 1), (cells % max(self.papers, 1)).astype(np.int32)
        self._starts = np.searchsorted(stem, np.arange(size + 1))
        self._document_frequency = np.diff(self._starts)
        self._idf = np.log1p((self.papers - self._document_frequency + 0.5) / (self._document_frequency + 0.5)).astype(
            np.float32
        )
        length = np.bincount(paper, minlength=self.papers) / max(len(paper) / max(self.papers, 1), 1e-9)
        bounded = times + K1 * (1 - B + B * length[self._paper])
        self._answer = (self._idf[stem] * times * (K1 + 1) / bounded).astype(np.float32)
        self._alike = (self._likeness(stem) * (1 + np.log(times))).astype(np.float32)
        norms = np.sqrt(np.bincount(self._paper, self._alike.astype(np.float64) ** 2, minlength=self.papers))
        self._alike /= np.maximum(norms, 1e-9)[self._paper].astype(np.float32)
        self._spelling = Spelling(list(self._number), self._document_frequency)

    @property
    def nbytes(self) -> int:
        """Bytes it keeps, about."""
        arrays = (self._paper, self._answer, self._alike, self._starts, self._document_frequency, self._idf)
        return sum(each.nbytes for each in arrays) + 130 * len(self._number)

    def rarity(self, word: str) -> float:
        """How much it says that two papers share a word: its idf, 0 for one that most papers or none say."""
        number = self._number.get(_stem(word.lower()), _SKIPPED)
        return (
            0.0
            if number == _SKIPPED or self._too_common(self._document_frequency[number])
            else float(self._idf[number])
        )

    def answers(self, query: str) -> np.ndarray:
        """How well each paper answers a query by its words, float32 (n,); 0 where it has none of them.

        A word that (nearly) no paper says also counts where its likely spellings stand, each paper by its best one.
        Two words in a row also count where they stand as one ("multi task", "multitask").
        """
        total = np.zeros(self.papers, dtype=np.float32)
        asked = [word for word in _WORD.findall(query.lower()) if word not in FUNCTION_WORDS]
        joined = (left + right for left, right in pairwise(asked))
        stems = [*map(_stem, asked), *(stem for stem in map(_stem, joined) if stem in self._number)]
        for stem in dict.fromkeys(stems):
            variants = self._variants(stem)
            if len(variants) == 1:
                ((number, share),) = variants.items()
                here = slice(self._starts[number], self._starts[number + 1])
                total[self._paper[here]] += share * self._answer[here]
            elif variants:
                best = np.zeros(self.papers, dtype=np.float32)
                for number, share in variants.items():
                    here = slice(self._starts[number], self._starts[number + 1])
                    rows = self._paper[here]
                    best[rows] = np.maximum(best[rows], share * self._answer[here])
                total += best
        return total

    def corrected(self, query: str) -> str:
        """The query with each word that no paper says replaced by its likeliest spelling that some do."""

        def known(match: re.Match[str]) -> str:
            stem = _stem(match.group().lower())
            if stem in self._number or match.group().lower() in FUNCTION_WORDS:
                return match.group()
            return next((self._written[number] for number in self._spelling.variants(stem)), match.group())

        return _WORD.sub(known, query)

    def likeness(self, text: str) -> np.ndarray:
        """The cosine of a text to each paper by tf-idf of the words that tell papers apart, float32 (n,), 0 to 1."""
        total = np.zeros(self.papers, dtype=np.float32)
        counts = Counter(
            number
            for word in _WORD.findall(text.lower())
            if word not in FUNCTION_WORDS and (number := self._number.get(_stem(word), _SKIPPED)) != _SKIPPED
        )
        numbers = np.fromiter(counts, dtype=np.int64, count=len(counts))
        times = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
        weights = self._likeness(numbers) * (1 + np.log(np.maximum(times, 1)))
        weights /= max(float(np.linalg.norm(weights)), 1e-9)
        for number, weight in zip(numbers, weights.astype(np.float32), strict=True):
            if weight:
                here = slice(self._starts[number], self._starts[number + 1])
                total[self._paper[here]] += weight * self._alike[here]
        return total

    def likeness_of(self, rows: Sequence[int]) -> np.ndarray:
        """What `likeness` gives for some papers of the set, float32 (rows, n), by one sparse product (scipy)."""
        from scipy.sparse import csc_matrix

        shape = (self.papers, len(self._document_frequency))
        weights = csc_matrix((self._alike, self._paper, self._starts), shape=shape).tocsr()
        products: np.ndarray = (weights[list(rows)] @ weights.T).toarray()
        return products

    def _likeness(self, stems: np.ndarray) -> np.ndarray:
        """What each of some stems weighs where texts are compared."""
        weights: np.ndarray = np.where(self._too_common(self._document_frequency[stems]), 0.0, self._idf[stems])
        return weights

    def _too_common(self, frequency: np.ndarray) -> np.ndarray:
        common: np.ndarray = frequency > max(FEWEST_COMMON, COMMON * self.papers)
        return common

    def _variants(self, stem: str) -> dict[int, float]:
        """Number of each stem that may be meant → how surely, 1 for the stem itself."""
        own = self._number.get(stem, _SKIPPED)
        known = {} if own == _SKIPPED else {own: 1.0}
        frequency = int(self._document_frequency[own]) if known else 0
        if frequency > VARIANTS_FROM:
            return known
        return self._spelling.variants(stem, at_least=10 * frequency) | known


def _stem(word: str) -> str:
    stem: str = _STEMMER.stemWord(word)
    return stem


class _Numbers(dict[str, int]):
    """Words as written → the number of their stem, each worked out once a set."""

    def __init__(self) -> None:
        super().__init__()
        self.of_stem: dict[str, int] = {}
        self.written: list[str] = []  # the shortest word of each stem

    def __missing__(self, word: str) -> int:
        number = _SKIPPED if word in FUNCTION_WORDS else self.of_stem.setdefault(_stem(word), len(self.of_stem))
        self[word] = number
        if number == len(self.written):
            self.written.append(word)
        elif number != _SKIPPED and len(word) < len(self.written[number]):
            self.written[number] = word
        return number


_STEMMER = Stemmer.Stemmer("english")
