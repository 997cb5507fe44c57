"""An Analysis computed in a process of its own, so that the server never imports umap or scikit-learn.

`start` returns at once; the page asks the Run for its steps. The child is `python -m components analyse`. It watches
its standard input and ends when that closes, so it never outlives the server; it is always waited for, so it never
stays behind as a zombie. A few children at once: later ones wait, and the page says so; one that takes many times as
long as its papers should is ended with all that it started, so that nobody waits for ever.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from components.landscape.analysis import cache
from components.landscape.analysis.incremental import relayout_key
from components.landscape.embeddings.models import DEFAULT_MODEL
from components.landscape.result import Analysis, analysis_key, save
from components.paths import ROOT
from components.settings import settings
from components.text import counted

RESULT = "analysis.npz"
STOP_TIMEOUT = 5.0  # seconds a stopped child gets before it is killed
# Seconds a child may take: some fifty times what it takes on two cores, so that a slow machine is in time.
LIMIT, LIMIT_A_PAPER, LIMIT_A_PAPER_BY_OTHER_MODELS = 300.0, 0.05, 0.5
MAX_CHILDREN = max(2, (os.cpu_count() or 2) // 2)  # children; each takes a processor and some hundred megabytes
_WAITING = "Waiting until other maps are drawn"
_NO_RESULT = "The map could not be computed: the computing process ended without a word. Try again."
_KILLED = (
    "The map could not be computed: the system ended the computing process, perhaps for want of memory. "
    "Try again, or with fewer papers."
)

_log = logging.getLogger(__name__)
_slots = threading.BoundedSemaphore(MAX_CHILDREN)
_running: dict[str, Run] = {}
_running_lock = threading.Lock()


class Run:
    """One computation under way or done. Safe to ask from any thread; pages share a Run of the same papers."""

    def __init__(self, papers: pd.DataFrame, key: str, model: str, before: Analysis | None = None) -> None:
        self.key = key
        self._steps: list[tuple[str, float]] = []
        self._error = ""
        self._stopped = False
        self._done = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._launching = threading.Lock()  # a child is not launched while somebody stops it
        self._watcher = threading.Thread(
            target=self._watch, args=(papers, model, before), name=f"analysis-{key[:8]}", daemon=True
        )
        self._watcher.start()

    def steps(self) -> list[tuple[str, float]]:
        """What was done so far, in order: (sentence, share of the whole done when it began)."""
        return list(self._steps)

    @property
    def finished(self) -> bool:
        """Whether the child has ended and its result, if any, is in the cache."""
        return self._done.is_set()

    @property
    def error(self) -> str:
        """One sentence for the visitor; empty while all is well and after `stop`."""
        return self._error

    @property
    def stopped(self) -> bool:
        """Whether a person stopped it."""
        return self._stopped

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has finished; False when the time ran out first."""
        return self._done.wait(seconds)

    def analysis(self) -> Analysis | None:
        """The result, once finished without error."""
        return cache.get(self.key) if self.finished and not self._error and not self._stopped else None

    def stop(self) -> None:
        """End the child now; returns when it is gone. Harmless when it has already ended."""
        with self._launching:
            self._stopped = self._stopped or not self.finished
        self._end()
        self._done.wait(STOP_TIMEOUT)

    def _end_late(self, papers: int, seconds: float) -> None:
        """End a child that has taken too long, hung or not."""
        self._error = (
            f"The map of {counted(papers, 'paper')} was not ready after {seconds / 60:.0f} minutes, so it was stopped. "
            "Try again; if that happens again, try fewer papers."
        )
        _log.error("the computing process of %s papers was ended after %.0f s", papers, seconds)
        self._end()
        if self._process:
            self._kill_all(self._process)

    def _watch(self, papers: pd.DataFrame, model: str, before: Analysis | None) -> None:
        """Wait for a place, compute, and let everybody know that it is over, whatever happened."""
        try:
            if self._wait_for_slot():
                try:
                    self._compute(papers, model, before)
                finally:
                    _slots.release()
        except OSError as error:
            self._error = (
                f"The map could not be computed: {error.strerror}. Make room in the server’s memory and its folder "
                "for temporary files, then try again."
            )
        except Exception:  # a page waits for this: it must learn that the run ended
            _log.exception("a computing process could not be followed")
            self._error = _NO_RESULT
        finally:
            with _running_lock:
                if _running.get(self.key) is self:
                    del _running[self.key]
            self._done.set()

    def _wait_for_slot(self) -> bool:
        """Wait until a child may be launched; False when it was stopped before."""
        if not _slots.acquire(blocking=False):
            self._steps.append((_WAITING, 0.0))
            while not _slots.acquire(timeout=0.2):
                if self._stopped:
                    return False
        return True

    def _compute(self, papers: pd.DataFrame, model: str, before: Analysis | None) -> None:
        """Launch the child, read its lines to the end, then put its result into the cache. Raises OSError."""
        with tempfile.TemporaryDirectory(prefix="digest-atlas-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            command = _command(folder, papers, model, before)
            with self._launching:
                if self._stopped:
                    return
                process = self._process = _launched(command)
            seconds = time_limit(len(papers), model)
            late = threading.Timer(seconds, self._end_late, (len(papers), seconds))
            late.daemon = True
            late.start()
            try:
                last_words: deque[str] = deque(maxlen=20)
                errors = threading.Thread(target=_drain, args=(process, last_words), daemon=True)
                errors.start()
                for line in process.stdout or ():
                    self._read_progress(line)
                errors.join(STOP_TIMEOUT)
                status = process.wait()
                if not self._stopped and not self._error:
                    self._store_result(status, folder / RESULT, last_words)
            finally:
                late.cancel()
                self._end()

    def _read_progress(self, line: str) -> None:
        with contextlib.suppress(json.JSONDecodeError, TypeError, KeyError, ValueError):
            message = json.loads(line)
            if "error" in message:
                self._error = self._error or str(message["error"])
            elif "step" in message:
                self._steps.append((str(message["step"]), float(message["done"])))

    def _store_result(self, status: int, result: Path, last_words: Iterable[str]) -> None:
        if status != 0 or not result.exists():
            _log.error("the computing process ended with %s: %s", status, "".join(last_words).strip())
            self._error = _KILLED if status == -signal.SIGKILL else _NO_RESULT
            return
        try:
            cache.put(self.key, result)
        except OSError as error:
            self._error = f"The map was computed but could not be kept: {error.strerror}. Check the cache folder."

    def _end(self) -> None:
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_TIMEOUT)
            self._kill_all(process)
        with contextlib.suppress(OSError):
            if process.stdin:
                process.stdin.close()

    def _kill_all(self, process: subprocess.Popen[str]) -> None:
        """End what is left of a child and of all that it started, which may hold the pipes that are read here."""
        with contextlib.suppress(OSError):  # nothing is left
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def time_limit(papers: int, model: str = DEFAULT_MODEL) -> float:
    """Seconds that a child may take for so many papers."""
    return LIMIT + papers * (LIMIT_A_PAPER if model == DEFAULT_MODEL else LIMIT_A_PAPER_BY_OTHER_MODELS)


