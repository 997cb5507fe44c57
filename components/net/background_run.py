"""A run beside the page: asynchronous work in a daemon thread of its own, which pages and commands wait for or stop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

_POLL = 0.1  # seconds between two looks whether somebody stopped
_CLOSING = 5.0  # seconds that cancelled work has to close what it opened


class BackgroundRun:
    """What every such run has. Every method may be called from any thread; `_ended` is set at the very end."""

    def __init__(self) -> None:
        self._stopping, self._ended = threading.Event(), threading.Event()

    @property
    def running(self) -> bool:
        """True until all is done, or the run was stopped or failed."""
        return not self._ended.is_set()

    def stop(self) -> None:
        """End the run soon; what it has done stays."""
        self._stopping.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Block until the run has ended; False where `seconds` passed first."""
        return self._ended.wait(seconds)

    async def _unless_stopped(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do the work, raising what it raises; False where it was cut short because somebody stopped the run."""
        task = asyncio.ensure_future(work)
        while not task.done():
            await asyncio.wait([task], timeout=_POLL)
            if self._stopping.is_set() and not task.done():
                task.cancel()
                await asyncio.wait([task], timeout=_CLOSING)
                return False
        task.result()
        return True
