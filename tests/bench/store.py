"""How safe and how quick keeping is: writers killed at 200 random moments, and 20 writers at once."""

from __future__ import annotations

import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from components.curation.annotations.decisions import Decision, current, decide, undo
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.store.database import open_store
from tests.bench.row import Row
from tests.curation.kills import kill_writers
from tests.store.postgres import start

WRITERS, WRITES, THINK = 20, 60, 0.01  # writes a writer, and its seconds of thought between two


def rows() -> list[Row]:
    """Decisions lost or made up by kills, milliseconds of a write among 20 writers, of a bulk and its undo."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'atlas.sqlite'}"
        return [*durability(f"{url}-killed"), *writers("SQLite", url), *writers("PostgreSQL", start()), *bulk(url)]


def durability(url: str, kills: int = 200) -> list[Row]:
    """What a store holds after `kills` writers were killed in the middle of their work."""
    outcome = kill_writers(url, kills)
    told = f"of {len(outcome.acknowledged):,} acknowledged decisions, {kills} kills"
    return [
        Row(f"lost {told}", len(outcome.lost), "", 0),
        Row(f"invented {told}", len(outcome.invented), "", 0),
        Row(f"steps kept in part, {kills} kills", outcome.torn, "", 0),
    ]


def writers(name: str, url: str) -> list[Row]:
    """Twenty threads, each of a workspace of its own, decide one paper at a time."""
    engine = open_store(url)
    barrier = threading.Barrier(WRITERS)

    def write(_: int) -> list[float]:
        workspace = workspace_id(engine, new_token())
        times = []
        barrier.wait()
        for number in range(WRITES):
            start = time.perf_counter()
            decide(engine, workspace, {f"paper-{number}": Decision.STARRED}, f"step-{number}")
            times.append(1000 * (time.perf_counter() - start))
            time.sleep(THINK)
        if len(current(engine, workspace)) != WRITES:
            raise AssertionError("a decision was lost")
        return times

    with ThreadPoolExecutor(WRITERS) as pool:
        times = np.concatenate(list(pool.map(write, range(WRITERS))))
    engine.dispose()
    return [
        Row(f"{name}: {WRITERS} writers, a decision kept, median", float(np.median(times)), "ms"),
        Row(f"{name}: {WRITERS} writers, a decision kept, 95th percentile", float(np.percentile(times, 95)), "ms", 20),
    ]


def bulk(url: str, count: int = 14_000) -> list[Row]:
    """Hide `count` papers as one step, read them, and take the step back."""
    engine = open_store(url)
    workspace = workspace_id(engine, new_token())
    papers = dict.fromkeys((f"paper-{number}" for number in range(count)), Decision.HIDDEN)
    found = []
    for what, work in (
        ("decide about", lambda: decide(engine, workspace, papers, "bulk")),
        ("read the decisions about", lambda: current(engine, workspace)),
        ("take back the decisions about", lambda: undo(engine, workspace)),
    ):
        start = time.perf_counter()
        work()
        found.append(Row(f"{what} {count:,} papers as one step", time.perf_counter() - start, "s"))
    engine.dispose()
    return found
