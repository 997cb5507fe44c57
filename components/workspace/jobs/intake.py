"""Where one visitor's digests are read: one thread, found again after a reload, with progress and a stop."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """What became of one file."""

    sentence: str
    added: bool
    digest_id: str = ""  # of the digest that a new file became
    titles: tuple[str, ...] = ()  # of its first papers


@dataclass(frozen=True, slots=True)
class IntakeProgress:
    """How far the reading is."""

    doing: str  # in words
    done: int = 0  # files
    of: int = 0  # files; 0 while it is not known


Intake = Callable[["IntakeJob"], list[IntakeResult]]
MOST_WAITING = 3
_BUSY = "What you gave before is still being read. Wait for it, then give the last files again."
_FAILED = "The files could not be added ({}). What was there before is as it was. Try again."


class IntakeJob:
    """Holds at most one running intake, those that wait for it, and what came of those that ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ended = threading.Condition(self._lock)
        self._stopping = threading.Event()
        self._waiting: deque[Intake] = deque()
        self._running = False
        self._results: list[IntakeResult] = []
        self.progress = IntakeProgress("")

    @property
    def running(self) -> bool:
        """Whether something is read."""
        return self._running

    def start(self, intake: Intake) -> None:
        """Begin, or go on with it after what is being read; `intake` tells its progress and looks at `stopping`."""
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:  # each holds its files in memory
                self._results.append(IntakeResult(_BUSY, added=False))
                return
            self._waiting.append(intake)
            if not self._running:
                self._running, self._results = True, []
                self._stopping.clear()
                self.progress = IntakeProgress("Starting")
                threading.Thread(target=self._run, name="intake", daemon=True).start()

    def stop(self) -> None:
        """End soon; what was read until then is kept."""
        self._stopping.set()

    def stopping(self) -> bool:
        """Whether a visitor stopped it."""
        return self._stopping.is_set()

    def tell(self, progress: IntakeProgress) -> None:
        """Say how far it is."""
        self.progress = progress

    def wait(self, seconds: float) -> bool:
        """Wait for the end; False where the time ran out first."""
        with self._lock:
            return self._ended.wait_for(lambda: not self._running, seconds)

    def take(self) -> list[IntakeResult]:
        """What became of the files, once; nothing while some are read, and afterwards."""
        with self._lock:
            if self._running:
                return []
            results, self._results = self._results, []
            return results

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._running = False
                    self._ended.notify_all()
                    return
                intake = self._waiting.popleft()
            try:
                results = intake(self)
            except Exception as error:  # the page waits for an answer
                _log.exception("files could not be added")
                results = [IntakeResult(_FAILED.format(type(error).__name__), added=False)]
            with self._lock:
                self._results += results
