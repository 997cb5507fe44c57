"""What following costs where nothing is due: elapsed and processor time of a tick over two hundred sources."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import Engine

from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import touch, workspace_id
from components.ingestion import source, sources
from components.ingestion.fetchers.outside import Outside
from components.ingestion.schedule import Look, LookOutcome
from components.store.database import now, open_store, writing
from components.workspace.following import rounds
from tests.bench.row import Row
from tests.store.postgres import new_database

SOURCES, OF_ONE, TICKS = 200, 40, 50
NOON = datetime(2026, 6, 1, 13, tzinfo=UTC)


def rows() -> list[Row]:
    """Milliseconds of a tick over 200 sources with sixty looks each, nothing due, on both kinds of store."""
    with tempfile.TemporaryDirectory() as folder:
        places = {"SQLite": f"sqlite:///{Path(folder) / 'atlas.sqlite'}", "PostgreSQL": new_database("bench_following")}
        return [row for name, address in places.items() for row in idle(name, address)]


def idle(name: str, address: str) -> list[Row]:
    """A tick that finds nothing to do."""
    engine = open_store(address)
    fill(engine)
    elapsed, used = [], []
    for _ in range(TICKS):
        start, before = time.perf_counter(), time.process_time()
        found = list(rounds.follow(engine, Outside(), lambda: NOON))
        elapsed.append(1000 * (time.perf_counter() - start))
        used.append(1000 * (time.process_time() - before))
        if found:
            raise AssertionError("something was due")
    engine.dispose()
    told = f"{name}: a tick over {SOURCES} sources, nothing due"
    return [
        Row(f"{told}, median", float(np.median(elapsed)), "ms", 50),
        Row(f"{told}, processor time, median", float(np.median(used)), "ms"),
    ]


def fill(engine: Engine) -> None:
    """Two hundred sources of five workspaces, none of them due for two hours, each with sixty looks."""
    for _ in range(SOURCES // OF_ONE):
        workspace = workspace_id(engine, new_token())
        specs = [source.feed(f"https://example.org/{number}") for number in range(OF_ONE)]
        with writing(engine) as connection:
            touch(connection, workspace, now())
            for spec in specs:
                sources.add_within(connection, workspace, spec, NOON)
        for spec in specs:
            looks = [Look((NOON - timedelta(days=age)).date().isoformat(), NOON, LookOutcome.NEW) for age in range(60)]
            with writing(engine) as connection:
                sources.keep_within(connection, spec.key(workspace), looks, NOON, sources.Cursor())
            token = new_token()
            sources.claim(engine, spec.key(workspace), token, NOON)
            sources.release(engine, spec.key(workspace), token, NOON + timedelta(hours=2))
