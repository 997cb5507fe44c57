"""Where one visitor's "look now" runs: one thread, found again after a reload; what came of it is told once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from components.workspace.following.outcome import FollowOutcome

_log = logging.getLogger(__name__)
Look = Callable[[str, Callable[[], bool]], Sequence[FollowOutcome]]  # at a source by its id, until it should stop


class FollowJob:
    """Looks at sources one after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._waiting: list[str] = []
        self._running = False
        self._outcomes: list[FollowOutcome] = []

    @property
    def running(self) -> bool:
        """Whether a source is looked at."""
        return self._running

    def start(self, look: Look, source_ids: Sequence[str]) -> None:
        """Look at these sources, after those that are being looked at."""
        with self._lock:
            self._waiting += [each for each in source_ids if each not in self._waiting]
            if not self._running:
                self._running, self._outcomes = True, []
                self._stopping.clear()
                threading.Thread(target=self._run, args=(look,), name="look", daemon=True).start()

    def stop(self) -> None:
        """End after the look that is being made."""
        self._stopping.set()

    def take(self) -> list[FollowOutcome]:
        """What came of the looks, once; nothing while some are made, and afterwards."""
        with self._lock:
            if self._running:
                return []
            found, self._outcomes = self._outcomes, []
            return found

    def _run(self, look: Look) -> None:
        while True:
            with self._lock:
                if not self._waiting or self._stopping.is_set():
                    self._waiting.clear()
                    self._running = False
                    return
                source_id = self._waiting.pop(0)
            try:
                found = look(source_id, self._stopping.is_set)
            except Exception as error:
                _log.exception("a source could not be looked at")
                found = [
                    FollowOutcome("The source", "", f"could not be looked at ({type(error).__name__})", failed=True)
                ]
            with self._lock:
                self._outcomes += found
