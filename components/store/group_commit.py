"""Group commit: writers of one SQLite file that wait for each other are committed together, with one disk sync.

Each has its own savepoint in the transaction: one that fails rolls back its part alone, and none returns before the
whole is on the disk. Between processes SQLite's own lock does the queueing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

MOST = 50  # writers in one transaction: the first of them waits for the last


class CommitGroup:
    """One transaction that several writers share."""

    def __init__(self, connection: Connection):
        self.connection = connection
        self.writers = 0
        self.error: BaseException | None = None
        self.finished = threading.Event()

    def commit(self) -> None:
        """Commit unless the transaction is lost already, and let everyone who wrote know how it went."""
        try:
            if self.error is None:
                self.connection.commit()
        except BaseException as error:
            self.error = error
            raise
        finally:
            if self.error is not None:
                self.connection.invalidate()  # closed, not given back: nothing half written is left open in it
            self.connection.close()
            self.finished.set()

    def failed(self, error: BaseException) -> None:
        """Report the error of one part: where it ended the whole transaction, nothing of that is committed."""
        driver = self.connection.connection.driver_connection
        if driver is None or not driver.in_transaction:
            self.error = error

    def wait(self) -> None:
        """Return when what was written is on the disk; raise what the commit raised."""
        self.finished.wait()
        if self.error is not None:
            raise self.error


class WriteQueue:
    """The writers of one store in this process: one writes at a time, those who waited are committed together."""

    def __init__(self, connect: Callable[[], Connection]):
        self._connect = connect
        self._lock = threading.Lock()
        self._counting = threading.Lock()
        self._waiting = 0
        self._group: CommitGroup | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection to write by; when the block has ended without an error, what it wrote is on the disk."""
        group = self._enter()
        try:
            with _part(group.connection):
                yield group.connection
        except BaseException as error:
            group.failed(error)
            raise
        finally:
            last = self._leave(group)
        if not last:
            group.wait()

    def _enter(self) -> CommitGroup:
        """Wait for the lock, then join the open transaction or begin one."""
        with self._counting:
            self._waiting += 1
        try:
            self._lock.acquire()
        finally:
            with self._counting:
                self._waiting -= 1
        try:
            if self._group is None:
                connection = self._connect()
                try:
                    connection.begin()
                except BaseException:
                    connection.close()
                    raise
                self._group = CommitGroup(connection)
            self._group.writers += 1
        except BaseException:
            self._lock.release()
            raise
        return self._group

    def _leave(self, group: CommitGroup) -> bool:
        """Commit unless another writer waits, who then will; True where it was committed here."""
        try:
            last = self._waiting == 0 or group.writers >= MOST or group.error is not None
            if last:
                self._group = None
                group.commit()
        finally:
            self._lock.release()
        return last


@contextmanager
def _part(connection: Connection) -> Iterator[None]:
    """One writer's part of a shared transaction, rolled back alone if it fails.

    Executed by the driver itself: SQLAlchemy's own nested transactions take a fifth of the time of a small write.
    A full disk and the like make SQLite roll the whole transaction back by itself: then there is no part any more.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if driver.in_transaction:
            driver.execute("ROLLBACK TO part")
            driver.execute("RELEASE part")
        raise
    driver.execute("RELEASE part")
