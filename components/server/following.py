"""Following sources beside the server (`DIGEST_ATLAS_FOLLOW=yes`): the same rounds as `follow`, in a thread of its own.

Any number of servers may do so on one store: each look is claimed there.
"""

from __future__ import annotations

import logging
import threading

from components.settings import settings

_log = logging.getLogger(__name__)
EVERY = 300.0  # seconds between two looks at what is due: one question to the store


class FollowThread:
    """Looks at what is due, every five minutes, from the start of the server to its end."""

    def __init__(self, every: float = EVERY, first: float = 20.0) -> None:
        """`first` seconds pass before the first round: who opens a page at the start goes first."""
        self._every, self._first = every, first
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="following", daemon=True)

    def start(self) -> None:
        """Begin where the settings say so; returns at once."""
        if settings().follow:
            self._thread.start()

    def stop(self) -> None:
        """End after the look that is being made."""
        self._stop.set()

    def _run(self) -> None:
        wait = self._first
        while not self._stop.wait(wait):
            wait = self._every
            try:
                self._round()
            except Exception:  # a store that cannot be reached now is asked again at the next round
                _log.exception("sources could not be looked at")

    def _round(self) -> None:
        from components.store.database import store
        from components.workspace.following import rounds

        engine = store()
        for outcome in rounds.follow(engine, rounds.outside(engine, settings()), stopping=self._stop.is_set):
            level = logging.WARNING if outcome.failed else logging.INFO
            _log.log(level, "%s, %s: %s", outcome.label, outcome.period, outcome.sentence)
