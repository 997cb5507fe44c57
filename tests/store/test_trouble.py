"""Each trouble a store can have, really brought about, and told as what it is; and what was saved is still there."""

import os
import socket
import sqlite3
import tempfile
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from components.curation.annotations.decisions import Decision, current, decide
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.settings import settings
from components.store import connections, database
from components.store.database import StoreError, open_store, reading, writing
from components.store.schema import workspaces
from components.store.trouble import Kind, kind_of
from tests.store import postgres

NOBODY = 65534


@pytest.fixture
def folder():
    """A folder that every user of this machine can pass through, as pytest's own cannot."""
    with tempfile.TemporaryDirectory(prefix="atlas-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def file(folder):
    """A store with one decision in it."""
    file = folder / "atlas.sqlite"
    engine = open_store(f"sqlite:///{file}")
    decide(engine, "mine", {"a": Decision.STARRED}, "1")
    engine.dispose()
    return file


def told(*kinds):
    """The trouble that is raised: one of these kinds, with sentences for both who read it and no password in any."""

    @contextmanager
    def expecting():
        with pytest.raises(StoreError) as caught:
            yield caught
        assert caught.value.kind in kinds, caught.value
        words = caught.value.kind.value
        assert words.title
        assert words.visitor.endswith(".")
        assert words.operator in str(caught.value)
        assert words.retry_after > 0
        assert "secret" not in str(caught.value) + words.visitor

    return expecting()


def is_starred(engine):
    return current(engine, "mine") == {"a": Decision.STARRED}


@contextmanager
def as_nobody():
    """Without root's right to write everything; whoever is not root has none."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def only_readable(*paths):
    """Files and folders that everybody may read and nobody write, for a while."""
    before = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555)
    try:
        yield
    finally:
        for path, was in before.items():
            path.chmod(was)


def test_a_full_disk(file):
    engine = open_store(f"sqlite:///{file}")
    pages = sqlite3.connect(file).execute("PRAGMA page_count").fetchone()[0]

    @event.listens_for(engine, "connect")
    def no_more(connection, _record):
        connection.execute(f"PRAGMA max_page_count={pages}")

    engine.dispose()
    with told(Kind.FULL):
        decide(engine, "mine", {f"paper-{number}": Decision.LATER for number in range(3000)}, "2")
    assert is_starred(engine)
    event.remove(engine, "connect", no_more)
    engine.dispose()
    assert decide(engine, "mine", {"b": Decision.LATER}, "2") == 1  # nothing needs to be repaired
    engine.dispose()


def test_a_disk_that_fills_while_the_store_is_upgraded(tmp_path):
    """A new store is made by migrations: all or nothing."""
    url = f"sqlite:///{tmp_path}/atlas.sqlite"
    real = connections._prepare_sqlite

    def small(connection, record):
        real(connection, record)
        connection.execute("PRAGMA max_page_count=4")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connections, "_prepare_sqlite", small)
        with told(Kind.FULL):
            open_store(url)
    engine = open_store(url)
    decide(engine, "mine", {"a": Decision.STARRED}, "1")
    assert is_starred(engine)
    engine.dispose()


def test_a_folder_that_may_only_be_read(file):
    with only_readable(file.parent, file), as_nobody(), told(Kind.READ_ONLY):
        open_store(f"sqlite:///{file}")
    engine = open_store(f"sqlite:///{file}")
    assert is_starred(engine)
    engine.dispose()


def test_a_folder_that_cannot_be_made(folder):
    with only_readable(folder), as_nobody(), told(Kind.READ_ONLY):
        open_store(f"sqlite:///{folder}/new/atlas.sqlite")


def test_a_file_that_may_only_be_read_can_still_be_read(file):
    """In a folder that may be written: SQLite's log can be made beside it."""
    file.parent.chmod(0o777)
    with only_readable(file), as_nobody():
        engine = open_store(f"sqlite:///{file}")
        assert is_starred(engine)
        with told(Kind.READ_ONLY):
            decide(engine, "mine", {"b": Decision.LATER}, "2")
        engine.dispose()


def test_a_write_lock_that_another_program_holds(file, monkeypatch):
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.1)
    engine = open_store(f"sqlite:///{file}")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with told(Kind.LOCKED):
            decide(engine, "mine", {"b": Decision.LATER}, "2")
        assert is_starred(engine)
        other.execute("ROLLBACK")
    assert decide(engine, "mine", {"b": Decision.LATER}, "2") == 1
    engine.dispose()


