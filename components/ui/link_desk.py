"""Where one visitor's link check runs, so that a reload or a second tab neither loses nor doubles it.

Not here: checking (`links.job`) or showing progress (`link_progress`).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from sqlalchemy import Engine

from components.links import history
from components.links.job import Job
from components.settings import settings


class LinkDesk:
    """Holds at most one running check."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.job: Job | None = None

    @property
    def running(self) -> bool:
        """Whether a check is under way."""
        return self.job is not None and self.job.running

    @property
    def without_network(self) -> bool:
        """Whether the last check ended without judging anything, because nothing can be reached from here."""
        seen = self.job.verdicts().values() if self.job is not None else ()
        return bool(seen) and not any(verdict.counts for verdict in seen)

    def start(self, engine: Engine, urls: Sequence[str]) -> None:
        """Check these addresses, unless a check is running already; verdicts are kept as they come."""
        from components.links.checker import CheckSettings  # brings httpx, which no page needs before

        with self._lock:
            if not self.running:
                allowed = settings().allow_address
                chosen = CheckSettings(allow_addresses=(allowed,) if allowed else ())
                self.job = Job(urls, chosen, on_verdicts=lambda verdicts: history.record(engine, verdicts))

    def stop(self) -> None:
        """End the check; what is known by then stays."""
        if self.job is not None:
            self.job.stop()
