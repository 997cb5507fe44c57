"""How much of something was used within an hour or a day, counted in the store, so that all replicas share it.

What is taken counts at once and is given back where it was not used. Periods are those of the clock, in UTC.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects import postgresql, sqlite

from components.store.database import writing
from components.store.schema import counters

HOUR, DAY = "%Y-%m-%dT%H", "%Y-%m-%d"  # as a period is written
KEPT = timedelta(days=2)  # that old periods stay
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Grant:
    """What was taken: how much, from which counters."""

    amount: int
    names: tuple[str, ...]
    period: str


def present() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def counter(what: str, whose: str = "") -> str:
    """The name of a counter; of a network address or a mail address only a hash is stored."""
    return f"{what} {hashlib.sha256(whose.encode()).hexdigest()[:32]}" if whose else what


def take(engine: Engine, wanted: int, bounds: Mapping[str, int], period: str = HOUR, clock: Clock = present) -> Grant:
    """As much of `wanted` as all counters have left, `bounds` being name → the most of a period; it counts as used."""
    if not bounds:
        return Grant(max(0, wanted), (), "")
    with writing(engine) as connection:
        return take_within(connection, wanted, bounds, period, clock)


def take_within(
    connection: Connection, wanted: int, bounds: Mapping[str, int], period: str = HOUR, clock: Clock = present
) -> Grant:
    """The same as a part of a transaction that writes more: what fails takes nothing."""
    key = clock().strftime(period)
    granted = max(0, wanted)
    if granted and bounds:
        # In one order, so that two transactions never wait for each other's rows.
        used = {name: _add(connection, name, key, granted) - granted for name in sorted(bounds)}
        left = min(bounds[name] - before for name, before in used.items())
        over = granted - max(0, min(granted, left))
        granted -= over
        for name in sorted(bounds) if over else ():
            _add(connection, name, key, -over)
    return Grant(granted, tuple(sorted(bounds)), key)


def give_back(engine: Engine, grant: Grant, amount: int) -> Grant:
    """Count so much of a grant as not used after all; returns what is left of it."""
    amount = max(0, min(amount, grant.amount))
    if amount and grant.names:
        with writing(engine) as connection:
            for name in grant.names:
                _add(connection, name, grant.period, -amount)
    return replace(grant, amount=grant.amount - amount)


def prune(engine: Engine, clock: Clock = present) -> int:
    """Delete the counters of old periods; returns how many."""
    oldest = (clock() - KEPT).strftime(DAY)
    with writing(engine) as connection:
        return connection.execute(counters.delete().where(counters.c.period < oldest)).rowcount


def _add(connection: Connection, name: str, period: str, amount: int) -> int:
    """Change a counter, which begins at 0; returns what it is now. Its row is held until the transaction ends."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(counters).values(name=name, period=period, amount=amount)
    changed = row.on_conflict_do_update(
        index_elements=[counters.c.name, counters.c.period], set_={"amount": counters.c.amount + row.excluded.amount}
    )
    return int(connection.execute(changed.returning(counters.c.amount)).scalar_one())
