"""A run in the background: a daemon thread with its own event loop, which a page or a command can poll and stop.

job = Job(subjects, services, engine); …; job.progress().sentence; job.stop()
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from components.enrichment.asking import TIMEOUTS, Asker
from components.enrichment.facts import Verdict
from components.enrichment.findings import Finding
from components.enrichment.lanes import Lanes
from components.enrichment.plan import time_in_words
from components.enrichment.record import Subject
from components.enrichment.run import Run
from components.enrichment.services.service import Service
from components.net.background_run import BackgroundRun
from components.net.client import GuardedClient
from components.net.guard import PORTS, HostLookup, system_lookup
from components.net.rate_limiter import RatePolicy
from components.net.request import Timeouts
from components.store.trouble import StoreError
from components.text import counted

_log = logging.getLogger(__name__)
AGENT = "DigestAtlas/1.0 (completes papers of reading lists"


def agent(contact: str) -> str:
    """What we call ourselves, with the mail address that the operator lets services know."""
    return f"{AGENT}; mailto:{contact})" if contact else f"{AGENT})"


@dataclass(frozen=True, slots=True)
class ServiceProgress:
    """How it goes with one service."""

    name: str
    questions: int  # sent so far
    waits: float  # seconds until it may be asked again
    sentence: str  # why it is not asked any more, or what a person should know; "" where all is well


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    total: int
    searched: int  # papers whose search by title has ended or was not needed
    verdicts: dict[Verdict, int]
    services: tuple[ServiceProgress, ...]
    phase: str
    running: bool
    stopped: bool
    seconds: float

    @property
    def share(self) -> float:
        """How much is done, 0 to 1: looking for papers is most of it."""
        if not self.running:
            return 1.0
        return 0.9 * self.searched / self.total if self.total and self.searched < self.total else 0.9

    @property
    def sentence(self) -> str:
        """One sentence for a person."""
        sure, likely = self.verdicts.get(Verdict.SURE, 0), self.verdicts.get(Verdict.LIKELY, 0)
        found = f"{sure:,} of {counted(self.total, 'paper')} found"
        found += f", {likely:,} more likely" if likely else ""
        if self.running:
            at = f" ({self.searched:,} of {self.total:,} searched)" if self.searched < self.total else ""
            return f"{self.phase or 'Ending'}{at}: {found}."
        unasked = self.verdicts.get(Verdict.NOT_ASKED, 0)
        rest = f" {counted(unasked, 'paper')} could not be asked about: begin again to go on." if unasked else ""
        return f"{'Stopped' if self.stopped else 'Done'} after {time_in_words(self.seconds)}: {found}.{rest}"


class Job(BackgroundRun):
    """One run. Starts at once; every method may be called from any thread."""

    def __init__(
        self,
        subjects: Sequence[Subject],
        services: Sequence[Service],
        engine: Engine,
        *,
        contact: str = "",
        allow_addresses: Sequence[str] = (),
        ports: frozenset[int] = PORTS,
        lookup: HostLookup = system_lookup,
        timeouts: Timeouts = TIMEOUTS,
        on_end: Callable[[int], object] | None = None,
    ) -> None:
        """`services` in the order in which titles are asked; `on_end` is given the papers that nobody answered for.

        `allow_addresses` are literal loopback addresses that count as public, for tests.
        """
        super().__init__()
        self._subjects, self._services, self._engine = list(subjects), list(services), engine
        self._agent = agent(contact)
        self._client = {"allow_addresses": tuple(allow_addresses), "ports": ports, "lookup": lookup}
        self._timeouts, self._on_end = timeouts, on_end
        self._lanes = Lanes(engine)
        self._run: Run | None = None
        self._started, self._seconds = time.monotonic(), 0.0
        self.error = ""
        self._thread = threading.Thread(target=self._work, name="complete-papers", daemon=True)
        self._thread.start()

    def found(self) -> dict[str, dict[str, Finding]]:
        """paper → service → finding, as far as the run is."""
        run = self._run
        return {key: dict(paper.found) for key, paper in run.papers.items()} if run else {}

    def unasked(self) -> dict[str, dict[str, str]]:
        """paper → service → why it was not asked."""
        run = self._run
        return {key: dict(paper.unasked) for key, paper in run.papers.items() if paper.unasked} if run else {}

    def progress(self) -> Progress:
        """Counts, and how it goes with each service."""
        run, running = self._run, self.running
        verdicts = Counter(paper.verdict for paper in run.papers.values()) if run else Counter[Verdict]()
        waits = self._waits() if running else {}
        return Progress(
            total=len({each.key for each in self._subjects}),
            searched=run.searched if run else 0,
            verdicts=dict(verdicts),
            services=tuple(
                ServiceProgress(
                    each.service.name,
                    each.standing.questions,
                    waits.get(name, 0.0),
                    each.standing.closed or each.standing.note,
                )
                for name, each in (run.askers.items() if run else ())
            ),
            phase=run.phase if run else "Starting",
            running=running,
            stopped=self._stopping.is_set(),
            seconds=time.monotonic() - self._started if running else self._seconds,
        )

    def _waits(self) -> dict[str, float]:
        try:
            return self._lanes.waits()
        except StoreError:
            return {}

    def _work(self) -> None:
        try:
            asyncio.run(self._main())
        except StoreError as trouble:  # its message has the address of the store, which is not for visitors
            _log.error("%s", trouble)
            self.error = (
                f"Not all that was found could be saved. {trouble.kind.value.title}: {trouble.kind.value.visitor}"
            )
        except Exception as error:
            _log.exception("completing papers ended early")
            self.error = f"The run ended early ({type(error).__name__}). What was found is kept; begin again to go on."
        finally:
            self._seconds = time.monotonic() - self._started
            try:
                if self._on_end is not None:
                    self._on_end(self.progress().verdicts.get(Verdict.NOT_ASKED, 0))
            except Exception:
                _log.exception("the end of completing papers could not be noted")
            self._ended.set()

    async def _main(self) -> None:
        async with GuardedClient(**self._client, rate=RatePolicy(at_once_per_host=4, gap=0.0)) as client:  # type: ignore[arg-type]
            askers = [
                Asker(service, client, self._lanes, agent=self._agent, timeouts=self._timeouts)
                for service in self._services
            ]
            self._run = Run(self._subjects, askers, self._engine)
            await self._unless_stopped(self._run.go())
