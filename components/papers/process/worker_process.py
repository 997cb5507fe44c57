"""One reading process as the server sees it, and the lanes in which visitors wait for one.

The process gets nothing of the server's environment but what Python needs, so no secret lies beside what a stranger
gave. It is ended where it takes longer than its limits, and started again for the next request.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from components.papers.process.limits import clock_for, seconds_for
from components.papers.process.messages import MalformedMessageError, Message, receive, send
from components.papers.process.plain import NotPlainError, decoder
from components.papers.reading.files import Begun
from components.paths import ROOT

COMMAND = (sys.executable, "-m", "components.papers.process.child")
IDLE = 120.0  # seconds after which a process that nobody needs is ended
_START = 60.0  # seconds for a process to start and to take the files
_POLL = 0.1
_MOST_KEPT = 20_000_000  # bytes of requests after which a process is not used again
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # each thread would reserve memory that is bounded

Stopping = Callable[[], bool]
OnBegin = Callable[[Begun], None]
_log = logging.getLogger(__name__)


class ReadingStopped(RuntimeError):  # noqa: N818 - a visitor did it; it is no error
    """The visitor stopped the reading; nothing was changed."""


class TooCostlyError(RuntimeError):
    """The process had to be ended, or ended by itself, at `begun` (None: before it began anything)."""

    def __init__(self, begun: Begun | None, *, late: bool) -> None:
        super().__init__()
        self.begun, self.late = begun, late


class WorkerProcess:
    """One reading process, for one request at a time."""

    def __init__(self, niceness: int) -> None:
        self._popen = subprocess.Popen(
            [*COMMAND, str(niceness)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | _ONE_THREAD,
        )
        self.used = time.monotonic()
        self.given = 0  # bytes of all requests
        self._answers: queue.Queue[Message | None] = queue.Queue(maxsize=8)
        self._last_words: deque[bytes] = deque(maxlen=20)
        self._ended = False
        for task in (self._listen, self._drain):
            threading.Thread(target=task, name="reading", daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether it can take a request."""
        return not self._ended and self._popen.poll() is None

    def ask(
        self,
        request: Mapping[str, Any],
        contents: Sequence[bytes],
        on_begin: OnBegin,
        stopping: Stopping,
        on_part: Callable[[dict[str, Any]], None] = lambda _: None,
    ) -> Message:
        """The answer to a request; `on_part` is given those that come before it.

        Raises ReadingStopped and TooCostlyError; the process is gone then, as after any other error.
        """
        begun: Begun | None = None
        until = time.monotonic() + _START
        self.given += sum(map(len, contents))
        threading.Thread(target=self._send, args=(request, contents), name="reading", daemon=True).start()
        try:
            while True:
                answer = self._next(until, begun, stopping)
                values = answer[0]
                if "begun" in values:
                    begun = decoder(Begun)(values["begun"])
                    until = time.monotonic() + clock_for(seconds_for(begun.size, merging=not begun.content_hash))
                    on_begin(begun)
                elif "done" in values:
                    self.used = time.monotonic()
                    return values["done"], answer[1]
                else:
                    on_part(values)
        except (NotPlainError, KeyError, TypeError) as error:
            self.end()
            raise TooCostlyError(begun, late=False) from error
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """End the process now."""
        self._ended = True
        self._popen.kill()
        self._popen.wait()
        for stream in (self._popen.stdin, self._popen.stdout, self._popen.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _next(self, until: float, begun: Begun | None, stopping: Stopping) -> Message:
        while True:
            try:
                answer = self._answers.get(timeout=_POLL)
            except queue.Empty:
                if stopping():
                    raise ReadingStopped from None
                if time.monotonic() > until:
                    raise TooCostlyError(begun, late=True) from None
                continue
            if answer is None:
                status = self._popen.wait()
                late = status == -getattr(signal, "SIGXCPU", 0)
                if not late and not self._ended:
                    _log.warning(
                        "a reading process ended with %s: %s",
                        status,
                        b"".join(self._last_words).decode("utf-8", "replace"),
                    )
                raise TooCostlyError(begun, late=late)
            return answer

    def _send(self, request: Mapping[str, Any], contents: Sequence[bytes]) -> None:
        assert self._popen.stdin is not None
        with contextlib.suppress(OSError, ValueError):  # it has ended: who waits for the answer learns that
            send(self._popen.stdin, request, contents)  # type: ignore[arg-type]

    def _listen(self) -> None:
        """Take answers as they come, so that one that comes slowly holds up nobody who has to look at the clock."""
        assert self._popen.stdout is not None
        with contextlib.suppress(OSError, ValueError, MalformedMessageError):
            while (answer := receive(self._popen.stdout)) is not None:  # type: ignore[arg-type]
                self._put(answer)
        self._popen.kill()
        self._put(None)

    def _put(self, answer: Message | None) -> None:
        """Hand an answer over, unless nobody waits for it any more."""
        while not self._ended:
            with contextlib.suppress(queue.Full):
                self._answers.put(answer, timeout=1.0)
                return

    def _drain(self) -> None:
        assert self._popen.stderr is not None
        with contextlib.suppress(OSError, ValueError):
            for line in self._popen.stderr:
                self._last_words.append(line[:500])


class Lane:
    """Where requests wait for a process, first come, first served; at most `at_once` are answered at a time."""

    def __init__(self, at_once: int, niceness: int) -> None:
        self._at_once, self._niceness = at_once, niceness
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._busy = 0
        self._idle: list[WorkerProcess] = []
        self._reaper: threading.Timer | None = None

    @contextmanager
    def process(self, stopping: Stopping = lambda: False) -> Iterator[WorkerProcess]:
        """A process for one request. Raises ReadingStopped while it waits, OSError where none can be started."""
        self._wait(stopping)
        try:
            process = self._take() or WorkerProcess(self._niceness)
            yield process
            if process.given > _MOST_KEPT:
                process.end()  # what it took of memory it does not give back
            elif process.alive:
                with self._lock:
                    self._idle.append(process)
                    self._reap_later()
        finally:
            self._leave()

    def _wait(self, stopping: Stopping) -> None:
        turn = threading.Event()
        with self._lock:
            if self._busy < self._at_once and not self._waiting:
                self._busy += 1
                return
            self._waiting.append(turn)
        while not turn.wait(_POLL):
            if stopping():
                with self._lock:
                    if turn in self._waiting:
                        self._waiting.remove(turn)
                        raise ReadingStopped
                    # its turn has just come: it is passed on
                self._leave()
                raise ReadingStopped

    def _leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._busy -= 1

    def _take(self) -> WorkerProcess | None:
        with self._lock:
            while self._idle:
                process = self._idle.pop()
                if process.alive:
                    return process
                process.end()
        return None

    def _reap_later(self) -> None:
        """See to it that idle processes end, where nothing does yet; called with the lock."""
        if self._reaper is None and self._idle:
            self._reaper = threading.Timer(IDLE, self._end_idle)
            self._reaper.daemon = True
            self._reaper.start()

    def _end_idle(self) -> None:
        """End the processes that nobody has asked for a while."""
        before = time.monotonic() - IDLE
        with self._lock:
            old = [process for process in self._idle if process.used <= before]
            self._idle = [process for process in self._idle if process.used > before]
            self._reaper = None
            self._reap_later()
        for process in old:
            process.end()
