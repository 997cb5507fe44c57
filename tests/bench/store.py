"""How safe and how quick keeping is: writers killed at 200 random moments, 20 writers at once, links checked often."""

from __future__ import annotations

import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from components.curation.annotations.decisions import Decision, current, decide, undo
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.links import history
from components.links.verdict import State, Verdict
from components.store.database import open_store
from tests.bench.row import Row
from tests.curation.kills import kill_writers
from tests.store.postgres import start

WRITERS, WRITES, THINK = 20, 60, 0.01  # writes a writer, and its seconds of thought between two


def rows() -> list[Row]:
    """Decisions lost or made up by kills, milliseconds of a write among 20 writers, of a bulk and its undo."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'atlas.sqlite'}"
        return [
            *durability(f"{url}-killed"),
            *writers("SQLite", url),
            *writers("PostgreSQL", start()),
            *bulk(url),
            *verdicts(f"{url}-links"),
        ]


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


def verdicts(url: str, links: int = 1000, checks: int = 50) -> list[Row]:
    """Read the newest verdicts on links that were checked often, as every rerun of a page does.

    Processor time, the least of many runs: whatever else the machine does only adds to it.
    """
    engine = open_store(url)
    urls = [f"https://example.org/{number}" for number in range(links)]
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    for day in range(checks):
        at = (begin + timedelta(days=day)).isoformat(timespec="seconds")
        history.append(engine, [Verdict(each, State.ALIVE, 200, each, (each,), 0.2, "It answers", at) for each in urls])
    times = []
    for _ in range(41):
        start = time.process_time()
        if len(history.latest(engine, urls)) != links:
            raise AssertionError("a verdict was lost")
        times.append(1000 * (time.process_time() - start))
    engine.dispose()
    return [Row(f"newest verdicts on {links:,} links with {checks} checks each", min(times), "ms", 10)]


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
