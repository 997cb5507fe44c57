"""The word index of one library's papers, built beside the page."""

from __future__ import annotations

import threading

import pandas as pd

from components.finding import index


class IndexJob:
    """Builds an index in a thread of its own, a second or two for 14,000 papers; texts are scanned until then."""

    def __init__(self, catalogue: pd.DataFrame) -> None:
        self._catalogue: pd.DataFrame | None = catalogue
        self._index: index.WordIndex | None = None
        self._forgotten = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._build, name="word-index", daemon=True)
        self._thread.start()

    def _build(self) -> None:
        catalogue, self._catalogue = self._catalogue, None
        if catalogue is None:
            return
        built = index.prepare(catalogue)
        with self._lock:
            self._index = built
            if self._forgotten:
                index.forget(built)

    def wait(self) -> None:
        """Return when the index is there."""
        self._thread.join()

    def forget(self) -> None:
        """Let go of the index, now or as soon as it is built."""
        with self._lock:
            self._forgotten = True
            if self._index is not None:
                index.forget(self._index)
                self._index = None

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        return 0 if self._index is None else self._index.bytes
