"""A run in a thread of its own: it ends by itself, is stopped within a wait, and passes on what its work raises."""

from __future__ import annotations

import asyncio
import threading

from components.net.background_run import BackgroundRun


class Sleeping(BackgroundRun):
    """Sleeps so many seconds, and notes how that ended."""

    def __init__(self, seconds: float, error: Exception | None = None) -> None:
        super().__init__()
        self.whole: bool | None = None
        self.closed, self.error, self._raised = False, "", error
        threading.Thread(target=self._run, args=(seconds,), daemon=True).start()

    def _run(self, seconds: float) -> None:
        try:
            self.whole = asyncio.run(self._unless_stopped(self._sleep(seconds)))
        except ValueError as error:
            self.error = str(error)
        finally:
            self._ended.set()

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.sleep(seconds)
        finally:
            self.closed = True
        if self._raised:
            raise self._raised


def test_a_run_ends_by_itself():
    run = Sleeping(0.0)
    assert run.wait(20)
    assert (run.running, run.whole, run.closed) == (False, True, True)


def test_a_stop_cuts_the_work_short_and_lets_it_close_what_it_opened():
    run = Sleeping(3_600.0)
    assert not run.wait(0.05)
    assert run.running
    run.stop()
    assert run.wait(20)
    assert (run.running, run.whole, run.closed) == (False, False, True)


def test_what_the_work_raises_is_raised_to_the_run():
    run = Sleeping(0.0, ValueError("no such library"))
    assert run.wait(20)
    assert run.error == "no such library"
