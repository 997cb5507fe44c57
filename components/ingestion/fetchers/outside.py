"""What fetchers ask through: guarded requests, and what may go wrong in words.

Tests give other addresses, a clock that does not wait, and a loopback address that counts as public.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from components.net import openreview
from components.net.client import GuardedClient
from components.net.guard import PORTS, HostLookup, system_lookup
from components.net.rate_limiter import requested_pause
from components.net.request import HttpResult, Timeouts, is_limited
from components.papers.paper import DigestFile
from components.settings import Settings

MOST_BYTES = 10_000_000  # of a feed or a page
_PATIENT = Timeouts(first_byte=30.0, body=60.0, all=100.0)


class FetchFailedError(RuntimeError):
    """A source gave nothing that can be used; the message says why.

    `retry_after` are the seconds that it asks to wait, None where it does not say; `gone`: it will never answer again.
    """

    def __init__(self, sentence: str, retry_after: float | None = None, *, gone: bool = False) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
        self.gone = gone


@dataclass(frozen=True, slots=True)
class Arrived:
    """What one request brought: files by period, empty where there was nothing, and what to send the next time.

    `whole` files are kept as they came; of others only the papers that were not seen yet are.
    """

    files: tuple[tuple[str, DigestFile], ...] = ()
    etag: str = ""
    modified: str = ""
    known_files: Mapping[str, str] = field(default_factory=dict)  # of a folder
    whole: bool = False
    unchanged: bool = False  # the server says that nothing changed


async def _pause_nobody(_: float) -> None:
    """Where no lane is shared, nobody else asks."""


@dataclass(frozen=True, slots=True)
class Lane:
    """The lane of one service, over all processes: `turn` waits until it may be asked, `pause` lets nobody ask it."""

    turn: Callable[[], AbstractAsyncContextManager[None]] = nullcontext
    pause: Callable[[float], Awaitable[None]] = _pause_nobody


NO_LANE = Lane()


@dataclass(frozen=True, slots=True)
class Outside:
    """Where services are, and how they are asked."""

    api: str = "https://huggingface.co"
    arxiv_feed: str = "https://rss.arxiv.org/rss"
    arxiv_archive: str = "https://oaipmh.arxiv.org/oai"
    watch: Path | None = None  # the server's folder
    user_agent: str = "digest-atlas"
    allow_addresses: tuple[str, ...] = ()  # for tests
    ports: frozenset[int] = PORTS
    lookup: HostLookup = system_lookup
    arxiv_lane: Lane = NO_LANE
    hugging_face_lane: Lane = NO_LANE
    openreview: str = openreview.ADDRESS
    openreview_lane: Lane = NO_LANE
    sleep: Callable[[float], None] = time.sleep

    @classmethod
    def usual(cls, chosen: Settings, **lanes: Lane) -> Outside:
        """The services on the internet, as far as settings do not name others."""
        about = f" (+{chosen.address})" if chosen.address else ""
        allowed = (chosen.allow_address,) if chosen.allow_address else ()
        return cls(
            api=chosen.api,
            watch=chosen.watch,
            user_agent=f"digest-atlas{about}",
            allow_addresses=allowed,
            openreview=chosen.services or openreview.ADDRESS,
            **lanes,  # type: ignore[arg-type]
        )

    def client(self) -> GuardedClient:
        """A client that asks public addresses only; to be used inside `async with`."""
        return GuardedClient(allow_addresses=self.allow_addresses, ports=self.ports, lookup=self.lookup)

    def get(self, url: str, headers: Mapping[str, str] | None = None, lane: Lane = NO_LANE) -> HttpResult:
        """The answer to one request, made in its `lane`: 200 or 304. Raises FetchFailedError for everything else."""
        result = asyncio.run(self._get(url, {"User-Agent": self.user_agent, **(headers or {})}, lane))
        if result.failure is not None:
            raise FetchFailedError(f"{_host(url)}: {result.failure.value}.")
        if is_limited(result):
            raise FetchFailedError(
                f"{_host(url)} limits requests. It is asked again later.", requested_pause(result.headers)
            )
        if result.status == 410:
            raise FetchFailedError(f"{_host(url)} says that this is gone for good, so it is paused.", gone=True)
        if result.status == 304 and headers:
            return result
        if openreview.is_closed(result) and result.status != 200:
            raise FetchFailedError(f"{_host(url)} is closed to programs at present (it answers {result.status}).")
        if result.status != 200:
            raise FetchFailedError(f"{_host(url)} answers {result.status}.")
        if not result.whole:
            raise FetchFailedError(f"{_host(url)} sent more than {MOST_BYTES // 1_000_000} MB, or broke off.")
        return result

    async def _get(self, url: str, headers: Mapping[str, str], lane: Lane) -> HttpResult:
        async with self.client() as client, lane.turn():
            return await client.send(url, headers, most_bytes=MOST_BYTES, timeouts=_PATIENT)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0][:100]