@pytest.mark.parametrize("content", [b"This is a letter, not a database.\n" * 100, b"PK\x03\x04" + bytes(5000)])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path, content):
    file = tmp_path / "atlas.sqlite"
    file.write_bytes(content)
    with told(Kind.NOT_A_STORE):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes() == content


def test_a_damaged_file(file):
    engine = open_store(f"sqlite:///{file}")
    for number in range(40):
        decide(engine, "mine", {f"paper-{each}": Decision.LATER for each in range(100)}, f"more {number}")
        decide(engine, "mine", {f"paper-{each}": Decision.HIDDEN for each in range(100)}, f"again {number}")
    with reading(engine) as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    content = bytearray(file.read_bytes())
    for start in range(3 * 4096, len(content), 4096):  # all pages but the first ones, which hold the tables' names
        content[start : start + 200] = b"\xff" * 200
    file.write_bytes(content)
    file.with_name(file.name + "-wal").unlink(missing_ok=True)
    with told(Kind.DAMAGED):
        engine = open_store(f"sqlite:///{file}")
        with reading(engine) as connection:
            for table in (
                connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
            ):
                connection.execute(text(f"SELECT * FROM {table}")).all()


def test_a_path_that_is_a_folder(tmp_path):
    (tmp_path / "atlas.sqlite").mkdir()
    with told(Kind.READ_ONLY, Kind.OTHER):
        open_store(f"sqlite:///{tmp_path}/atlas.sqlite")


@pytest.fixture
def url():
    return postgres.new_database("trouble")


def with_query(url, **more):
    return url + "".join(f"&{name}={value}" for name, value in more.items())


def administer(url, *statements):
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_a_postgresql_that_does_not_answer():
    with told(Kind.UNREACHABLE):
        open_store("postgresql://someone:secret@127.0.0.1:1/none")
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes connections and says nothing
        port = silent.getsockname()[1]
        with told(Kind.UNREACHABLE):
            open_store(f"postgresql://someone:secret@127.0.0.1:{port}/none?connect_timeout=2")


def test_a_postgresql_without_that_database_or_user(url):
    with told(Kind.LOGIN):
        open_store(url.replace("/trouble?", "/nothing?"))
    with told(Kind.LOGIN):
        open_store(url.replace("postgres:@", "stranger:secret@"))


def test_a_postgresql_user_that_may_not_make_tables(url):
    administer(url, "DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN PASSWORD 'secret'")
    with told(Kind.PERMISSION) as caught:
        open_store(url.replace("postgres:@", "reader:secret@"))
    assert "CREATE" in str(caught.value)
    open_store(url).dispose()
    with told(Kind.PERMISSION):  # tables are there, but are another user's
        open_store(url.replace("postgres:@", "reader:secret@"))
    administer(
        url,
        "GRANT ALL ON ALL TABLES IN SCHEMA public TO reader",
        "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO reader",
    )
    engine = open_store(url.replace("postgres:@", "reader:secret@"))
    decide(engine, "mine", {"a": Decision.STARRED}, "1")
    assert is_starred(engine)
    engine.dispose()
    administer(url, "DROP OWNED BY reader", "DROP ROLE reader")


def test_a_postgresql_that_is_only_readable(url):
    open_store(url).dispose()
    administer(url, "ALTER DATABASE trouble SET default_transaction_read_only = on")
    engine = open_store(url)
    with told(Kind.READ_ONLY):
        decide(engine, "mine", {"a": Decision.STARRED}, "1")
    assert current(engine, "mine") == {}
    engine.dispose()


