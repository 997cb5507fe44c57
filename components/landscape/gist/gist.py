"""The gist of a paper: the one sentence of its own abstract that says best what the paper does or finds.

A linear model on a sentence's words, pairs and triples of words, its place, its length, cues such as "we propose" and
its likeness to the title and the whole abstract. `training/gist` makes the file, from summaries that people wrote.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from components.landscape.embeddings.builtin import UnreadableModelError
from components.landscape.gist.features import measures, ngrams
from components.landscape.gist.reading import Batch, Vocabulary
from components.landscape.gist.sentences import sentences
from components.paths import DATA

FILE = DATA / "models" / "gist.npz"
ENGLISH = 0.5  # share of the words that are known; an abstract below it is taken for another language
_TOGETHER = 2_000  # papers


@dataclass(frozen=True)
class GistModel:
    """The trained model in memory. A sentence's score counts among its paper's sentences only."""

    vocabulary: Vocabulary
    pairs: np.ndarray  # int64, sorted keys (see `features.ngrams`)
    triples: np.ndarray
    words: np.ndarray  # float32: weight of each word, pair and triple
    measures: np.ndarray  # float32: weight of each of `features.measures`
    idf: np.ndarray  # float32: weight of each known stem
    rarest: float  # that of a new one
    card: dict[str, Any]

    def scores(self, batch: Batch) -> np.ndarray:
        """How well each sentence says what its paper does, float (s,)."""
        sentence, feature = ngrams(batch, len(self.vocabulary.words), self.pairs, self.triples)
        count = len(batch.paper)
        hits = np.bincount(sentence, minlength=count)
        by_words = np.bincount(sentence, weights=self.words[feature], minlength=count) / np.sqrt(np.maximum(hits, 1))
        total: np.ndarray = by_words + measures(batch, self.idf, self.rarest) @ self.measures
        return total

    def choose(self, titles: Sequence[str], papers: Sequence[Sequence[str]]) -> list[int]:
        """Which sentence of each paper, each with at least one; the first where the text is not English."""
        if not papers:
            return []
        batch = self.vocabulary.read(titles, papers)
        known = (batch.tokens < len(self.vocabulary.words)).astype(float)
        of_paper = batch.paper[batch.sentence]
        size = np.bincount(of_paper)
        ends = 2 * batch.counts  # BEGIN and END are known in any language
        english = np.bincount(of_paper, weights=known) - ends >= ENGLISH * (size - ends)
        scores = self.scores(batch)
        starts = np.cumsum(batch.counts) - batch.counts
        return [
            int(np.argmax(scores[start : start + count])) if here else 0
            for start, count, here in zip(starts, batch.counts, english, strict=True)
        ]


def gists(titles: Sequence[str], abstracts: Sequence[str]) -> list[str]:
    """The gist of each paper as it stands in its abstract, on one line; "" where there is no abstract.

    The only sentence of an abstract, and the first of one that is not English. Raises UnreadableModelError.
    """
    found: list[str] = []
    for start in range(0, len(abstracts), _TOGETHER):
        parted = [sentences(text) for text in abstracts[start : start + _TOGETHER]]
        several = [row for row, own in enumerate(parted) if len(own) > 1]
        chosen = dict.fromkeys(range(len(parted)), 0)
        if several:
            best = model().choose([titles[start + row] for row in several], [parted[row] for row in several])
            chosen |= zip(several, best, strict=True)
        found += [" ".join(own[chosen[row]].split()) if own else "" for row, own in enumerate(parted)]
    return found


@lru_cache(maxsize=1)
def model(path: Path = FILE) -> GistModel:
    """Read the shipped model, once a process. Raises UnreadableModelError."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return GistModel(
                vocabulary=Vocabulary(stored["vocabulary"].tobytes().decode().split("\n")),
                pairs=stored["pairs"],
                triples=stored["triples"],
                words=stored["words"].astype(np.float32) * stored["words_scale"],
                measures=stored["measures"],
                idf=stored["idf"].astype(np.float32),
                rarest=float(stored["rarest"]),
                card=json.loads(stored["card"].tobytes()),
            )
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise UnreadableModelError(
            f"The model of gists ({path.name}) cannot be read ({type(error).__name__}). Get the file from the "
            "repository again."
        ) from error
