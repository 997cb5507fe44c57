"""An Analysis computed in a process of its own, so that the server never imports umap or scikit-learn.

`start` returns at once; the page asks the Run for its steps. The child is `python -m components analyse`. It watches
its standard input and ends when that closes, so it never outlives the server; it is always waited for, so it never
stays behind as a zombie.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import deque
from pathlib import Path

import pandas as pd

from components.landscape import cache
from components.landscape.analysis import Analysis, analysis_key, save
from components.landscape.carrying import tidied_key
from components.landscape.vectors import DEFAULT_MODEL
from components.settings import settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 5.0  # seconds a stopped child gets before it is killed
_NO_WORD = "The map could not be computed: the computing process ended without a word. Try again."

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
        self._folder = tempfile.TemporaryDirectory(prefix="digest-atlas-", ignore_cleanup_errors=True)
        self._process = self._launch(papers, model, before)
        self._watcher = threading.Thread(target=self._watch, name=f"analysis-{key[:8]}", daemon=True)
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
        return cache.find(self.key) if self.finished and not self._error and not self._stopped else None

    def stop(self) -> None:
        """End the child now; returns when it is gone. Harmless when it has already ended."""
        self._stopped = self._stopped or not self.finished
        self._end()
        self._done.wait(PATIENCE)

    def _launch(self, papers: pd.DataFrame, model: str, before: Analysis | None) -> subprocess.Popen[str]:
        asked = Path(self._folder.name) / "papers.json"
        columns = papers[["paper_id", "title", "abstract"]].astype(str)
        asked.write_text(json.dumps(columns.to_dict("records")), encoding="utf-8")
        command = [sys.executable, "-m", "components", "analyse", "--input", str(asked), "--output"]
        command += [str(Path(self._folder.name) / "analysis.npz"), "--model", model, "--until-input-closes"]
        if before:
            older = Path(self._folder.name) / "before.npz"
            save(before, older)
            command += ["--before", str(older)]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=os.environ
            | {
                "DIGEST_ATLAS_CACHE": str(settings().cache_folder),
                "DIGEST_ATLAS_MODELS": str(settings().models_folder.absolute()),
                "DIGEST_ATLAS_SCHEDULER": settings().scheduler,
                "PYTHONUNBUFFERED": "1",
            },
        )

    def _watch(self) -> None:
        """Read the child's lines to the end, then wait for it and put its result into the cache."""
        try:
            last_words: deque[str] = deque(maxlen=20)
            errors = threading.Thread(target=self._drain, args=(last_words,), daemon=True)
            errors.start()
            for line in self._process.stdout or ():
                self._hear(line)
            errors.join(PATIENCE)
            status = self._process.wait()
            if not self._stopped and not self._error:
                self._keep(status)
        finally:
            self._end()
            self._folder.cleanup()
            with _running_lock:
                if _running.get(self.key) is self:
                    del _running[self.key]
            self._done.set()

    def _drain(self, last_words: deque[str]) -> None:
        """Read standard error away, so that a talkative library never blocks the child."""
        for line in self._process.stderr or ():
            last_words.append(line)

    def _hear(self, line: str) -> None:
        with contextlib.suppress(json.JSONDecodeError, TypeError, KeyError, ValueError):
            said = json.loads(line)
            if "error" in said:
                self._error = str(said["error"])
            elif "step" in said:
                self._steps.append((str(said["step"]), float(said["done"])))

    def _keep(self, status: int) -> None:
        result = Path(self._folder.name) / "analysis.npz"
        if status != 0 or not result.exists():
            self._error = _NO_WORD
            return
        try:
            cache.keep(self.key, result)
        except OSError as error:
            self._error = f"The map was computed but could not be kept: {error.strerror}. Check the cache folder."

    def _end(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        with contextlib.suppress(OSError):
            if self._process.stdin:
                self._process.stdin.close()


def start(papers: pd.DataFrame, model: str = DEFAULT_MODEL, before: Analysis | None = None) -> Run:
    """Compute the Analysis of these papers (paper_id, title, abstract) beside the server; returns at once.

    `before`, an Analysis of the same papers, has its map tidied up. The same work already under way gives the same
    Run. The result is found under `Run.key` in the cache.
    """
    key = analysis_key(papers, model)
    key = tidied_key(key, before.key) if before else key
    with _running_lock:
        if key not in _running:
            _running[key] = Run(papers, key, model, before)
        return _running[key]
