"""What a server does to keep clean: what is too old is deleted from the store, a demo's data goes with its process."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
import threading

from components.settings import is_named, settings

_log = logging.getLogger(__name__)
HOUR = 3600.0


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
    """Deletes what is too old once an hour, beside the server."""

    def __init__(self, every: float = HOUR) -> None:
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="housekeeping", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is being done."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            for work in (forget_old, prune):
                try:
                    work()
                except Exception as error:  # tried again in an hour
                    is_told = type(error).__name__ == "StoreError"  # its message says what is wrong
                    _log.error("what is too old could not be deleted: %s", error, exc_info=not is_told)


def forget_old() -> int:
    """Delete the workspaces that are older than the settings say; returns how many."""
    from components.curation.workspaces.workspaces import forget_unused
    from components.store.database import store

    return forget_unused(store(), settings().workspace_days)


def prune() -> None:
    """Delete verdicts on links that nobody has checked for long, notes of mails sent long ago, and old counters."""
    from components.curation import quotas
    from components.curation.searches import subscriptions
    from components.links import history
    from components.store.database import store

    quotas.prune(store())
    history.prune(store())
    subscriptions.prune(store())
