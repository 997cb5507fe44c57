"""Where one visitor's papers are completed: one run, found again after a reload, told how the last one ended."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from components.curation.workspaces import completed
from components.enrichment.record import Subject
from components.workspace import allowances, completing
from components.workspace.allowances import Allowance, Requester

if TYPE_CHECKING:
    from components.enrichment.job import Job


class CompletionJob:
    """Holds at most one run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.run: Job | None = None
        self.over_budget = 0  # papers of the last run that may not be asked about within this hour

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self.run is not None and self.run.running

    def start(
        self, engine: Engine, by: Requester, asked: Sequence[Subject], chosen: Iterable[str] | None = None
    ) -> None:
        """Complete these papers at the chosen services, unless a run is under way.

        Papers are charged when it begins; those that nobody was asked about are given back when it ends.
        """
        with self._lock:
            if self.running:
                return
            grant = allowances.take(engine, Allowance.COMPLETED, by, len(asked))
            self.over_budget = len(asked) - grant.amount

            def end(unasked: int) -> None:
                completed.note(engine, by.workspace)
                allowances.give_back(engine, grant, min(unasked, grant.amount))

            some = list(asked)[: grant.amount]
            self.run = completing.start(engine, some, completing.services(chosen), on_end=end)

    def stop(self) -> None:
        """End the run; what was found is kept."""
        if self.run is not None:
            self.run.stop()
