"""A fresh server process of the product: started on a free port with a data folder of its own, and measured.

Its output goes to a file, never into a pipe that nobody empties.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
APP = REPOSITORY / "app.py"
START_DEADLINE = 120.0  # seconds; a cold disk and a busy machine are slow
HEALTH = "/_stcore/health"


class ServerError(RuntimeError):
    """The server did not start; the message ends with its log."""


@dataclass(frozen=True)
class Server:
    """A running server: where it is, where it keeps its data and where it writes its log."""

    url: str
    data_folder: Path
    log_file: Path
    process: subprocess.Popen[bytes]

    def log(self, lines: int = 200) -> str:
        """The last lines the server printed."""
        return "\n".join(self.log_file.read_text("utf-8", errors="replace").splitlines()[-lines:])

    @property
    def running(self) -> bool:
        """Whether the process is still there."""
        return self.process.poll() is None

    def stop(self) -> None:
        """End the server and everything it started. Stopping twice does no harm."""
        for number, patience in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(patience)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self.process.wait(5.0)

    def memory(self) -> int:
        """Resident bytes of the server and of every process it started, now."""
        return sum(resident(process) for process in family(self.process.pid))

    def has_loaded(self, library: str) -> bool:
        """Whether the server has a compiled part of this Python package in memory (Linux: from its memory map)."""
        maps = Path(f"/proc/{self.process.pid}/maps").read_text("utf-8", errors="replace")
        return f"/site-packages/{library}/" in maps


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def start(
    folder: Path, settings: Mapping[str, str] | None = None, app: Path = APP, descriptors: int | None = None
) -> Server:
    """Start a server that keeps everything in `folder` and wait until it is healthy.

    `settings` are environment variables of the product, beyond those this sets; `descriptors` is as many as it may
    have, soft limit and hard.
    Raises ServerError with the log when it ends or stays silent.
    """
    port = free_port()
    server = launch(folder, port, settings, app, descriptors)
    deadline = time.monotonic() + START_DEADLINE
    while not healthy(server.url):
        if not server.running or time.monotonic() > deadline:
            how = f"ended with status {server.process.returncode}" if not server.running else "stayed silent"
            server.stop()
            raise ServerError(f"The server of {app.name} {how}. Its log:\n{server.log()}")
        time.sleep(0.05)
    return server


def launch(
    folder: Path,
    port: int,
    settings: Mapping[str, str] | None = None,
    app: Path = APP,
    descriptors: int | None = None,
) -> Server:
    """Start a server without waiting for it."""
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / "data"
    log_file = folder / "server.log"
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "browser.serverAddress": "127.0.0.1",
        "server.headless": "true",
        "global.developmentMode": "false",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    limited = ["sh", "-c", f'ulimit -n {descriptors}; exec "$@"', "sh"] if descriptors else []
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            [*limited, sys.executable, "-m", "streamlit", "run", str(app), *words],
            cwd=app.parent,
            env=environment(folder, data, settings or {}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Server(f"http://127.0.0.1:{port}", data, log_file, process)


def environment(folder: Path, data: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a server: this one's, without what a developer may have set for the product or Streamlit."""
    ours = ("DIGEST_ATLAS_", "STREAMLIT_", "DATABASE_URL")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return inherited | {"HOME": str(folder), "DIGEST_ATLAS_DATA": str(data)} | dict(settings)


def healthy(url: str) -> bool:
    """Whether the server answers that it is up."""
    try:
        with urllib.request.urlopen(url + HEALTH, timeout=2) as answer:
            return bool(answer.read().strip() == b"ok")
    except (urllib.error.URLError, OSError):
        return False


def family(ancestor: int) -> Iterator[int]:
    """A process and all it started, directly or not."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in (line.split() for line in listing.splitlines())}
    for process in parents:
        one: int | None = process
        while one is not None and one != ancestor:
            one = parents.get(one)
        if one == ancestor:
            yield process


def resident(process: int) -> int:
    """Resident bytes of one process; 0 once it is gone."""
    answer = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=False)
    return int(answer.stdout.strip() or 0) * 1024
