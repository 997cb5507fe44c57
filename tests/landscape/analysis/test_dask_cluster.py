"""The same Analysis by a real cluster of processes, also when one of them is killed; a sentence where there is none."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from components.landscape.analysis import dask_cluster as under_test
from components.landscape.analysis.dask_cluster import NoWorkersError, SchedulerUnreachableError, UnfitWorkersError
from components.landscape.analysis.executor import Executor
from components.landscape.analysis.pipeline import MAP, NEIGHBOURS, compute_analysis
from components.landscape.analysis.tasks import Stage, Task
from tests.landscape.analysis.cluster import Cluster, busy_worker, cluster
from tests.landscape.analysis.test_executor import content
from tests.landscape.conftest import made_up_papers

BLOCK = 40


@pytest.fixture(scope="module")
def three_workers():
    with cluster(3) as started:
        yield started


def test_a_cluster_computes_the_same_even_when_a_worker_is_killed(three_workers: Cluster, tmp_path):
    papers, killed, told = made_up_papers(150), [], []
    here = content(compute_analysis(papers, executor=Executor(block=BLOCK)), tmp_path)
    there = Executor(three_workers.address, BLOCK)

    def kill_one(what: str, _: float) -> None:
        told.append(what)
        if what == MAP:
            killed.append(busy_worker(three_workers.address, "lay_out"))
            os.kill(killed[0], signal.SIGKILL)

    assert content(compute_analysis(papers, kill_one, executor=there), tmp_path) == here
    assert len(told) == 7
    assert told[0] == "Asking the cluster"
    gone = [each for each in three_workers.processes if each.pid == killed[0]]
    assert gone[0].wait(10) == -signal.SIGKILL


def test_the_command_uses_the_scheduler_that_is_set_or_given(three_workers: Cluster, tmp_path):
    (tmp_path / "papers.json").write_text(json.dumps(made_up_papers(3).to_dict("records")))
    command = [sys.executable, "-m", "components", "analyse", "--input", str(tmp_path / "papers.json")]
    command += ["--output", str(tmp_path / "out.npz"), "--scheduler"]
    done = subprocess.run([*command, "scheduler"], capture_output=True, text=True)
    assert done.returncode == 1
    assert "tcp://scheduler:8786" in json.loads(done.stdout)["error"]
    assert subprocess.run([*command, three_workers.address]).returncode == 0


def _sleepy(_: str) -> str:
    time.sleep(2)
    return ""


SLEEP = """
import sys
from components.landscape.analysis.dask_cluster import on_cluster
from components.landscape.analysis.tasks import Stage, Task
from tests.landscape.analysis.test_dask_cluster import _sleepy
sleeps = [Task(_sleepy, str(number)) for number in range(20)]
given = [Stage("Sleeping", 0.0, each) for each in sleeps]
on_cluster(sys.argv[1], given, sleeps, lambda *_: print("begun", flush=True))
"""


def test_nothing_is_left_with_the_scheduler_when_the_child_is_stopped():
    with cluster(1) as started:
        child = subprocess.Popen([sys.executable, "-c", SLEEP, started.address], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        busy_worker(started.address, "sleepy")
        child.terminate()
        child.wait(10)
        from distributed import Client

        with Client(started.address, set_as_default=False) as client:
            ends = time.monotonic() + 20
            while left := client.run_on_scheduler(_tasks):
                assert time.monotonic() < ends, left
                time.sleep(0.1)


def _tasks(dask_scheduler) -> list[str]:
    return [key for key in map(str, dask_scheduler.tasks) if key.startswith("sleepy")]


def asked(address: str) -> None:
    one = Task(len, "one")
    under_test.on_cluster(address, [Stage("One", 0.0, one)], [one], lambda *_: None)


def test_an_address_where_nothing_answers_is_a_sentence(monkeypatch):
    monkeypatch.setattr(under_test, "DEADLINE", 1.0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(SchedulerUnreachableError, match=f"No Dask scheduler answers at {address} within 1 seconds"):
            asked(address)
    assert time.monotonic() - began < 15


def test_a_scheduler_without_workers_or_with_other_ones_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(under_test, "DEADLINE", 2.0)
    with cluster(0) as started:
        began = time.monotonic()
        with pytest.raises(NoWorkersError, match=f"{started.address} has no workers. Start one: python -m dask worker"):
            asked(started.address)
        assert time.monotonic() - began < 20
        started.start_worker(cwd=tmp_path)  # Digest Atlas is not there
        monkeypatch.setattr(under_test, "DEADLINE", 30.0)
        with pytest.raises(UnfitWorkersError, match="does not have the code of Digest Atlas"):
            asked(started.address)


def test_other_versions_are_named(three_workers: Cluster, monkeypatch):
    monkeypatch.setattr(under_test, "CHECKED_PACKAGES", (*under_test.CHECKED_PACKAGES, "pytest"))
    under_test.versions.cache_clear()
    with pytest.raises(UnfitWorkersError, match=r"has pytest none, here it is \d.* the same version"):
        asked(three_workers.address)
    under_test.versions.cache_clear()


def test_a_scheduler_that_goes_away_is_a_sentence():
    with cluster(1) as started:

        def go(what: str, _: float) -> None:
            if what == NEIGHBOURS:
                started.processes[0].kill()

        with pytest.raises(SchedulerUnreachableError, match="went away"):
            compute_analysis(made_up_papers(60), go, executor=Executor(started.address, 20))
