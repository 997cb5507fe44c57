"""A run of the checker in the background: a daemon thread with its own event loop, which a page can poll.

job = Job(urls); …; job.done, job.total, job.verdicts(); job.stop()
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from components.links.domains import host_of
from components.links.verdict import State, Verdict
from components.net.background_run import BackgroundRun
from components.store.trouble import StoreError

_log = logging.getLogger(__name__)
MOST_LINKS = 5_000  # of one visitor in one run
STORE_PAUSE = 5.0  # seconds after which verdicts that the store could not take are offered again


@dataclass(frozen=True, slots=True)
class CheckProgress:
    """How far a run is."""

    total: int
    done: int
    running: bool
    stopped: bool  # ended before every link had its verdict
    states: dict[State, int]
    hosts: dict[str, tuple[int, int]]  # by host: (done, total)
    waits: dict[str, float]  # hosts that asked for a pause, with the seconds left
    seconds: float

    def sentence(self) -> str:
        """One sentence for a person."""
        if self.running:
            words = f"Checked {self.done} of {self.total}"
            waiting = [f"{host} asked for a pause, continues in {_time(left)}" for host, left in self.waits.items()]
            return "; ".join([words, *waiting]) + "."
        if self.stopped:
            return f"Stopped after {self.done} of {self.total}: the rest can be checked later."
        return f"All {self.total} checked in {_time(self.seconds)}."


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


class CheckJob(BackgroundRun):
    """One run. Starts at once; every method may be called from any thread."""

    def __init__(
        self,
        urls: Iterable[str],
        settings: object = None,
        *,
        deadline: float = 900.0,
        on_verdicts: Callable[[Sequence[Verdict]], None] | None = None,
        on_end: Callable[[int], object] | None = None,
    ) -> None:
        """`settings` is a `checker.CheckSettings`; `on_verdicts` is given each batch as it comes, on the job's thread,
        and `on_end` at last the number of links that have none.

        `deadline` is in seconds. Links beyond the first 5,000 are left for another run.
        """
        super().__init__()
        self._urls = list(dict.fromkeys(urls))[:MOST_LINKS]
        self._settings = settings
        self._deadline = deadline
        self._on_verdicts, self._on_end = on_verdicts, on_end
        self._lock = threading.Lock()
        self._verdicts: dict[str, Verdict] = {}
        self._fresh: list[Verdict] = []
        self._begun = threading.Event()  # the first verdict is in, or the run has ended
        self._waits: dict[str, float] = {}
        self._started = time.monotonic()
        self._seconds = 0.0
        self.error = ""
        self._thread = threading.Thread(target=self._run, name="link-check", daemon=True)
        self._thread.start()

    @property
    def total(self) -> int:
        """Links of this run."""
        return len(self._urls)

    @property
    def done(self) -> int:
        """Links that have their verdict."""
        with self._lock:
            return len(self._verdicts)

    def verdicts(self) -> dict[str, Verdict]:
        """A copy of the verdicts so far, by URL."""
        with self._lock:
            return dict(self._verdicts)

    def left(self) -> list[str]:
        """Links without a verdict yet: what a resumed run would check."""
        with self._lock:
            return [url for url in self._urls if url not in self._verdicts]

    def progress(self) -> CheckProgress:
        """Counts by verdict and by host, and who is being waited for."""
        with self._lock:
            verdicts, waits = dict(self._verdicts), dict(self._waits)
        totals = Counter(host_of(url) for url in self._urls)
        done = Counter(host_of(url) for url in verdicts)
        running = self.running
        return CheckProgress(
            total=len(self._urls),
            done=len(verdicts),
            running=running,
            stopped=not running and len(verdicts) < len(self._urls),
            states=dict(Counter(verdict.state for verdict in verdicts.values())),
            hosts={host: (done[host], count) for host, count in totals.most_common()},
            waits=waits,
            seconds=time.monotonic() - self._started if running else self._seconds,
        )

    def wait_for_first(self, seconds: float) -> bool:
        """Block until one verdict is in; False where `seconds` passed first."""
        return self._begun.wait(seconds)

    def _add(self, verdict: Verdict) -> None:
        with self._lock:
            self._verdicts[verdict.url] = verdict
            self._fresh.append(verdict)
        self._begun.set()

    def _pass_on(self) -> None:
        """Hand over what is new; what could not be taken is offered again."""
        with self._lock:
            fresh = list(self._fresh)
        if fresh and self._on_verdicts is not None:
            self._on_verdicts(fresh)
        with self._lock:
            del self._fresh[: len(fresh)]

    def _run(self) -> None:
        try:
            self._attempt(lambda: asyncio.run(self._main()))
            self._attempt(self._pass_on)
            self._attempt(self._tell_end)
        finally:
            self._seconds = time.monotonic() - self._started
            self._waits = {}
            self._ended.set()
            self._begun.set()

    def _tell_end(self) -> None:
        if self._on_end is not None:
            self._on_end(len(self.left()))

    def _attempt(self, work: Callable[[], None]) -> None:
        """Do one part of the run; where it fails, `error` says why."""
        try:
            work()
        except StoreError as trouble:  # its message has the address of the store, which is not for visitors
            _log.error("%s", trouble)
            what_failed = trouble.kind.value
            self.error = f"Not all that was found could be saved. {what_failed.title}: {what_failed.visitor}"
        except Exception as error:
            _log.exception("a link check ended early")
            self.error = f"The check ended early: {error or type(error).__name__}."

    async def _main(self) -> None:
        from components.links.check.checker import Checker, CheckSettings, check_all

        chosen = self._settings if isinstance(self._settings, CheckSettings) else CheckSettings()
        async with Checker(chosen) as checker:
            work = asyncio.create_task(check_all(self._urls, self._add, self._stopping.is_set, chosen, checker=checker))
            ends, pass_on_from = time.monotonic() + self._deadline, 0.0
            while not work.done():
                await asyncio.wait([work], timeout=0.05)
                if time.monotonic() >= pass_on_from:
                    try:
                        self._pass_on()
                    except StoreError:  # the check goes on; it is tried again, and at the end once more
                        pass_on_from = time.monotonic() + STORE_PAUSE
                with self._lock:
                    self._waits = checker.limiter.pauses()
                if self._stopping.is_set() or time.monotonic() > ends:
                    work.cancel()
                    await asyncio.wait([work], timeout=2.0)
                    break
            if not work.cancelled():
                work.result()
