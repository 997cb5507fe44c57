"""One lane a service, kept in the store: however many processes ask, a service is never asked too fast.

The limits of services count all machines of one operator together, so that the time of the next question is a row that
all share. A service that takes one connection at a time is held while a question is under way, and its pause begins
when that has ended: so no two starts are closer than the pause, however slowly a request gets there.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from components.store.database import reading, writing
from components.store.schema import lanes

LEASE = 90.0  # seconds a question may take; who holds a lane for longer has ended without giving it back
FARTHEST = 3600.0  # seconds; a next start farther away than any pause means that the clock was set back
_POLL = 0.2  # seconds between two looks at a lane that somebody holds


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a service may be asked."""

    gap: float  # seconds between two starts; of a service asked one at a time: between an end and the next start
    alone: bool = False  # one question at a time, over all processes


class Lanes:
    """The lanes of one store, as one event loop uses them: in it, first come is first served."""

    def __init__(self, engine: Engine, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._engine = engine
        self._sleep = sleep
        self._locks: dict[str, asyncio.Lock] = {}
        self._holder = uuid.uuid4().hex

    @asynccontextmanager
    async def turn(self, service: str, pace: Pace) -> AsyncIterator[None]:
        """Wait until a service may be asked, and hold it for one question where it takes one at a time."""
        async with self._locks.setdefault(service, asyncio.Lock()):
            await self._wait(service, pace)
            if pace.alone:
                try:
                    yield
                finally:
                    await asyncio.shield(asyncio.to_thread(self._release, service, pace))
                return
        yield

    async def _wait(self, service: str, pace: Pace) -> None:
        """Return when the lane is ours; where that is given up, a claim that came through just then is given back."""
        claim: asyncio.Future[float] | None = None
        try:
            while True:
                claim = asyncio.ensure_future(asyncio.to_thread(self._claim, service, pace))
                if (wait := await asyncio.shield(claim)) <= 0:
                    return
                await self._sleep(wait)
        except BaseException:
            if claim is not None and await claim <= 0:
                await asyncio.to_thread(self._release, service, pace)
            raise

    async def pause(self, service: str, seconds: float) -> None:
        """Nobody asks a service for so long."""
        await asyncio.to_thread(self._pause, service, seconds)

    def waits(self) -> dict[str, float]:
        """Seconds until each service may be asked again, those that may be asked now left out."""
        with reading(self._engine) as connection:
            at = _clock(connection)
            rows = connection.execute(select(lanes.c.service, lanes.c.next_at)).all()
        return {service: next_at - at for service, next_at in rows if 0 < next_at - at < FARTHEST}

    def _claim(self, service: str, pace: Pace) -> float:
        """0 where the lane is ours now, else the seconds after which to look again."""
        with writing(self._engine) as connection:
            next_at, holder, held_until = _row(connection, service)
            at = _clock(connection)
            if holder and at < held_until < at + FARTHEST:
                return _POLL
            if at < next_at < at + FARTHEST:
                return next_at - at
            held = {"holder": self._holder, "held_until": at + LEASE} if pace.alone else {}
            _set(connection, service, next_at=at + pace.gap, **held)
        return 0.0

    def _release(self, service: str, pace: Pace) -> None:
        with writing(self._engine) as connection:
            next_at, holder, _ = _row(connection, service)
            if holder == self._holder:
                after = max(next_at, _clock(connection) + pace.gap)
                _set(connection, service, next_at=after, holder="", held_until=0.0)

    def _pause(self, service: str, seconds: float) -> None:
        with writing(self._engine) as connection:
            next_at, _, _ = _row(connection, service)
            _set(connection, service, next_at=max(next_at, _clock(connection) + min(seconds, FARTHEST)))


def _row(connection: Connection, service: str) -> tuple[float, str, float]:
    """(next_at, holder, held_until) of a lane, locked until the transaction ends; made where it is not there."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(lanes).values(service=service, next_at=0.0).on_conflict_do_nothing())
    wanted = select(lanes.c.next_at, lanes.c.holder, lanes.c.held_until).where(lanes.c.service == service)
    row = connection.execute(wanted.with_for_update()).one()
    return float(row[0]), str(row[1]), float(row[2])


def _set(connection: Connection, service: str, **values: object) -> None:
    connection.execute(update(lanes).where(lanes.c.service == service).values(**values))


def _clock(connection: Connection) -> float:
    """Unix time: of the database where replicas share one, since their own clocks may differ."""
    if connection.dialect.name == "postgresql":
        return float(connection.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())
    return time.time()
