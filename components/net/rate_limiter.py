"""A rate limiter: how many requests at once, in all and for one host, how far apart, and when a host wants a pause.

Every host has a lane with a gap between two starts; a 429 doubles the gap, a success halves it again.
"""

from __future__ import annotations

import asyncio
import email.utils
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class RatePolicy:
    """The limits of a rate limiter; times in seconds."""

    at_once: int = 64  # requests in flight in all
    at_once_per_host: int = 8
    gap: float = 0.05  # between the starts of two requests to one host
    longest_gap: float = 1.0  # what the gap may grow to when a host says 429
    longest_pause: float = 60.0  # a longer pause is not waited for: the request ends as limited


@dataclass(slots=True)
class _Lane:
    """The state of one host."""

    slots: asyncio.Semaphore  # requests in flight
    gap: float
    start_lock: asyncio.Lock = field(default_factory=asyncio.Lock)  # one request at a time waits to start
    last: float = -1e9  # loop time of the last start
    planned: float = -1e9  # loop time at which the last start was due
    paused_until: float = -1e9
    successes: int = 0  # since the last 429, or since the gap last shrank
    cautious: bool = False  # several 429 in a row: the gap shrinks more slowly
    pause_until: float = -1e9  # end of the pause the host asked for, for one request or for all
    limited: int = 0  # 429 in a row, without a success between
    given_up: int = 0  # requests in a row that ended limited, without a success between
    in_flight: int = 0


class RateLimiter:
    """Limits for all hosts of one run. All times are those of the running loop."""

    def __init__(self, policy: RatePolicy) -> None:
        self.policy = policy
        self._slots = asyncio.Semaphore(policy.at_once)
        self._lanes: dict[str, _Lane] = {}

    def _lane(self, host: str) -> _Lane:
        lane = self._lanes.get(host)
        if lane is None:
            lane = self._lanes[host] = _Lane(asyncio.Semaphore(self.policy.at_once_per_host), self.policy.gap)
        return lane

    @asynccontextmanager
    async def slot(self, host: str, *, follows_redirect: bool = False) -> AsyncIterator[None]:
        """Wait for a slot at a host, first come first served, and hold it for one request.

        A start that came late does not delay the next one, but two starts are never closer than half a gap.
        `follows_redirect`: this request follows a redirect within the host, so it needs no gap.
        """
        lane = self._lane(host)
        async with lane.slots:
            if follows_redirect:
                await self._slots.acquire()
            else:
                async with lane.start_lock:
                    await self._wait_for_start(lane)
            lane.in_flight += 1
            try:
                yield
            finally:
                lane.in_flight -= 1
                self._slots.release()

    async def _wait_for_start(self, lane: _Lane) -> None:
        while (wait := max(self._due(lane), lane.last + lane.gap / 2) - _now()) > 0:
            await asyncio.sleep(wait)
        await self._slots.acquire()
        lane.planned, lane.last = max(self._due(lane), _now() - lane.gap), _now()

    def _due(self, lane: _Lane) -> float:
        """When the next start of a lane is due."""
        return max(lane.planned + lane.gap, lane.paused_until)

    def note_success(self, host: str) -> None:
        """A host gave a normal answer: its gap shrinks again, after several 429 in a row only at every third answer."""
        lane = self._lane(host)
        lane.given_up = lane.limited = 0
        lane.successes += 1
        if not lane.cautious or lane.successes % 3 == 0:
            lane.gap = max(self.policy.gap, lane.gap / 2)
            lane.cautious = lane.cautious and lane.gap > self.policy.gap

    def note_limited(self, host: str, *, pause: float = 0.0) -> None:
        """A host answered 429: go slower, and the second time in a row not at all for `pause` seconds.

        A single 429 among good answers may be about one address; the request that met it waits by itself.
        """
        lane = self._lane(host)
        lane.limited += 1
        lane.successes = 0
        lane.gap = min(self.policy.longest_gap, max(lane.gap * 2, 0.1))
        until = _now() + min(pause, self.policy.longest_pause)
        lane.pause_until = max(lane.pause_until, until)
        if lane.limited > 1:
            lane.cautious = True
            lane.paused_until = max(lane.paused_until, until)

    def note_given_up(self, host: str) -> None:
        """A request to a host ended limited."""
        self._lane(host).given_up += 1

    def is_exhausted(self, host: str) -> bool:
        """Whether five requests in a row ended limited: asking on would only prolong it."""
        return self._lane(host).given_up >= 5

    def pauses(self) -> dict[str, float]:
        """Hosts that asked for a pause, with the seconds left."""
        now = _now()
        return {host: lane.pause_until - now for host, lane in self._lanes.items() if lane.pause_until > now}

    def gap(self, host: str) -> float:
        """Seconds kept between two starts at a host at present."""
        return self._lane(host).gap

    def in_flight(self) -> int:
        """Requests under way."""
        return sum(lane.in_flight for lane in self._lanes.values())


def _now() -> float:
    return asyncio.get_running_loop().time()


def requested_pause(headers: Mapping[str, str]) -> float | None:
    """Seconds a host asks to wait: Retry-After in seconds or as a date, else the reset of a spent rate limit."""
    asked = headers.get("retry-after", "").strip()
    if asked:
        if asked.isascii() and asked.isdigit():
            return float(asked[:9])
        try:
            when = email.utils.parsedate_to_datetime(asked)
        except ValueError:
            return None
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (when - datetime.now(UTC)).total_seconds())
    if not limit_is_exhausted(headers):
        return None
    for name in ("x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset"):
        written = headers.get(name, "").strip()
        if written.isascii() and written.isdigit():
            number = float(written[:12])
            return max(0.0, number - time.time()) if number > 1e8 else number  # a Unix time, or seconds from now
    for part in headers.get("ratelimit", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == "t" and value.isascii() and value.isdigit():
            return float(value[:9])
    return None


def limit_is_exhausted(headers: Mapping[str, str]) -> bool:
    """True where the headers say that nothing is left of a rate limit."""
    names = ("x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining")
    if any(headers.get(name, "").strip() == "0" for name in names):
        return True
    parts = [part.strip() for part in headers.get("ratelimit", "").replace(",", ";").split(";")]
    return "r=0" in parts or "remaining=0" in parts
