"""How many links may still be checked within this hour, for all visitors of this server together."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from functools import lru_cache

from components.settings import settings

HOUR = 3600.0


class LinkBudget:
    """Hands out links up to a number within any hour; 0 means any number."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._given: deque[tuple[float, int]] = deque()

    def take(self, wanted: int) -> int:
        """How many of the wanted links may be checked now; they count as checked."""
        if not self._most:
            return wanted
        with self._lock:
            now = self._clock()
            while self._given and self._given[0][0] <= now - HOUR:
                self._given.popleft()
            given = max(0, min(wanted, self._most - sum(number for _, number in self._given)))
            if given:
                self._given.append((now, given))
            return given


@lru_cache(maxsize=1)
def server_link_budget() -> LinkBudget:
    """The allowance that the settings give."""
    return LinkBudget(settings().links_an_hour)
