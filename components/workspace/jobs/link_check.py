"""Where one visitor's link check and questions run, so that a reload or a second tab neither loses nor doubles them."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from sqlalchemy import Engine

from components.links import history
from components.links.check.job import CheckJob
from components.links.lookup.job import LookupJob, LookupSource
from components.settings import settings
from components.workspace import allowances
from components.workspace.allowances import Allowance, Requester

_KEPT = 50  # answers of services that are remembered


class LinkJobs:
    """Holds at most one running check and one running question."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.check: CheckJob | None = None
        self.over_budget = 0  # links of the last check that may not be asked within this hour
        self.refused_question = False  # whether the last question may not be asked within this hour
        self._inquiries: dict[tuple[str, LookupSource], LookupJob] = {}

    @property
    def running(self) -> bool:
        """Whether a check is under way."""
        return self.check is not None and self.check.running

    @property
    def without_network(self) -> bool:
        """Whether the last check ended without judging anything, because nothing can be reached from here."""
        seen = self.check.verdicts().values() if self.check is not None else ()
        return bool(seen) and not any(verdict.is_conclusive for verdict in seen)

    def start(self, engine: Engine, by: Requester, urls: Sequence[str]) -> None:
        """Check these addresses, unless a check is running already; verdicts are kept as they come.

        Links are charged when the check begins; those that it did not come to are given back when it ends.
        """
        from components.links.check.checker import CheckSettings  # brings httpx, which no page needs before

        with self._lock:
            if not self.running:
                allowed = settings().allow_address
                chosen = CheckSettings(allow_addresses=(allowed,) if allowed else ())
                grant = allowances.take(engine, Allowance.LINKS, by, len(urls))
                self.over_budget = len(urls) - grant.amount
                self.check = CheckJob(
                    urls[: grant.amount],
                    chosen,
                    on_verdicts=lambda verdicts: history.append(engine, verdicts),
                    on_end=lambda left: allowances.give_back(engine, grant, left),
                )

    def ask(self, engine: Engine, by: Requester, url: str, source: LookupSource) -> None:
        """Ask a service about a link, unless a question is under way, or as many were asked as may be."""
        with self._lock:
            if not any(each.running for each in self._inquiries.values()):
                self.refused_question = allowances.take_all(engine, Allowance.LOOKUPS, by, 1) is None
                if self.refused_question:
                    return
                self._inquiries.pop((url, source), None)
                self._inquiries[(url, source)] = LookupJob(url, source)
                for old in list(self._inquiries)[:-_KEPT]:
                    del self._inquiries[old]

    def answers(self, url: str) -> list[LookupJob]:
        """What was asked about a link, answered or not."""
        with self._lock:
            return [each for (asked, _), each in self._inquiries.items() if asked == url]

    def stop(self) -> None:
        """End the check; what is known by then stays."""
        if self.check is not None:
            self.check.stop()
