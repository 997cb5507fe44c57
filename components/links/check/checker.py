"""Checking links: requests under a rate limit, redirects followed one by one, retries where they help, one verdict.

verdicts = asyncio.run(check_all(urls, on_verdict, should_stop, CheckSettings()))
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from ssl import SSLContext

import httpx

from components.links.check import judgement
from components.links.check.judgement import Judgement
from components.links.check.page import Page, read_page
from components.links.domains import REPOSITORY_HOSTS, host_of
from components.links.verdict import State, Verdict, now
from components.net.guard import PORTS, HostLookup, Policy, RefusedError, Resolver, permitted_url, system_lookup
from components.net.rate_limiter import RateLimiter, RatePolicy, requested_pause
from components.net.request import (
    BODY_BYTES,
    REDIRECT_STATUSES,
    RETRYABLE,
    Failure,
    HttpResult,
    Timeouts,
    fetch,
    is_limited,
    without_fragment,
)
from components.net.transport import Transport

MOST_REDIRECTS = 10
REPOSITORY_BYTES = 393_216  # on the page of a repository its readme comes after some 200 kB of other markup


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """The settings of a run; the defaults are for a public host."""

    allow_addresses: tuple[str, ...] = ()  # literal loopback addresses that count as public: for tests
    ports: frozenset[int] = PORTS
    rate_policy: RatePolicy = field(default_factory=RatePolicy)
    timeouts: Timeouts = field(default_factory=Timeouts)
    retries: int = 2  # more tries after a failure that may pass
    backoff: float = 0.5  # seconds before the first retry; doubled for the next, with jitter
    guessed_scheme: frozenset[str] = frozenset()  # addresses written without a scheme: http is tried after https
    lookup: HostLookup = system_lookup
    lookup_deadline: float = 5.0
    tls: SSLContext | None = None


@dataclass(slots=True)
class _Trace:
    """The redirects of one link so far."""

    asked: str
    chain: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)  # by host: none is sent to another
    seen: set[tuple[str, str]] = field(default_factory=set)  # (address, cookies sent): the same twice is a loop
    seconds: float = 0.0


class Checker:
    """The open connections and rate limiter of one run; use as an async context manager."""

    def __init__(self, settings: CheckSettings) -> None:
        self.settings = settings
        self.limiter = RateLimiter(settings.rate_policy)
        self._policy = Policy.allowing(settings.allow_addresses, settings.ports)
        self._transport: Transport | None = None

    async def __aenter__(self) -> Checker:
        resolver = Resolver(self.settings.lookup, deadline=self.settings.lookup_deadline)
        per_site = self.settings.rate_policy.at_once_per_host
        self._transport = Transport(self._policy, resolver, self.settings.tls, per_site=per_site)
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._transport is not None:
            await self._transport.aclose()

    async def check(self, url: str) -> Verdict:
        """The verdict on one link; never raises for what a host does."""
        verdict = await self._check(url, url)
        if url in self.settings.guessed_scheme and verdict.state in (State.DOWN, State.DEAD) and verdict.status is None:
            plain = await self._check(url, "http://" + url.removeprefix("https://"))
            if plain.state is not State.DOWN and plain.status is not None:
                return plain
        return verdict

    async def _check(self, url: str, first: str) -> Verdict:
        trace = _Trace(first)
        address = first
        answer: HttpResult | None = None
        while len(trace.chain) <= MOST_REDIRECTS:
            try:
                target = permitted_url(address, self._policy)
            except RefusedError:
                trace.chain.append(address)
                refused = HttpResult(httpx.URL("http://refused"), failure=Failure.REFUSED)
                return self._verdict(url, trace, refused, judgement.judge_failure(refused))
            answer = await self._request(target, trace)
            if answer is None:
                return self._limited_unasked(url, trace, target.host)
            following = self._next_address(answer, trace)
            if isinstance(following, Judgement):
                return self._verdict(url, trace, answer, following)
            if following is None:
                return await self._judge_end(url, trace, answer)
            address = following
        endless = Judgement(State.DEAD, "it redirects without end")
        return self._verdict(url, trace, answer or HttpResult(httpx.URL(first)), endless)

    async def _request(self, target: httpx.URL, trace: _Trace) -> HttpResult | None:
        """One address, with retries; None where its host has limited too many requests."""
        address = str(target)
        trace.chain.append(address)
        cookies = trace.cookies.setdefault(target.host, {})
        for attempt in range(self.settings.retries + 1):
            if self.limiter.is_exhausted(target.host):
                return None
            follows_redirect = attempt == 0 and len(trace.chain) > 1 and host_of(trace.chain[-2]) == target.host
            answer = await self._fetch(target, cookies, follows_redirect=follows_redirect)
            trace.seconds += answer.seconds
            if attempt == self.settings.retries or not await self._should_retry(target.host, answer, attempt):
                break
        if is_limited(answer):
            self.limiter.note_given_up(target.host)
        cookies.update(answer.cookies)
        if answer.status is not None:
            trace.statuses.append(answer.status)
        return answer

    async def _fetch(self, target: httpx.URL, cookies: dict[str, str], *, follows_redirect: bool = False) -> HttpResult:
        if self._transport is None:
            raise RuntimeError("a Checker is used inside `async with`")
        async with self.limiter.slot(target.host, follows_redirect=follows_redirect):
            most = REPOSITORY_BYTES if target.host.removeprefix("www.") in REPOSITORY_HOSTS else BODY_BYTES
            return await fetch(target, self._transport, self.settings.timeouts, cookies, body_bytes=most)

    async def _should_retry(self, host: str, answer: HttpResult, attempt: int) -> bool:
        """Whether to ask once more; returns after the pause that the host asked for, or a backoff."""
        asked = requested_pause(answer.headers)
        if is_limited(answer):
            pause = self.settings.backoff * 2 if asked is None else asked
            worth = pause <= self.settings.rate_policy.longest_pause and (attempt == 0 or pause <= 10)
            self.limiter.note_limited(host, pause=pause if worth else 0.0)
            if worth:
                await asyncio.sleep(pause)
            return worth
        failed = answer.failure in RETRYABLE or answer.status in judgement.RETRIED_STATUS
        if not failed:
            if answer.failure is None:
                self.limiter.note_success(host)
            return False
        if answer.failure is Failure.TIMEOUT and attempt >= 1:
            return False
        if answer.status is not None and answer.is_html and judgement.is_wall(answer, _page(answer)):
            return False
        pause = self.settings.backoff * 2**attempt
        if asked is not None:
            if asked > self.settings.rate_policy.longest_pause:
                return False
            pause = max(pause, asked)
        await asyncio.sleep(pause * random.uniform(0.9, 1.3) if asked is None else pause)
        return True

    def _next_address(self, answer: HttpResult, trace: _Trace) -> str | Judgement | None:
        """The next address, or the end of a broken chain as a judgement, or None where there is nothing to follow."""
        location = ""
        if answer.status in REDIRECT_STATUSES:
            if not answer.location:
                return Judgement(State.DOWN, f"it redirects without saying where ({answer.status})")
            location = answer.location
        elif answer.status == 200 and answer.is_html and b"refresh" in answer.body.lower():
            location = _page(answer).refresh
        if not location:
            return None
        if judgement.is_malformed(location):
            return Judgement(State.DOWN, "it redirects to something that is no address")
        try:
            following = answer.url.join(location)
        except (httpx.InvalidURL, ValueError, TypeError):
            return Judgement(State.DOWN, "it redirects to something that is no address")
        if answer.url.fragment and not following.fragment:
            following = following.copy_with(fragment=answer.url.fragment)
        if not answer.location and str(without_fragment(following)) == str(without_fragment(answer.url)):
            return None  # a page that only reloads itself
        sent = ";".join(f"{name}={value}" for name, value in sorted(trace.cookies.get(following.host, {}).items()))
        step = (str(without_fragment(following)), sent)
        trace.seen.add((trace.chain[0].partition("#")[0], ""))
        if step in trace.seen:
            return Judgement(State.DEAD, "it redirects in a circle")
        trace.seen.add(step)
        return str(following)

    async def _judge_end(self, url: str, trace: _Trace, answer: HttpResult) -> Verdict:
        """The verdict on the end of a chain."""
        if answer.failure is not None:
            return self._verdict(url, trace, answer, judgement.judge_failure(answer))
        page = _page(answer) if answer.is_html else Page()
        found = judgement.judge_status(answer, page)
        if found is None:
            found = judgement.judge_page(answer, page, trace.asked)
            sent_home = len(trace.chain) > 1 and judgement.is_sent_home(trace.asked, str(answer.url))
            if found.state is State.ALIVE and sent_home and await self._sends_anything_home(trace):
                found = Judgement(State.SUSPECT, "it sends every address to its front page")
            elif found.unsure and not await self._sibling_alike(answer, page):
                found = Judgement(State.ALIVE, "it answers")
        if found.state is State.ALIVE:
            found = _judge_redirects(trace, answer)
        return self._verdict(url, trace, answer, found)

    async def _sibling(self, url: httpx.URL) -> HttpResult:
        """The response to an address beside this one that cannot exist."""
        folder = url.path.rstrip("/").rpartition("/")[0]
        sibling = url.copy_with(path=f"{folder}/{secrets.token_hex(8)}", query=None, fragment=None)
        return await self._fetch(sibling, {})

    async def _sends_anything_home(self, trace: _Trace) -> bool:
        sibling = await self._sibling(httpx.URL(trace.asked))
        if sibling.status not in REDIRECT_STATUSES or not sibling.location:
            return False
        with contextlib.suppress(httpx.InvalidURL, ValueError):
            return judgement.is_sent_home(str(sibling.url), str(sibling.url.join(sibling.location)))
        return False

    async def _sibling_alike(self, answer: HttpResult, page: Page) -> bool:
        sibling = await self._sibling(answer.url)
        if sibling.status != 200 or _page(sibling).title != page.title:
            return False
        return not page.is_shell or _page(sibling).text == page.text

    def _limited_unasked(self, url: str, trace: _Trace, host: str) -> Verdict:
        reason = f"not asked: {host} has asked for pauses again and again"
        return Verdict(url, State.LIMITED, None, "", tuple(trace.chain), trace.seconds, reason, now())

    def _verdict(self, url: str, trace: _Trace, answer: HttpResult, found: Judgement) -> Verdict:
        retry_at, reason = "", found.reason
        asked = requested_pause(answer.headers) if found.state in (State.LIMITED, State.DOWN) else None
        if asked is not None:
            until = datetime.now(UTC) + timedelta(seconds=min(asked, 30 * 86_400))
            retry_at = until.isoformat(timespec="seconds")
            reason += f"; ask again after {until:%Y-%m-%d %H:%M} UTC"
        reached = "" if answer.status is None else trace.chain[-1]
        return Verdict(
            url,
            found.state,
            answer.status,
            reached,
            tuple(trace.chain),
            round(trace.seconds, 3),
            reason,
            now(),
            retry_at,
        )


def _page(answer: HttpResult) -> Page:
    return _read(answer.body, answer.headers.get("content-type", ""))


_read = lru_cache(maxsize=64)(read_page)  # several rules read one page


def _judge_redirects(trace: _Trace, answer: HttpResult) -> Judgement:
    """Alive, redirect or moved, by the chain of redirects."""
    here, there = trace.asked.partition("#")[0], str(without_fragment(answer.url))
    if len(trace.chain) == 1 or here.rstrip("/") == there.rstrip("/"):
        return Judgement(State.ALIVE, "it answers")
    if all(status in judgement.PERMANENT for status in trace.statuses[:-1]) and len(trace.statuses) == len(trace.chain):
        return Judgement(State.MOVED, f"moved for good to {there}")
    return Judgement(State.REDIRECT, f"it answers at {there}")


@contextlib.asynccontextmanager
async def _cancelled_after(tasks: Sequence[asyncio.Task[None]]) -> AsyncIterator[None]:
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def check_all(
    urls: Iterable[str],
    on_verdict: Callable[[Verdict], None],
    should_stop: Callable[[], bool] = lambda: False,
    settings: CheckSettings | None = None,
    *,
    checker: Checker | None = None,
) -> None:
    """Check every distinct address and pass each verdict on as it comes; what was not reached gets none.

    Per host at most as many links are under way as the host may have requests; `should_stop` is asked before each.
    """
    chosen = settings or CheckSettings()
    lanes: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        lanes.setdefault(host_of(url), []).append(url)

    async def work(queue: list[str], running: Checker) -> None:
        while queue and not should_stop():
            url = queue.pop(0)
            on_verdict(await _check_safely(running, url))

    async with contextlib.AsyncExitStack() as stack:
        running = checker if checker is not None else await stack.enter_async_context(Checker(chosen))
        tasks = [
            asyncio.create_task(work(queue, running))
            for queue in lanes.values()
            for _ in range(min(len(queue), chosen.rate_policy.at_once_per_host))
        ]
        async with _cancelled_after(tasks):
            await asyncio.gather(*tasks)


async def _check_safely(running: Checker, url: str) -> Verdict:
    """A verdict whatever happens: an error of the checker on one link must not end the run for the others."""
    try:
        return await running.check(url)
    except Exception as error:
        reason = f"it could not be checked ({type(error).__name__})"
        return Verdict(url, State.DOWN, reason=reason, checked_at=now())
