"""A client for JSON services on the internet: guarded connections, a rate limit for each host, few redirects.

async with GuardedClient() as client:
    record = await client.get_json("https://api.example.org/records/1")
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import httpx

from components.net.guard import PORTS, HostLookup, Policy, RefusedError, Resolver, permitted_url, system_lookup
from components.net.rate_limiter import RateLimiter, RatePolicy, requested_pause
from components.net.request import REDIRECT_STATUSES, Failure, HttpResult, Timeouts, fetch, is_limited
from components.net.transport import Transport

MOST_REDIRECTS = 3
LONGEST_PAUSE = timedelta(days=30)  # a host that asks for more is taken to mean this
DEFAULT_RATE = RatePolicy(at_once_per_host=2, gap=0.25)


class RequestError(RuntimeError):
    """A service gave no answer that can be used; the message says which service and why."""


class RateLimitedError(RequestError):
    """A service asks for a pause. `retry_at` is ISO 8601 in UTC, "" where it did not say until when."""

    def __init__(self, host: str, retry_at: str) -> None:
        until = f" until {retry_at[:16].replace('T', ' ')} UTC" if retry_at else ""
        super().__init__(f"{host} asks for a pause{until}: try again later, or give a token where it takes one.")
        self.retry_at = retry_at


class GuardedClient:
    """Open connections to public hosts; use as an async context manager."""

    def __init__(
        self,
        *,
        allow_addresses: Iterable[str] = (),
        ports: frozenset[int] = PORTS,
        lookup: HostLookup = system_lookup,
        rate: RatePolicy = DEFAULT_RATE,
    ) -> None:
        """`allow_addresses` are literal loopback addresses that count as public, for tests (see `guard.Policy`)."""
        self._policy = Policy.allowing(allow_addresses, ports)
        self._lookup = lookup
        self._rate = rate
        self._limiter = RateLimiter(rate)
        self._transport: Transport | None = None

    async def __aenter__(self) -> Self:
        self._transport = Transport(self._policy, Resolver(self._lookup), per_site=self._rate.at_once_per_host)
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._transport is not None:
            await self._transport.aclose()

    async def get(self, url: str, headers: Mapping[str, str] | None = None, *, follow: bool = True) -> HttpResult:
        """The response to a GET, after at most `MOST_REDIRECTS` redirects (after none without `follow`).

        `headers` are sent to the first host only. Raises RequestError, and RateLimitedError for a spent limit.
        """
        result = await self.send(url, headers, follow=follow)
        host = result.url.host
        if result.failure is not None:
            raise RequestError(f"{host}: {result.failure.value}.")
        if is_limited(result):
            raise RateLimitedError(host, _time_after(requested_pause(result.headers)))
        if follow and result.status in REDIRECT_STATUSES and result.location:
            raise RequestError(f"{httpx.URL(url).host}: redirects without end.")
        return result

    async def send(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        content: bytes = b"",
        most_bytes: int | None = None,
        timeouts: Timeouts | None = None,
        follow: bool = True,
    ) -> HttpResult:
        """The response to a request, or its failure, whatever they are; after at most `MOST_REDIRECTS` redirects.

        Only a GET follows redirects. `headers` are sent to the first host only; `most_bytes` of a body are read, by
        default as many as `fetch` reads.
        """
        if self._transport is None:
            raise RuntimeError("a GuardedClient is used inside `async with`")
        first_host, own_headers = httpx.URL(url).host, dict(headers or {})
        sizes = {} if most_bytes is None else {"body_bytes": most_bytes, "json_bytes": most_bytes}
        for turn in range(MOST_REDIRECTS + 1):
            try:
                target = permitted_url(url, self._policy)
            except RefusedError:
                return HttpResult(httpx.URL(url), failure=Failure.REFUSED)
            async with self._limiter.slot(target.host):
                sent = own_headers if target.host == first_host else {}
                times = timeouts or Timeouts()
                result = await fetch(target, self._transport, times, {}, sent, method=method, content=content, **sizes)
            ends = method != "GET" or not follow or turn == MOST_REDIRECTS
            if ends or result.status not in REDIRECT_STATUSES or not result.location:
                return result
            url = str(target.join(result.location))
        raise AssertionError("the last turn returns")

    async def get_json(self, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any] | None:
        """The JSON object at an address; None where the service says that there is none (404, 410).

        Raises RequestError for every other status and for a body that is no JSON object; RateLimitedError.
        """
        result = await self.get(url, headers)
        if result.status in (404, 410):
            return None
        host = result.url.host
        if result.status != 200:
            raise RequestError(f"{host} answers {result.status}.")
        try:
            content = json.loads(result.body)
        except ValueError as error:
            raise RequestError(f"{host} gives an answer that cannot be read.") from error
        if not isinstance(content, dict):
            raise RequestError(f"{host} gives an answer of another shape.")
        return content


def _time_after(seconds: float | None) -> str:
    """ISO 8601, UTC, of the time so many seconds from now; "" for None."""
    if seconds is None:
        return ""
    pause = min(seconds, LONGEST_PAUSE.total_seconds())
    return (datetime.now(UTC) + timedelta(seconds=pause)).isoformat(timespec="seconds")
