"""`python -m components serve`: the examples serve, and Streamlit is asked for what was asked for."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from components.__main__ import main
from tests.browser import server as servers
from tests.browser.server import REPOSITORY, Server
from tests.commands.shell import of_help


@pytest.fixture
def started(tmp_path, request) -> Iterator[Server]:
    """An example of the help, at a free port, from another folder than the repository's."""
    port = servers.free_port()
    log = tmp_path / "server.log"
    words = [sys.executable if word == "python" else word for word in request.param.split()]
    path = os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")]))
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*words, "--server.port", str(port)],
            cwd=tmp_path,
            env=servers.environment(tmp_path, tmp_path / "data", {"PYTHONPATH": path}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Server(f"http://127.0.0.1:{port}", tmp_path / "data", log, process)
    yield running
    running.stop()


@pytest.mark.parametrize("started", of_help("serve"), indirect=True)
def test_an_example_serves_until_it_is_stopped(started):
    deadline = time.monotonic() + servers.START_DEADLINE
    while not servers.healthy(started.url) and started.running and time.monotonic() < deadline:
        time.sleep(0.05)
    assert servers.healthy(started.url), started.log()
    started.stop()
    assert "Traceback" not in started.log()


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """What Streamlit was asked, without being started."""
    words: list[str] = []
    monkeypatch.setattr(runpy, "run_module", lambda *_, **__: words.extend(sys.argv))
    monkeypatch.setattr(sys, "argv", ["components"])
    return words


def value(words: list[str], option: str) -> str:
    """What Streamlit takes for an option: the last."""
    return [after for word, after in pairwise(words) if word == f"--{option}"][-1]


def test_streamlit_is_asked_for_this_machine_alone_and_for_no_statistics(asked):
    assert main(["serve"]) == 0
    assert asked[:2] == ["streamlit", "run"]
    assert Path(asked[2]) == REPOSITORY / "app.py"
    assert (value(asked, "server.port"), value(asked, "server.address")) == ("8501", "localhost")
    assert value(asked, "browser.serverAddress") == "localhost"
    assert (value(asked, "server.headless"), value(asked, "browser.gatherUsageStats")) == ("true", "false")


def test_port_and_address_are_handed_on_with_whatever_else_is_said(asked):
    more = ["--server.baseUrlPath", "atlas", "--server.headless=false"]
    assert main(["serve", "--port", "8600", *more, "--address=0.0.0.0"]) == 0
    assert (value(asked, "server.port"), value(asked, "server.address")) == ("8600", "0.0.0.0")
    assert asked[-3:] == more


@pytest.mark.parametrize("words", [["--port"], ["--port", "high"], ["--port="], ["--port", "--address", "0.0.0.0"]])
def test_a_wrong_port_is_said_in_a_sentence(words, asked):
    with pytest.raises(SystemExit, match="--port needs a number, for example"):
        main(["serve", *words])
    assert asked == []


def test_no_other_verb_takes_what_it_does_not_know(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["read", "digest.txt", "--server.port", "8600"])
    assert ended.value.code == 2
    assert "unrecognized arguments: --server.port 8600" in capsys.readouterr().err
