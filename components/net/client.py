"""Asking services that know more about a link than its own page does: JSON over the same guarded, polite connections.

Used by `github`, `hub` and `archives`, on demand only. Not here: what each service is asked and what its answer means.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from components.net.guard import PORTS, HostLookup, Policy, RefusedError, Resolver, permitted_url, system_lookup
from components.net.rate_limiter import RateLimiter, RatePolicy, requested_pause
from components.net.request import REDIRECT_STATUSES, HttpResult, Timeouts, fetch, is_limited
from components.net.transport import Transport
from components.settings import settings

MOST_REDIRECTS = 3


class RequestError(RuntimeError):
    """A service gave no answer that can be used; the message says which and why."""


class RateLimitedError(RequestError):
    """A service asks for a pause. `retry_at` is ISO 8601 in UTC, "" where it did not say until when."""

    def __init__(self, host: str, retry_at: str) -> None:
        until = f" until {retry_at[:16].replace('T', ' ')} UTC" if retry_at else ""
        super().__init__(f"{host} asks for a pause{until}: try again later, or give a token where it takes one.")
        self.retry_at = retry_at


@dataclass(frozen=True, slots=True)
class Services:
    """Where the services are, and the token one of them may be given."""

    github: str = "https://api.github.com"
    hub: str = "https://huggingface.co"
    wayback: str = "https://web.archive.org"
    software_heritage: str = "https://archive.softwareheritage.org"
    github_token: str = field(default="", repr=False)
    allow_addresses: tuple[str, ...] = ()  # for tests
    ports: frozenset[int] = PORTS
    lookup: HostLookup = system_lookup

    @classmethod
    def usual(cls) -> Services:
        """The services as they are on the internet, with the settings' token if there is one."""
        return cls(github_token=settings().github_token)


class Inquirer:
    """Open connections to the services; use as an async context manager."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self._policy = Policy.allowing(services.allow_addresses, services.ports)
        self._limiter = RateLimiter(RatePolicy(at_once_per_host=2, gap=0.25))
        self._transport: Transport | None = None

    async def __aenter__(self) -> Inquirer:
        self._transport = Transport(self._policy, Resolver(self.services.lookup), per_site=2)
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._transport is not None:
            await self._transport.aclose()

    async def answer(
        self, address: str, headers: Mapping[str, str] | None = None, *, follow: bool = True
    ) -> HttpResult:
        """The last answer of a short chain of redirects; raises InquiryError, and LimitedError for a spent limit.

        The headers given go to the first host alone.
        """
        if self._transport is None:
            raise RuntimeError("an Inquirer is used inside `async with`")
        first_host, given = httpx.URL(address).host, dict(headers or {})
        for _ in range(MOST_REDIRECTS + 1):
            try:
                target = permitted_url(address, self._policy)
            except RefusedError as error:
                raise RequestError(f"{httpx.URL(address).host or address}: {error}.") from error
            async with self._limiter.slot(target.host):
                sent = given if target.host == first_host else {}
                found = await fetch(target, self._transport, Timeouts(), {}, sent)
            if found.failure is not None:
                raise RequestError(f"{target.host}: {found.failure.value}.")
            if is_limited(found):
                raise RateLimitedError(target.host, _moment(requested_pause(found.headers)))
            if not follow or found.status not in REDIRECT_STATUSES or not found.location:
                return found
            address = str(target.join(found.location))
        raise RequestError(f"{first_host}: passes on without end.")

    async def json(self, address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any] | None:
        """The object a service answers with; None where it answers that there is none (404)."""
        found = await self.answer(address, headers)
        if found.status in (404, 410):
            return None
        host = found.url.host
        if found.status != 200:
            raise RequestError(f"{host} answers {found.status}.")
        try:
            content = json.loads(found.body)
        except ValueError as error:
            raise RequestError(f"{host} gives an answer that cannot be read.") from error
        if not isinstance(content, dict):
            raise RequestError(f"{host} gives an answer of another shape.")
        return content


def _moment(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return (datetime.now(UTC) + timedelta(seconds=min(seconds, 30 * 86_400))).isoformat(timespec="seconds")
