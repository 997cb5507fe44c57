"""What a server does to keep clean: what is too old is deleted from the store, a demo's data goes with its process."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable

from components.server import memory
from components.settings import is_named, settings

_log = logging.getLogger(__name__)
HOUR = 3600.0
GREW = 32_000_000  # bytes from which it is worth looking for memory to give back
UNUSED = 60.0  # seconds that what was made from digests stays after its last use


def prepare() -> None:
    """Give a demo that was given no folder one of its own, which goes when the process ends.

    The name of the folder goes into the environment, so that worker processes use the same one.
    """
    if settings().demo and not is_named("DIGEST_ATLAS_DATA"):
        folder = tempfile.mkdtemp(prefix="digest-atlas-demo-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["DIGEST_ATLAS_DATA"] = folder
        settings.cache_clear()


class Housekeeping:
    """Deletes what is too old once an hour, and lets go of what nobody looks at any more; beside the server."""

    def __init__(self, every: float = HOUR, looks: float = 15.0) -> None:
        """`every` seconds what is stored is looked through, every `looks` seconds what is in memory."""
        self._every, self._looks = every, looks
        self._trimmed = 0  # bytes that were resident after memory was last given back
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is being done."""
        self._stop.set()

    def _run(self) -> None:
        due = time.monotonic() + self._every
        while not self._stop.wait(min(self._looks, self._every)):
            works: list[Callable[[], object]] = [let_go, self._trim_where_grown]
            if time.monotonic() >= due:
                due += self._every
                works += [forget_old, prune]
            for work in works:
                try:
                    work()
                except Exception:  # a store that cannot be reached now is tried again in an hour
                    _log.exception("what is too old could not be let go of")

    def _trim_where_grown(self) -> None:
        """What a large digest needed for a moment is free by now, but the C library still holds it."""
        if memory.resident() > self._trimmed + GREW:
            memory.trim()
            self._trimmed = memory.resident()


def let_go() -> int:
    """Let go of what was made from digests that nobody looks at any more; returns how many sets of digests."""
    from components.workspace import contexts

    dropped = contexts.kept.drop_unused(UNUSED)
    if dropped:
        memory.give_back()
    return dropped


def forget_old() -> int:
    """Delete the workspaces that are older than the settings say; returns how many."""
    from components.curation.workspaces.workspaces import forget_unused
    from components.store.database import store

    return forget_unused(store(), settings().workspace_days)


def prune() -> None:
    """Delete verdicts on links that nobody has checked for long, notes of old mails and looks, and old counters.

    Digests that are older than their workspace says go into its archive.
    """
    from datetime import UTC, datetime

    from components.curation import quotas
    from components.curation.searches import subscriptions
    from components.curation.workspaces import archive
    from components.ingestion import sources
    from components.links import history
    from components.store.database import store

    quotas.prune(store())
    history.prune(store())
    subscriptions.prune(store())
    sources.prune(store(), datetime.now(UTC))
    archive.archive_old(store(), datetime.now(UTC))
