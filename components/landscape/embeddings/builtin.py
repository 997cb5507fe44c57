"""The built-in embeddings: vectors of words and word pairs trained on titles and abstracts, numpy only.

A text's embedding is the sum of its features' vectors, each times 1 + log of its count in the text (a feature's own
weight is in its vector), scaled to length 1. The vectors stay a byte a number in memory: as float32 they would take
four times as much in every process that embeds a query. `training/` makes the file and says how good it is.
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
PART_ROWS = 20_000  # of the table in one file: 7.7 MB at 384 dimensions


class UnreadableModelError(ValueError):
    """The file of the built-in vectors is missing or damaged; it comes with the repository."""


@dataclass(frozen=True)
class BuiltIn:
    """The trained vectors in memory."""

    vocabulary: Vocabulary
    table: np.ndarray  # int8 (features, d)
    scale: np.ndarray  # float32 (features,): a feature's vector is its row of the table times this
    saying: np.ndarray  # int64 (features,): how many of the papers learnt from have the feature
    in_titles: np.ndarray  # float32 (features,): share of the papers with the feature that have it in the title
    card: dict[str, Any]

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of texts, float32 (n, d), unit rows; zero rows where no word is known. Same text, same vector."""
        return unit_rows(self._sums(self.vocabulary.count(texts), len(texts)))

    def _sums(self, counts: Counts, texts: int) -> np.ndarray:
        """Weighted sum of the features' vectors of each text, float32 (n, d)."""
        sums = np.zeros((texts, self.table.shape[1]), dtype=np.float32)
        weight = (1.0 + np.log(counts.times)).astype(np.float32) * self.scale[counts.feature]
        present, first = np.unique(counts.text, return_index=True)
        ends = np.append(first[1:], len(counts.text))[: len(first)]
        for text, start, end in zip(present, first, ends, strict=True):
            rows = self.table.take(counts.feature[start:end], axis=0).astype(np.float32)
            np.dot(weight[start:end], rows, out=sums[text])
        return sums


@lru_cache(maxsize=1)
def built_in(path: Path = FILE) -> BuiltIn:
    """Read the shipped vectors, once a process. Raises UnreadableModelError."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            card = json.loads(stored["card"].tobytes())
            return BuiltIn(
                vocabulary=Vocabulary(tuple(stored["words"].tobytes().decode().split("\n")), stored["pairs"]),
                table=np.vstack(
                    [np.load(part, allow_pickle=False) for part in table_parts(path, len(stored["table_scale"]))]
                ),
                scale=stored["table_scale"],
                saying=stored["saying"].astype(np.int64),
                in_titles=stored["in_titles"].astype(np.float32) / 255.0,
                card=card,
            )
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise UnreadableModelError(
            f"The built-in vectors ({path.name}) cannot be read ({type(error).__name__}). Get the file from the "
            "repository again, or choose another model."
        ) from error


def table_parts(path: Path, features: int) -> list[Path]:
    """Where the rows of the table lie beside the file: some hosts take no file of 10 MB without further ado."""
    return [path.with_name(f"{path.stem}-{start // PART_ROWS + 1}.npy") for start in range(0, features, PART_ROWS)]


def quantised(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows quantised to a byte a number: (int8 (n, d), float32 (n,) scale of each row)."""
    scale = np.maximum(np.abs(rows).max(axis=1), 1e-12) / 127.0
    return np.round(rows / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def dequantised(rows: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """What `quantised` made small, as float32."""
    vectors: np.ndarray = rows.astype(np.float32) * scale[:, None]
    return vectors
