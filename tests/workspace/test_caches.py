"""Values kept between requests: made once, however many ask, and bounded in number and bytes."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial

import pytest

from components.workspace import cache
from components.workspace.cache import MEGABYTE, Cache


def test_a_value_is_made_once_for_all_who_ask_at_the_same_time():
    kept: Cache[str] = Cache(3)
    gate, made = threading.Event(), []

    def make():
        gate.wait(10)
        made.append("x")
        return "value"

    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(kept.get("key", make))) for _ in range(5)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join(10)
    assert found == ["value"] * 5
    assert made == ["x"]


def test_what_fails_is_not_kept_and_is_tried_again():
    kept: Cache[int] = Cache(3)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept.get("key", lambda: 2) == 2


def test_the_least_recently_used_goes_first_and_is_told():
    dropped: list[int] = []
    kept: Cache[int] = Cache(3, on_drop=dropped.append)
    for number in (1, 2, 3, 1, 4):
        kept.get(number, partial(int, number))
    assert dropped == [2]
    kept.drop(3)
    kept.drop(3)
    assert dropped == [2, 3]
    kept.clear()
    assert sorted(dropped) == [1, 2, 3, 4]
    assert len(kept) == 0


def test_values_are_bounded_by_their_bytes():
    kept: Cache[bytes] = Cache(100, megabytes=2, weigh=len)
    for number in range(5):
        kept.get(number, lambda: bytes(MEGABYTE // 2))
    assert len(kept) == 4
    assert kept.get("larger than all", lambda: bytes(3 * MEGABYTE)) == bytes(3 * MEGABYTE)
    assert len(kept) == 1


def test_who_waits_is_told_for_what_and_nobody_else():
    kept: Cache[int] = Cache(3, waiting="Reading the digests")
    told: list[str] = []

    @contextmanager
    def show(words):
        told.append(words)
        yield

    token = cache.show_waiting.set(show)
    try:
        assert kept.get("key", lambda: 1) == 1
        assert kept.get("key", lambda: 1) == 1
    finally:
        cache.show_waiting.reset(token)
    assert told == ["Reading the digests"]
    assert kept.get("another", lambda: 2) == 2
    assert told == ["Reading the digests"]
