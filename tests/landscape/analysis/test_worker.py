from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from components.landscape.analysis import cache, worker
from components.landscape.result import load
from tests.landscape.conftest import made_up_papers


@pytest.mark.usefixtures("own_cache")
def test_a_run_reports_its_steps_and_leaves_its_result_in_the_cache():
    run = worker.start(made_up_papers(12))
    assert worker.start(made_up_papers(12)) is run
    assert run.wait(120)
    assert run.error == ""
    analysis = run.analysis()
    assert analysis is not None
    assert analysis.key == run.key
    shares = [share for _, share in run.steps()]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert run._process
    assert run._process.returncode == 0
    assert [path.name for path in cache.folder().iterdir()] == [f"{run.key}.npz"]


@pytest.mark.usefixtures("own_cache")
def test_a_stopped_run_is_gone_and_says_no_error():
    run = worker.start(made_up_papers(40, seed=99))
    while not run.steps():
        assert not run.wait(0.01)
    run.stop()
    assert run.finished
    assert run.stopped
    assert run.error == ""
    assert run.analysis() is None
    assert run._process
    assert run._process.returncode is not None  # waited for: no zombie
    run.stop()


@pytest.mark.usefixtures("own_cache")
def test_a_few_compute_at_once_and_who_waits_can_be_stopped():
    for _ in range(worker.MAX_CHILDREN):
        assert worker._slots.acquire(timeout=60)
    try:
        waits, goes = worker.start(made_up_papers(3, seed=1)), worker.start(made_up_papers(3, seed=2))
        assert not goes.wait(0.5)
        assert [words for words, _ in waits.steps()] == ["Waiting until other maps are drawn"]
        waits.stop()
        assert waits.finished
        assert (waits.stopped, waits.error, waits._process) == (True, "", None)
    finally:
        for _ in range(worker.MAX_CHILDREN):
            worker._slots.release()
    assert goes.wait(120)
    assert goes.analysis() is not None


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("fails", ["TemporaryDirectory", "Popen"])
def test_a_machine_without_room_is_told_of_in_a_sentence(monkeypatch, fails):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    module = tempfile if fails == "TemporaryDirectory" else subprocess
    monkeypatch.setattr(module, fails, full)
    run = worker.start(made_up_papers(3, seed=3))
    assert run.wait(60)
    assert run.error.startswith("The map could not be computed: No space left on device.")
    assert worker.start(made_up_papers(3, seed=3)) is not run  # it can be tried again


@pytest.mark.usefixtures("own_cache")
def test_a_child_that_the_system_kills_is_told_of_in_a_sentence():
    run = worker.start(made_up_papers(60, seed=4))
    while not run.steps():
        assert not run.wait(0.01)
    assert run._process
    run._process.kill()
    assert run.wait(60)
    assert "perhaps for want of memory" in run.error
    assert run.analysis() is None


def is_running(number):
    """Whether a process is there and not just waiting to be forgotten by the system."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


HANGS = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])  # holds the same pipes
print('{"step": "%s", "done": 0.1}' % started.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.usefixtures("own_cache")
def test_children_that_hang_are_ended_and_told_of_and_others_have_their_turn(monkeypatch):
    real = worker._command

    def command(folder, papers, model, before):
        usual = real(folder, papers, model, before)
        return [sys.executable, "-c", HANGS] if len(papers) == 40 else usual

    monkeypatch.setattr(worker, "_command", command)
    monkeypatch.setattr(worker, "STOP_TIMEOUT", 0.2)
    monkeypatch.setattr(worker, "time_limit", lambda papers, _model: 3.0 if papers == 40 else 300.0)
    hung = [worker.start(made_up_papers(40, seed=100 + number)) for number in range(worker.MAX_CHILDREN)]
    goes = worker.start(made_up_papers(12, seed=5))
    for run in hung:
        assert run.wait(60)
        assert run.error.startswith("The map of 40 papers was not ready after 0 minutes")
        assert run.analysis() is None
        assert run._process
        assert run._process.returncode is not None
        ends = time.monotonic() + 60
        while is_running(int(run.steps()[-1][0])):  # the system takes a moment to end what was killed
            assert time.monotonic() < ends
            time.sleep(0.01)
    assert goes.wait(120)
    assert goes.error == ""
    assert goes.analysis() is not None


def test_the_limit_grows_with_the_papers_and_is_far_above_what_they_take():
    assert worker.time_limit(106) < worker.time_limit(14_000) < worker.time_limit(64_000)
    assert worker.time_limit(14_000) > 40 * 20  # seconds that 14,000 papers may take on two cores
    assert worker.time_limit(14_000, "transformer:x") > worker.time_limit(14_000)


@pytest.mark.usefixtures("own_cache")
def test_an_error_is_a_sentence():
    run = worker.start(made_up_papers(3), model="no-such-model")
    assert run.wait(120)
    assert "no-such-model" in run.error
    assert "Traceback" not in run.error
    assert run.analysis() is None


def analyse(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "components", "analyse", *arguments], capture_output=True, text=True, **options
    )


def test_the_command_reads_lists_and_lines(tmp_path):
    rows = made_up_papers(4).to_dict("records")
    (tmp_path / "list.json").write_text(json.dumps(rows))
    (tmp_path / "lines.jsonl").write_text("\n".join(json.dumps({**row, "id": row.pop("paper_id")}) for row in rows))
    keys = set()
    for name in ("list.json", "lines.jsonl"):
        done = analyse("--input", str(tmp_path / name), "--output", str(tmp_path / "out.npz"))
        assert done.returncode == 0, done.stderr
        keys.add(load(tmp_path / "out.npz").key)
    assert len(keys) == 1


@pytest.mark.parametrize("content", ["", "{}", "[1]", "not json", '[{"title": "x"}]', "\x00"])
def test_the_command_refuses_what_holds_no_papers(content, tmp_path):
    (tmp_path / "bad.json").write_text(content)
    done = analyse("--input", str(tmp_path / "bad.json"), "--output", str(tmp_path / "out.npz"))
    assert done.returncode == (0 if content == "" else 1)
    if content:
        assert "does not hold papers" in json.loads(done.stdout.splitlines()[-1])["error"]


def test_the_child_ends_when_its_parent_goes(tmp_path):
    (tmp_path / "papers.json").write_text(json.dumps(made_up_papers(60).to_dict("records")))
    child = subprocess.Popen(
        [sys.executable, "-m", "components", "analyse", "--input", str(tmp_path / "papers.json"),
         "--output", str(tmp_path / "out.npz"), "--until-input-closes"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(60) == 1
    assert not (tmp_path / "out.npz").exists()
