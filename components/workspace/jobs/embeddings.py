"""The vectors of one library's papers, made beside the page, and the papers near to a text by them."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pandas as pd

from components.finding import meaning
from components.landscape.embeddings.models import embed

FEW = 2_000  # papers whose vectors are made while one waits


class EmbeddingJob:
    """Vectors of papers: some 3,000 papers a second, in a thread of its own."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._made: np.ndarray | None = None
        self._few = len(texts) <= FEW
        self._thread = threading.Thread(target=self._make, args=(texts,), name="vectors", daemon=True)
        self._thread.start()

    def _make(self, texts: Sequence[str]) -> None:
        self._made = embed(texts)

    def vectors(self) -> np.ndarray:
        """float32 unit rows in the order of the papers; waits for them. Raises RuntimeError where they failed."""
        self._thread.join()
        if self._made is None:
            raise RuntimeError("the vectors of these papers could not be made; the log says why")
        return self._made

    def offer(self, catalogue: pd.DataFrame, *, wait: bool = False) -> None:
        """Let the papers of a catalogue be found by meaning, as soon as their vectors are there."""
        if not meaning.is_registered(catalogue) and (wait or self._few or not self._thread.is_alive()):
            made = self.vectors()
            meaning.register(catalogue, lambda text: made @ embed([text])[0])
