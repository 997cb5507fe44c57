"""Where one visitor's fetching from Hugging Face runs: one thread, found again after a reload, resumed after a stop."""

from __future__ import annotations

import threading
from collections.abc import Callable

from components.ingestion.fetchers.daily_papers import FetchProgress, FetchStopped, fetch
from components.ingestion.fetchers.daily_papers_query import DailyPapersQuery
from components.ingestion.fetchers.outside import Outside
from components.papers.paper import DigestFile


class FetchJob:
    """Holds at most one running request and what came of the last one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._file: DigestFile | None = None
        self.progress: FetchProgress | None = None
        self.trouble = ""  # why the last request ended early, in a sentence

    @property
    def running(self) -> bool:
        """Whether a request is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, query: DailyPapersQuery, outside: Outside, may: Callable[[], bool] = lambda: True) -> None:
        """Ask for a digest; what an earlier, broken-off request for the same brought is not asked for again.

        `may` is asked whether another request may be made now; where not, that is the trouble.
        """
        with self._lock:
            if self.running:
                return
            if not may():
                self.trouble = "As many digests were fetched as may be within an hour. Try again later."
                self.progress = self.progress or FetchProgress(query)
                return
            kept = self.progress if self.progress and self.progress.query == query and self.trouble else None
            self._stopping.clear()
            self.progress, self.trouble, self._file = kept or FetchProgress(query), "", None
            self._thread = threading.Thread(target=self._run, args=(query, outside, kept), name="fetch", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the request soon; what has come can be kept or gone on with."""
        self._stopping.set()

    def take(self) -> DigestFile | None:
        """What the last request brought, once; None before it is there and afterwards."""
        with self._lock:
            file, self._file = self._file, None
            return file

    def take_part(self) -> DigestFile | None:
        """What a request that ended early brought so far; None where that is nothing."""
        return self.progress.file() if self.trouble and self.progress and self.progress.items else None

    def _run(self, query: DailyPapersQuery, outside: Outside, so_far: FetchProgress | None) -> None:
        try:
            file = fetch(query, outside, self._tell, self._stopping.is_set, so_far)
            with self._lock:
                self._file = file
        except FetchStopped as stop:
            self.progress, self.trouble = stop.so_far, str(stop)
        except Exception as error:
            self.trouble = f"The fetch ended early ({type(error).__name__}). Try again later."

    def _tell(self, progress: FetchProgress) -> None:
        self.progress = progress
