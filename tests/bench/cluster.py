"""A large collection analysed by this machine, by a Dask cluster of three processes, and by one that loses a worker.

The papers are all of a corpus of abstracts named by DIGEST_ATLAS_CORPUS (as for `landscape`); nothing is measured
without it. Each time the command computes in a process of its own, as it does for the server. All processes stand on
this machine, so the cluster's figures say what is borne and what is spared the client, not how much faster many are.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from components.landscape.analysis.pipeline import NEIGHBOURS
from tests.bench.landscape import CORPUS
from tests.bench.resident import most_resident
from tests.bench.row import Row
from tests.landscape.analysis.cluster import REPOSITORY, Cluster, busy_worker, cluster

WORKERS = 3
DONE_BEFORE_THE_KILL = 100  # blocks of neighbours
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Computed:
    """One computation: how long it took, the most memory of the process that asked, what came out."""

    seconds: float
    memory: int  # bytes
    content: str
    steps: dict[str, float]  # seconds from a step's sentence to the next one's


def rows() -> list[Row]:
    """Seconds and peak memory of the three, and whether they say the same."""
    corpus = os.environ.get(CORPUS, "")
    if not corpus:
        return []
    with tempfile.TemporaryDirectory() as folder:
        papers = Path(folder) / "papers.json"
        count = _write(Path(corpus), papers)
        here = _computed(papers)
        with cluster(WORKERS) as whole:
            by_cluster = _computed(papers, whole)
            worker = _most_memory(whole)
        with cluster(WORKERS) as losing:
            with_loss = _computed(papers, losing, _kill_one)
            lost = [process.returncode for process in losing.processes if process.poll() is not None]
    assert lost == [-signal.SIGKILL], "no worker was killed"
    differ = sum(each.content != here.content for each in (by_cluster, with_loss))
    found = [Row(f"{count:,} papers analysed by this machine", here.seconds, "s")]
    found += [Row(f"of it: {what}", seconds, "s") for what, seconds in here.steps.items()]
    found += [
        Row("its peak memory", here.memory / MEGABYTE, "MB"),
        Row(f"by {WORKERS} workers of a cluster", by_cluster.seconds, "s"),
        Row("peak memory of the process that asks", by_cluster.memory / MEGABYTE, "MB", here.memory / MEGABYTE),
        Row("peak memory of the largest worker", worker / MEGABYTE, "MB"),
        Row("with one of them killed among the neighbours", with_loss.seconds, "s"),
        Row("Analyses that differ from this machine's", differ, "", 0),
    ]
    return found


def _write(corpus: Path, to: Path) -> int:
    from training.corpus import read_corpus

    papers = [
        {"paper_id": f"arxiv:{paper.arxiv_id}", "title": paper.title, "abstract": paper.abstract}
        for paper in read_corpus(corpus)
    ]
    to.write_text(json.dumps(papers), "utf-8")
    return len(papers)


def _computed(papers: Path, by: Cluster | None = None, at_neighbours: Callable[[str], None] | None = None) -> Computed:
    """The command's own words and end; `at_neighbours` is called with the scheduler's address, beside it."""
    output = papers.with_name("analysis.npz")
    command = [sys.executable, "-m", "components", "analyse", "--input", str(papers), "--output", str(output)]
    command += ["--scheduler", by.address if by else ""]
    began = time.perf_counter()
    child = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    said: list[tuple[str, float]] = []
    memory = 0  # as at the last step: once a process has ended, nobody can tell
    for line in child.stdout:
        told = json.loads(line)
        assert "error" not in told, told["error"]
        said.append((told["step"], time.perf_counter()))
        memory = max(memory, most_resident(child.pid))
        if told["step"] == NEIGHBOURS and at_neighbours and by:
            threading.Thread(target=at_neighbours, args=(by.address,), daemon=True).start()
    assert child.wait() == 0
    ends = [at for _, at in said[1:]]
    return Computed(
        seconds=time.perf_counter() - began,
        memory=memory,
        content=hashlib.sha256(output.read_bytes()).hexdigest(),
        steps={what: end - start for (what, start), end in zip(said, ends, strict=False)},
    )


def _kill_one(scheduler: str) -> None:
    """Kill a worker at work once some blocks of neighbours lie with the workers."""
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        while client.run_on_scheduler(_blocks_done) < DONE_BEFORE_THE_KILL:
            time.sleep(0.2)
    os.kill(busy_worker(scheduler, "nearest_of"), signal.SIGKILL)


def _blocks_done(dask_scheduler: object) -> int:
    tasks = dask_scheduler.tasks  # type: ignore[attr-defined]
    return sum(str(key).startswith("nearest_of") and task.state == "memory" for key, task in tasks.items())


def _most_memory(of: Cluster) -> int:
    """The most resident memory that any worker ever had, in bytes (where the system tells it)."""
    return max(most_resident(process.pid) for process in of.processes[1:])
