"""One lane a service, over tasks, engines and processes."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from components.enrichment.lanes import Lanes, Pace
from components.store.database import open_store, writing
from components.store.schema import lanes as table
from tests.store import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(postgres.new_database("lanes"))
    return f"sqlite:///{tmp_path / 'atlas.sqlite'}"


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = open_store(url)
    yield made
    made.dispose()


@pytest.mark.usefixtures("engine")
def test_no_two_starts_of_three_processes_are_closer_than_the_gap(url: str):
    command = [sys.executable, "-m", "tests.enrichment.lane_worker", url, "6", "0.15"]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    starts = sorted(float(line) for worker in workers for line in worker.communicate(timeout=120)[0].split())
    assert len(starts) == 18
    assert min(later - earlier for earlier, later in pairwise(starts)) >= 0.15


def test_a_lane_whose_holder_was_killed_is_free_after_its_lease(url: str, engine: Engine):
    command = [sys.executable, "-m", "tests.enrichment.lane_worker", url, "1000", "30"]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    worker.stdout.readline()
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    with writing(engine) as connection:  # as if the lease and the gap had passed
        connection.execute(update(table).values(next_at=time.time() - 1, held_until=time.time() - 1))
    assert asyncio.run(turns(engine, 1)) == 1


def test_a_clock_that_was_set_back_stops_nobody(engine: Engine):
    assert asyncio.run(turns(engine, 1)) == 1
    with writing(engine) as connection:
        connection.execute(
            update(table).values(next_at=time.time() + 86_400, holder="x", held_until=time.time() + 86_400)
        )
    assert asyncio.run(turns(engine, 1)) == 1


def test_a_pause_holds_for_everybody(engine: Engine):
    async def go() -> list[float]:
        other = Lanes(engine)
        await other.pause("arxiv", 5.0)
        waited: list[float] = []

        async def sleep(seconds: float) -> None:
            waited.append(seconds)
            with writing(engine) as connection:
                connection.execute(update(table).values(next_at=0.0))

        async with Lanes(engine, sleep).turn("arxiv", Pace(0.0)):
            assert other.waits() == {}
        return waited

    (waited,) = asyncio.run(go())
    assert 4.0 < waited <= 5.0


def test_who_gives_up_waiting_leaves_the_lane_free(engine: Engine):
    async def go() -> int:
        lanes = Lanes(engine)
        async with lanes.turn("arxiv", Pace(0.0, alone=True)):
            waiting = [asyncio.create_task(turns(engine, 1, lanes)) for _ in range(3)]
            await asyncio.sleep(0.1)
            for each in waiting[:2]:
                each.cancel()
        return await asyncio.wait_for(waiting[2], 10)

    assert asyncio.run(go()) == 1


async def turns(engine: Engine, count: int, lanes: Lanes | None = None) -> int:
    """Take so many turns."""
    own = lanes or Lanes(engine)
    for _ in range(count):
        async with own.turn("arxiv", Pace(0.0, alone=True)):
            pass
    return count
