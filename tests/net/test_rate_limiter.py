"""Turns, gaps and pauses, and what headers ask for."""

from __future__ import annotations

import asyncio
import email.utils
import itertools
import time

import pytest

from components.net.rate_limiter import RateLimiter, RatePolicy, limit_is_exhausted, requested_pause


def test_starts_at_one_host_are_a_gap_apart() -> None:
    async def run() -> list[float]:
        limiter = RateLimiter(RatePolicy(gap=0.01, at_once_per_host=4))
        loop = asyncio.get_running_loop()
        starts: list[float] = []

        async def ask() -> None:
            async with limiter.slot("example.org"):
                starts.append(loop.time())
                await asyncio.sleep(0.02)

        await asyncio.gather(*(ask() for _ in range(6)))
        return starts

    starts = asyncio.run(run())
    assert min(later - earlier for earlier, later in itertools.pairwise(starts)) >= 0.0049
    assert starts[-1] - starts[0] >= 0.0399


def test_following_where_one_was_sent_needs_no_gap() -> None:
    async def run() -> float:
        limiter = RateLimiter(RatePolicy(gap=60.0))
        async with limiter.slot("example.org"):
            pass
        async with asyncio.timeout(10), limiter.slot("example.org", follows_redirect=True):
            return limiter.in_flight()

    assert asyncio.run(run()) == 1


def test_no_more_at_once_than_allowed_in_all_and_per_host() -> None:
    async def run() -> tuple[int, int]:
        limiter = RateLimiter(RatePolicy(gap=0.0, at_once=5, at_once_per_host=2))
        most = {"all": 0, "a": 0}
        at_a = 0

        async def ask(host: str) -> None:
            nonlocal at_a
            async with limiter.slot(host):
                at_a += host == "a"
                most["all"] = max(most["all"], limiter.in_flight())
                most["a"] = max(most["a"], at_a)
                await asyncio.sleep(0.002)
                at_a -= host == "a"

        await asyncio.gather(*(ask(host) for host in "abcdefg" * 4))
        return most["all"], most["a"]

    in_all, at_one_host = asyncio.run(run())
    assert in_all == 5
    assert 1 <= at_one_host <= 2


@pytest.mark.parametrize(("complaints", "expected"), [(1, ["slow", "quick"]), (2, ["quick", "slow"])])
def test_the_second_complaint_pauses_the_whole_host_and_no_other(complaints: int, expected: list[str]) -> None:
    async def run() -> tuple[list[str], dict[str, float]]:
        limiter = RateLimiter(RatePolicy(gap=0.0))
        order: list[str] = []

        async def ask(host: str) -> None:
            async with limiter.slot(host):
                order.append(host)

        for _ in range(complaints):
            limiter.note_limited("slow", pause=0.05)
        waits = limiter.pauses()
        await asyncio.gather(ask("slow"), ask("quick"))
        return order, waits

    order, waits = asyncio.run(run())
    assert order == expected
    assert list(waits) == ["slow"]
    assert 0 < waits["slow"] <= 0.05


def test_the_gap_grows_with_complaints_and_shrinks_with_answers() -> None:
    async def run() -> tuple[float, float, float]:
        limiter = RateLimiter(RatePolicy(gap=0.05, longest_gap=0.3))
        for _ in range(9):
            limiter.note_limited("a")
        grown = limiter.gap("a")
        for _ in range(3):
            limiter.note_success("a")
        shrunk = limiter.gap("a")
        for _ in range(100):
            limiter.note_success("a")
        return grown, shrunk, limiter.gap("a")

    assert asyncio.run(run()) == (0.3, 0.15, 0.05)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": " 120 "}, 120.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "²"}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "²"}, None),
        ({"ratelimit": '"pages";r=0;t=²'}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "30"}, 30.0),
        ({"x-ratelimit-remaining": "9", "x-ratelimit-reset": "30"}, None),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "12"}, 12.0),
        ({"ratelimit": '"pages";r=0;t=55'}, 55.0),
        ({"ratelimit": '"pages";r=3;t=55'}, None),
        ({"ratelimit": "limit=100, remaining=0, reset=5"}, None),
    ],
)
def test_pause_asked(headers: dict[str, str], seconds: float | None) -> None:
    assert requested_pause(headers) == seconds


def test_a_date_and_a_moment_are_counted_from_now() -> None:
    date = email.utils.formatdate(time.time() + 100, usegmt=True)
    assert requested_pause({"retry-after": date}) == pytest.approx(100, abs=5)
    moment = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(time.time()) + 100)}
    assert requested_pause(moment) == pytest.approx(100, abs=5)


@pytest.mark.parametrize(
    ("headers", "spent"),
    [
        ({}, False),
        ({"x-ratelimit-remaining": "0"}, True),
        ({"x-ratelimit-remaining": "10"}, False),
        ({"ratelimit": '"api";r=0;t=3'}, True),
        ({"ratelimit": "limit=100, remaining=0, reset=5"}, True),
    ],
)
def test_limit_is_spent(headers: dict[str, str], spent: bool) -> None:
    assert limit_is_exhausted(headers) is spent
