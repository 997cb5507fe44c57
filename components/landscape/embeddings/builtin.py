"""The built-in embeddings: vectors of words and word pairs trained on arXiv abstracts, numpy only.

A text's embedding is the sum of its features' vectors, each times 1 + log of its count in the text (a feature's own
weight is in its vector), scaled to length 1. Then it moves a step towards the mean of the region centres of the
literature, weighted by softmax(cosine / temperature): a small set of papers cannot teach which words go together, the
background corpus can. `training/` makes the file.
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

from components.landscape.embeddings.lsa import unit_rows
from components.landscape.embeddings.vocabulary import Counts, Vocabulary
from components.paths import DATA

FILE = DATA / "models" / "vectors.npz"


class UnreadableModelError(ValueError):
    """The file of the built-in vectors is missing or damaged; it comes with the repository."""


@dataclass(frozen=True)
class BuiltIn:
    """The trained vectors in memory."""

    vocabulary: Vocabulary
    table: np.ndarray  # float32 (features, d)
    regions: np.ndarray  # float32 (r, d), unit rows
    temperature: float  # of the softmax over regions
    step: float  # length of the step towards the regions
    in_titles: np.ndarray  # float32 (features,): share of the papers with the feature that have it in the title
    card: dict[str, Any]

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of texts, float32 (n, d), unit rows; zero rows where no word is known. Same text, same vector."""
        sums = unit_rows(self._sums(self.vocabulary.count(texts), len(texts)))
        if not len(self.regions) or not len(texts):
            return sums
        drawn = np.vstack([self._towards(sums[start : start + 2_000]) for start in range(0, len(sums), 2_000)])
        return unit_rows(drawn)

    def _sums(self, counts: Counts, texts: int) -> np.ndarray:
        """Weighted sum of the features' rows of each text, float32 (n, d)."""
        sums = np.zeros((texts, self.table.shape[1]), dtype=np.float32)
        weight = (1.0 + np.log(counts.times)).astype(np.float32)
        present, first = np.unique(counts.text, return_index=True)
        ends = np.append(first[1:], len(counts.text))[: len(first)]
        for text, start, end in zip(present, first, ends, strict=True):
            np.dot(weight[start:end], self.table.take(counts.feature[start:end], axis=0), out=sums[text])
        return sums

    def _towards(self, rows: np.ndarray) -> np.ndarray:
        near = rows @ self.regions.T
        share = np.exp((near - near.max(axis=1, keepdims=True)) / self.temperature)
        target = share @ self.regions
        target /= np.maximum(np.linalg.norm(target, axis=1, keepdims=True), 1e-9)
        return np.where(rows.any(axis=1, keepdims=True), rows + self.step * target, 0.0)


@lru_cache(maxsize=1)
def built_in(path: Path = FILE) -> BuiltIn:
    """Read the shipped vectors, once a process. Raises UnreadableModelError."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            card = json.loads(stored["card"].tobytes())
            return BuiltIn(
                vocabulary=Vocabulary(tuple(stored["words"].tobytes().decode().split("\n")), stored["pairs"]),
                table=dequantised(stored["table"], stored["table_scale"]),
                regions=dequantised(stored["regions"], stored["regions_scale"]),
                temperature=float(card["warmth"]),
                step=float(card["pull"]),
                in_titles=stored["in_titles"].astype(np.float32) / 255.0,
                card=card,
            )
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise UnreadableModelError(
            f"The built-in vectors ({path.name}) cannot be read ({type(error).__name__}). Get the file from the "
            "repository again, or choose another model."
        ) from error


def quantised(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows quantised to a byte a number: (int8 (n, d), float32 (n,) scale of each row)."""
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127.0
    return np.round(rows / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def dequantised(rows: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """What `squeezed` made small, as float32."""
    vectors: np.ndarray = rows.astype(np.float32) * scale[:, None]
    return vectors
