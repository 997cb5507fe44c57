"""The vectors of one library's papers and their nearness, made ready beside the page."""

from __future__ import annotations

import threading

import numpy as np
import pandas as pd

from components.finding import meaning
from components.landscape.embeddings.models import embed
from components.landscape.embeddings.terms import paper_texts
from components.landscape.nearness.nearness import Nearness
from components.landscape.nearness.words import SetWords

FEW = 2_000  # papers whose vectors are made while one waits


class EmbeddingJob:
    """Vectors of papers, some 3,000 papers a second, then the words they are compared by; in a thread of its own."""

    def __init__(self, papers: pd.DataFrame) -> None:
        """`papers` has title and abstract."""
        self._made: np.ndarray | None = None
        self._nearness: Nearness | None = None
        self._few = len(papers) <= FEW
        self._embedded = threading.Event()
        self._thread = threading.Thread(target=self._make, args=(papers,), name="vectors", daemon=True)
        self._thread.start()

    def _make(self, papers: pd.DataFrame) -> None:
        # The frame's own texts are kept, not lists of them: those would be all abstracts once more.
        titles, abstracts = papers["title"].array, papers["abstract"].array
        texts = paper_texts(titles.tolist(), abstracts.tolist())
        try:
            self._made = embed(texts)
        finally:
            self._embedded.set()
        self._nearness = Nearness(titles, abstracts, self._made, SetWords(texts), embed)

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        vectors = 0 if self._made is None else int(self._made.nbytes)
        return vectors + (0 if self._nearness is None else self._nearness.words.nbytes)

    def forget(self) -> None:
        """Let papers no longer be found by meaning with this."""
        if self._nearness is not None:
            meaning.forget(self._nearness)

    def vectors(self) -> np.ndarray:
        """float32 unit rows in the order of the papers; waits for them. Raises RuntimeError where they failed."""
        self._embedded.wait()
        if self._made is None:
            raise RuntimeError("the vectors of these papers could not be made; the log says why")
        return self._made

    def nearness(self) -> Nearness:
        """What says which papers are near; waits for it. Raises RuntimeError where it failed."""
        self._thread.join()
        if self._nearness is None:
            raise RuntimeError("the papers could not be compared; the log says why")
        return self._nearness

    def nearness_now(self) -> Nearness | None:
        """The same where it is there, or is in a moment; None while many papers are being read."""
        return self.nearness() if self._few or not self._thread.is_alive() else None

    def offer(self, catalogue: pd.DataFrame, *, wait: bool = False) -> None:
        """Let the papers of a catalogue be found by meaning, as soon as they can be compared."""
        if not meaning.is_registered(catalogue):
            nearness = self.nearness() if wait else self.nearness_now()
            if nearness is not None:
                meaning.register(catalogue, nearness)
