import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, inspect, select

from components.settings import settings
from components.store.database import ReadOnlyError, StoreError, open_store, read_only, reading, writing
from components.store.migrations.upgrade import HEAD, VERSION_TABLE, revision
from components.store.schema import metadata, verdicts


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/made/on/demand/atlas.sqlite"


def row(url="https://example.org/", state="alive"):
    return {
        "url": url, "state": state, "status": 200, "final_url": url, "chain": "[]",
        "seconds": 0.1, "reason": "", "checked_at": "2026-01-01T00:00:00Z",
    }  # fmt: skip


def test_a_new_store_has_every_table(url):
    names = set(inspect(open_store(url)).get_table_names())
    assert names >= set(metadata.tables) | {VERSION_TABLE}


def test_sqlite_is_set_up_for_many_writers_and_durable_commits(url):
    with reading(open_store(url)) as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in (
            "journal_mode", "synchronous", "foreign_keys", "busy_timeout")}  # fmt: skip
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_without_an_address_the_store_lies_in_the_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path))
    monkeypatch.setenv("DIGEST_ATLAS_DATABASE_URL", "sqlite")
    monkeypatch.setenv("DATABASE_URL", "mysql://of-another-program")
    settings.cache_clear()
    try:
        open_store()
    finally:
        settings.cache_clear()
    assert (tmp_path / "atlas.sqlite").is_file()


def test_what_was_written_is_there_after_opening_again(url):
    with writing(open_store(url)) as connection:
        connection.execute(verdicts.insert(), [row()])
    with reading(open_store(url)) as connection:
        assert connection.execute(select(verdicts.c.url)).scalars().all() == ["https://example.org/"]


def test_a_block_that_fails_writes_nothing(url):
    engine = open_store(url)

    def write_and_fail():
        with writing(engine) as connection:
            connection.execute(verdicts.insert(), [row()])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(verdicts)).scalar() == 0


def test_reading_then_writing_from_many_threads_loses_nothing(url):
    engine = open_store(url)
    barrier = threading.Barrier(8)

    def count_up(_):
        barrier.wait()
        for _ in range(10):
            with writing(engine) as connection:
                last = connection.execute(select(func.max(verdicts.c.status))).scalar() or 0
                connection.execute(verdicts.insert(), [row() | {"status": last + 1}])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(8)))
    with reading(engine) as connection:
        assert connection.execute(select(func.max(verdicts.c.status))).scalar() == 80


def test_two_processes_may_open_a_new_store_at_once(url):
    with ThreadPoolExecutor(6) as pool:
        engines = list(pool.map(lambda _: open_store(url), range(6)))
    with reading(engines[0]) as connection:
        assert revision(connection) == HEAD


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("no address", "no database address"),
        ("mysql://someone:secret@host/none", "of the kind “mysql”"),
        ("sqlite:////proc/nowhere/atlas.sqlite", "cannot be opened"),
        ("postgresql://someone:secret@127.0.0.1:1/none", "cannot be reached"),
    ],
)
def test_a_store_that_cannot_be_opened_says_so_without_the_password(address, sentence):
    with pytest.raises(StoreError, match=sentence) as caught:
        open_store(address)
    assert "secret" not in str(caught.value)
    assert "DATABASE_URL" in str(caught.value)


def test_who_may_only_look_reads_and_cannot_write(url):
    engine = open_store(url)
    with writing(engine) as connection:
        connection.execute(verdicts.insert().values(row()))
    looking = read_only(engine)
    with pytest.raises(ReadOnlyError, match="nothing can be changed"), writing(looking):
        raise AssertionError("the block began")
    with reading(looking) as connection:
        assert connection.execute(select(func.count()).select_from(verdicts)).scalar() == 1
    with writing(engine) as connection:  # the owner still can
        connection.execute(verdicts.insert().values(row("https://example.org/other")))
