"""Counters of an hour or a day: shared by all who have the store, exact whoever takes at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from components.curation import quotas
from components.curation.quotas import DAY, HOUR, counter
from components.store.database import reading
from components.store.schema import counters

NOON = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)


def at(**later):
    return lambda: NOON + timedelta(**later)


@pytest.fixture
def name(request):
    """A counter of this test's own: tests share a store."""
    return counter("test", request.node.name)


def test_so_much_is_taken_as_all_counters_have_left(engine, name):
    other = f"{name} other"
    assert quotas.take(engine, 60, {name: 100, other: 70}, HOUR, at()).amount == 60
    assert quotas.take(engine, 60, {name: 100, other: 70}, HOUR, at()).amount == 10
    assert quotas.take(engine, 60, {name: 100}, HOUR, at()).amount == 30
    assert quotas.take(engine, 1, {name: 100}, HOUR, at()).amount == 0
    assert quotas.take(engine, 1, {name: 100}, HOUR, at(hours=1)).amount == 1
    assert quotas.take(engine, 500, {name: 50}, HOUR, at(hours=1)).amount == 49
    assert quotas.take(engine, 10**6, {}).amount == 10**6
    assert quotas.take(engine, -5, {name: 100}).amount == 0


def test_what_is_not_used_is_given_back_once(engine, name):
    grant = quotas.take(engine, 80, {name: 100}, HOUR, at())
    rest = quotas.give_back(engine, grant, 50)
    assert rest.amount == 30
    assert quotas.give_back(engine, rest, 1000).amount == 0  # never more than was taken
    assert quotas.take(engine, 1000, {name: 100}, HOUR, at()).amount == 100


def test_what_is_given_back_later_is_of_the_hour_it_was_taken_in(engine, name):
    grant = quotas.take(engine, 100, {name: 100}, HOUR, at())
    assert quotas.take(engine, 100, {name: 100}, HOUR, at(hours=1)).amount == 100
    quotas.give_back(engine, grant, 100)
    assert quotas.take(engine, 1, {name: 100}, HOUR, at(hours=1)).amount == 0


def test_many_at_once_take_no_more_than_there_is(engine, name):
    bounds = {name: 100, f"{name} a": 1000, f"{name} b": 1000}

    def take(_):
        return quotas.take(engine, 7, bounds, DAY, at()).amount

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(40))) == 100


def test_old_periods_are_deleted_and_present_ones_are_not(engine, name):
    quotas.take(engine, 1, {name: 9}, HOUR, at(days=-5))
    quotas.take(engine, 1, {name: 9}, DAY, at(days=-5))
    quotas.take(engine, 1, {name: 9}, HOUR, at())
    quotas.take(engine, 1, {name: 9}, DAY, at())
    quotas.prune(engine, at())
    with reading(engine) as connection:
        left = connection.execute(select(counters.c.period).where(counters.c.name == name)).scalars().all()
    assert sorted(left) == ["2026-11-26", "2026-11-26T12"]


def test_no_address_is_stored_as_it_is():
    assert "203.0.113.9" not in counter("links", "address 203.0.113.9")
    assert counter("links", "address 203.0.113.9") != counter("links", "address 203.0.113.8")
    assert counter("links") == "links"
