import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, text

from components.store import database
from components.store.database import StoreError, open_store, reading, writing

PATIENCE = 60  # seconds: only a failure takes so long


@pytest.fixture
def engine(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path}/atlas.sqlite")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE numbers (number INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE texts (text BLOB)"))
    yield engine
    engine.dispose()


def put(connection, number):
    connection.execute(text("INSERT INTO numbers VALUES (:number)"), {"number": number})


def others_wait(engine, count=1):
    """Return as soon as so many writers wait for their turn."""
    queue, ends = database._writers_of(engine), time.monotonic() + PATIENCE
    while queue._waiting < count:
        assert time.monotonic() < ends
        time.sleep(0.002)


def numbers(engine):
    with reading(engine) as connection:
        return connection.execute(text("SELECT number FROM numbers ORDER BY number")).scalars().all()


def commits_of(engine):
    found: list[object] = []
    event.listen(engine, "commit", found.append)
    return found


def test_writers_that_wait_are_committed_together_and_each_sees_its_own_on_the_disk(engine):
    commits = commits_of(engine)
    begun = threading.Event()

    def first():
        with writing(engine) as connection:
            begun.set()
            others_wait(engine, 11)
            put(connection, 0)

    def later(number):
        begun.wait()
        with writing(engine) as connection:
            put(connection, number)
        return number in numbers(engine)

    with ThreadPoolExecutor(12) as pool:
        pool.submit(first)
        assert all(pool.map(later, range(1, 12)))
    assert numbers(engine) == list(range(12))
    assert len(commits) - 11 < 12  # one for each reading, and fewer than one a writer for the rest


def test_one_that_fails_takes_back_its_part_alone(engine):
    begun, waiting = threading.Event(), threading.Event()

    def good(number):
        with writing(engine) as connection:
            begun.set()
            waiting.wait(PATIENCE)
            put(connection, number)

    def bad():
        begun.wait()
        with writing(engine) as connection:
            put(connection, 50)
            raise KeyError

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(good, 1)
        failed = pool.submit(bad)
        second = pool.submit(good, 2)
        others_wait(engine, 2)
        waiting.set()
        first.result(PATIENCE)
        second.result(PATIENCE)
        with pytest.raises(KeyError):
            failed.result(PATIENCE)
    assert numbers(engine) == [1, 2]


def test_a_commit_that_fails_is_told_to_all_who_wrote(engine, monkeypatch):
    begun = threading.Event()
    real = engine.dialect.do_commit

    def fail(_connection):
        monkeypatch.setattr(engine.dialect, "do_commit", real)
        raise OSError("disk full")

    def first():
        with writing(engine) as connection:
            begun.set()
            others_wait(engine)
            put(connection, 1)

    def second():
        begun.wait()
        with writing(engine) as connection:
            monkeypatch.setattr(engine.dialect, "do_commit", fail)
            put(connection, 2)

    with ThreadPoolExecutor(2) as pool:
        for result in (pool.submit(first), pool.submit(second)):
            with pytest.raises(OSError, match="disk full"):
                result.result(PATIENCE)
    assert numbers(engine) == []
    with writing(engine) as connection:
        put(connection, 3)
    assert numbers(engine) == [3]


def test_a_part_that_takes_the_whole_transaction_along_is_told_to_all_who_wrote(engine):
    wrote = threading.Event()

    def first():
        with writing(engine) as connection:
            put(connection, 1)
            wrote.set()
            others_wait(engine)

    def on_a_full_disk():
        wrote.wait()
        with writing(engine) as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.execute(text(f"PRAGMA max_page_count = {pages + 3}"))
            connection.execute(text("INSERT INTO texts VALUES (zeroblob(50000000))"))

    with ThreadPoolExecutor(2) as pool:
        for result in (pool.submit(first), pool.submit(on_a_full_disk)):
            with pytest.raises(StoreError, match="full"):
                result.result(PATIENCE)
    assert numbers(engine) == []
    with writing(engine) as connection:
        put(connection, 2)
    assert numbers(engine) == [2]


def test_many_writers_some_of_which_fail_leave_exactly_what_succeeded(engine):
    def write(number):
        with writing(engine) as connection:
            put(connection, number)
            if number % 7 == 0:
                raise KeyError

    def attempt(number):
        try:
            write(number)
        except KeyError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        succeeded = list(pool.map(attempt, range(200)))
    assert numbers(engine) == [number for number in range(200) if succeeded[number]]
    assert succeeded.count(False) == 29


def test_a_writer_of_another_process_is_waited_for(engine, tmp_path):
    other = open_store(f"sqlite:///{tmp_path}/atlas.sqlite")

    def write(number):
        with writing(other if number % 2 else engine) as connection:
            put(connection, number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(60)))
    assert numbers(engine) == list(range(60))
    other.dispose()
