"""A Dask cluster of processes on this machine, for tests and benchmarks: nothing but Dask's own commands."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
PATIENCE = 60.0


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own on a free port."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    address: str = ""

    def start_scheduler(self) -> None:
        """Returns when it listens."""
        told = self.folder / "scheduler.json"
        self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told))
        ends = time.monotonic() + PATIENCE
        while not self.address:
            assert time.monotonic() < ends, (self.folder / "log").read_text("utf-8")
            time.sleep(0.05)
            with contextlib.suppress(OSError, ValueError):
                self.address = json.loads(told.read_text("utf-8"))["address"]

    def start_worker(self, *more: str, cwd: Path = REPOSITORY) -> subprocess.Popen[bytes]:
        """Returns at once."""
        where = ("--host", "127.0.0.1", "--local-directory", str(self.folder), "--no-dashboard", "--no-nanny")
        return self._start("worker", self.address, "--nthreads", "1", *where, *more, cwd=cwd)

    def stop(self) -> None:
        """End all that is left of it, at once: nothing of it is needed any more."""
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()

    def _start(self, *command: str, cwd: Path = REPOSITORY) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command],
                cwd=cwd,
                stdout=log,
                stderr=log,
                env=os.environ | {"PYTHONPATH": ""} | dict(self.environment),
            )
        self.processes.append(process)
        return process


@contextlib.contextmanager
def cluster(workers: int, **environment: str) -> Iterator[Cluster]:
    """A cluster with so many workers, each with one thread; they may still be starting."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        started = Cluster(Path(folder), environment)
        try:
            started.start_scheduler()
            for _ in range(workers):
                started.start_worker()
            yield started
        finally:
            started.stop()


def busy_worker(address: str, doing: str) -> int:
    """The process number of a worker that is at a task of that name; waits until there is one."""
    from distributed import Client

    with Client(address, set_as_default=False, timeout=PATIENCE) as client:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            for worker, tasks in client.processing().items():
                if any(str(task).startswith(doing) for task in tasks):
                    return int(client.run(os.getpid, workers=[worker])[worker])
            time.sleep(0.02)
    raise AssertionError(f"no worker ever was at {doing}")