def _command(folder: Path, papers: pd.DataFrame, model: str, before: Analysis | None) -> list[str]:
    """What the child is called with; what it reads is written into the folder."""
    asked = folder / "papers.json"
    columns = papers[["paper_id", "title", "abstract"]].astype(str)
    asked.write_text(json.dumps(columns.to_dict("records")), encoding="utf-8")
    command = [sys.executable, "-m", "components", "analyse", "--input", str(asked), "--output", str(folder / RESULT)]
    command += ["--model", model, "--until-input-closes"]
    if before:
        save(before, folder / "before.npz")
        command += ["--before", str(folder / "before.npz")]
    return command


def _launched(command: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # a group of its own, so that whatever it starts can be ended with it
        env=os.environ
        | {
            "DIGEST_ATLAS_CACHE": str(settings().cache_folder),
            "DIGEST_ATLAS_MODELS": str(settings().models_folder.absolute()),
            "DIGEST_ATLAS_SCHEDULER": settings().scheduler,
            "PYTHONUNBUFFERED": "1",
        },
    )


def _drain(process: subprocess.Popen[str], last_words: deque[str]) -> None:
    """Read standard error away, so that a talkative library never blocks the child."""
    for line in process.stderr or ():
        last_words.append(line)


def start(papers: pd.DataFrame, model: str = DEFAULT_MODEL, before: Analysis | None = None) -> Run:
    """Compute the Analysis of these papers (paper_id, title, abstract) beside the server; returns at once.

    `before` is an Analysis of the same papers: the layout starts from its map. Work already under way gives the same
    Run. The result is found under `Run.key` in the cache.
    """
    key = analysis_key(papers, model)
    key = relayout_key(key, before.key) if before else key
    with _running_lock:
        if key not in _running:
            _running[key] = Run(papers, key, model, before)
        return _running[key]