def test_a_row_that_another_program_holds(url, monkeypatch):
    monkeypatch.setitem(connections.LIMITS, "lock_timeout", 1)
    engine = open_store(url)
    decide(engine, "mine", {"a": Decision.STARRED}, "1")
    with psycopg.connect(url) as other:
        other.execute("SELECT * FROM atlas_workspaces FOR UPDATE")
        with told(Kind.LOCKED):
            decide(engine, "mine", {"b": Decision.LATER}, "2")
        assert is_starred(engine)
    assert decide(engine, "mine", {"b": Decision.LATER}, "2") == 1
    engine.dispose()


def test_a_statement_that_takes_too_long(url, monkeypatch):
    monkeypatch.setitem(connections.LIMITS, "statement_timeout", 1)
    engine = open_store(url)
    with told(Kind.SLOW), reading(engine) as connection:
        connection.execute(text("SELECT pg_sleep(30)"))
    engine.dispose()


def test_an_address_with_options_sets_its_own_limits(url):
    engine = open_store(with_query(url, options="-c%20statement_timeout=7777"))
    with reading(engine) as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "7777ms"
        assert connection.execute(text("SHOW lock_timeout")).scalar() == "0"
    engine.dispose()
    engine = open_store(url)
    with reading(engine) as connection:
        for name, seconds in connections.LIMITS.items():
            shown = connection.execute(text(f"SELECT setting FROM pg_settings WHERE name = '{name}'")).scalar()
            assert shown == str(1000 * seconds)
    engine.dispose()


def test_a_connection_that_is_ended_in_the_middle(url):
    engine = open_store(url)
    with told(Kind.UNREACHABLE), writing(engine) as connection:
        mine = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        administer(url, f"SELECT pg_terminate_backend({mine})")
        connection.execute(text("SELECT 1"))
    decide(engine, "mine", {"a": Decision.STARRED}, "1")
    assert is_starred(engine)
    engine.dispose()


def test_too_many_connections(url, monkeypatch):
    administer(url, "DROP ROLE IF EXISTS few", "CREATE ROLE few LOGIN SUPERUSER")
    administer(url, "ALTER ROLE few NOSUPERUSER CONNECTION LIMIT 1", "GRANT ALL ON SCHEMA public TO few")
    mine = url.replace("postgres:@", "few:@")
    engine = open_store(mine)
    with reading(engine), told(Kind.CROWDED):
        open_store(mine)
    engine.dispose()
    for name, value in {"POOL": 1, "MORE": 0, "POOL_SECONDS": 0.1}.items():
        monkeypatch.setattr(connections, name, value)
    engine = open_store(url)
    with reading(engine), told(Kind.CROWDED), reading(engine):
        pass
    engine.dispose()
    administer(url, "DROP OWNED BY few CASCADE", "DROP ROLE few")


def test_a_fault_of_ours_is_no_trouble_of_the_store(file):
    engine = open_store(f"sqlite:///{file}")
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(workspaces.insert(), [{"id": "x", "created": "", "changed": ""}] * 2)
    with pytest.raises(OperationalError, match="no such table"), reading(engine) as connection:
        connection.execute(text("SELECT * FROM none_such"))
    with pytest.raises(FileNotFoundError), reading(engine):
        open("/nowhere/at/all")  # noqa: SIM115, PTH123 (it cannot be opened)
    assert kind_of(ValueError("odd")) is None
    engine.dispose()


def test_one_engine_a_process_and_one_attempt_for_all_who_wait(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_DATABASE_URL", f"sqlite:///{tmp_path}/atlas.sqlite")
    settings.cache_clear()
    database.close()
    assert len({id(database.store()) for _ in range(3)}) == 1
    database.close()
    monkeypatch.setenv("DIGEST_ATLAS_DATABASE_URL", f"sqlite:///{tmp_path}/garbage")
    (tmp_path / "garbage").write_bytes(b"garbage" * 1000)
    settings.cache_clear()
    attempts = []
    real = open_store

    def counted():
        attempts.append(1)
        return real()

    monkeypatch.setattr(database, "open_store", counted)

    def ask():
        with pytest.raises(StoreError):
            database.store()

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(attempts) == 1
    monkeypatch.setattr(database, "AGAIN_AFTER", 0.0)
    (tmp_path / "garbage").unlink()
    assert workspace_id(database.store(), new_token())
    database.close()
    settings.cache_clear()
