"""Texts as features: which words and pairs are learnt, and every paper's parts as numbers of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from components.landscape.embeddings.terms import terms
from components.landscape.embeddings.vocabulary import Vocabulary
from training.corpus import Abstract
from training.recipe import Recipe


@dataclass(frozen=True)
class Chosen:
    """The features that are learnt: the words, then the pairs, each from the commonest on."""

    vocabulary: Vocabulary
    saying: np.ndarray  # int64 (features,): papers that say the feature
    in_titles: np.ndarray  # float64 (features,): share of those that say it in the title

    def rarity(self, papers: int) -> np.ndarray:
        """Inverse document frequency, float64 (features,): what a feature weighs before it is learnt."""
        rarity: np.ndarray = np.log((1 + papers) / (1 + self.saying)) + 1
        return rarity


@dataclass(frozen=True)
class Tokens:
    """The features of all parts of all papers, with repeats, one after the other."""

    feature: np.ndarray  # int32 (tokens,)
    part: np.ndarray  # int16 (tokens,): number of the part in its paper, 0 for the title
    start: np.ndarray  # int64 (papers + 1,): a paper's first token, and the end
    parts: np.ndarray  # int64 (papers,): how many parts a paper has


def choose_features(papers: Sequence[Abstract], recipe: Recipe) -> Chosen:
    """The words that enough papers say, and the commonest pairs of those."""
    saying: Counter[str] = Counter()
    titled: Counter[str] = Counter()
    for paper in papers:
        title, *sentences = ({*terms(part)} for part in paper.parts())
        titled.update(title)
        saying.update(title.union(*sentences))
    ranked = sorted(saying, key=lambda term: (-saying[term], term))
    words = [term for term in ranked if " " not in term and saying[term] >= recipe.least][: recipe.learnt_words]
    number = {word: index for index, word in enumerate(words)}
    pairs = [term for term in ranked if " " in term and set(term.split()) <= number.keys()][: recipe.learnt_pairs]
    numbered = np.array([[number[word] for word in pair.split()] for pair in pairs], dtype=np.int32).reshape(-1, 2)
    counts = np.array([saying[term] for term in (*words, *pairs)], dtype=np.int64)
    in_titles = np.array([titled[term] for term in (*words, *pairs)]) / np.maximum(counts, 1)
    return Chosen(Vocabulary(tuple(words), numbered), counts, in_titles)


def tokens_of(papers: Iterable[Sequence[str]], vocabulary: Vocabulary) -> Tokens:
    """Papers, each given as its parts (title first), as numbers of features."""
    listed = [list(parts) for parts in papers]
    parts = np.array([len(each) for each in listed], dtype=np.int64)
    ends = np.cumsum(parts)
    counts = vocabulary.count([text for each in listed for text in each])
    text = np.repeat(counts.text, counts.times)
    paper = np.searchsorted(ends, text, side="right")
    return Tokens(
        feature=np.repeat(counts.feature, counts.times).astype(np.int32),
        part=(text - (ends - parts)[paper]).astype(np.int16),
        start=np.searchsorted(paper, np.arange(len(listed) + 1)).astype(np.int64),
        parts=parts,
    )


def whole_texts(tokens: Tokens, features: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(paper, feature, 1 + log of its count) of every paper's whole text: parallel arrays in that order."""
    paper = np.repeat(np.arange(len(tokens.parts)), np.diff(tokens.start))
    cells, times = np.unique(paper.astype(np.int64) * features + tokens.feature, return_counts=True)
    return cells // features, cells % features, (1 + np.log(times)).astype(np.float32)
