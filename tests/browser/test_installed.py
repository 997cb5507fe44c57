"""What `pip install` installs serves every page from a folder of its own, and writes nothing but its data."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator

import pytest

from tests import installed
from tests.browser import server as servers
from tests.browser.chromium import PATHS, visit
from tests.browser.server import Server
from tests.browser.test_image import listing


@pytest.fixture
def served(tmp_path) -> Iterator[Server]:
    """The installed command, called in somebody's own folder."""
    build, place, home = (tmp_path / name for name in ("build", "place", "home"))
    for folder in (build, home):
        folder.mkdir()
    command = installed.install(installed.wheel(build), place)
    port = servers.free_port()
    log = tmp_path / "server.log"
    given = servers.environment(home, tmp_path / "data", installed.path_of(place)) | {"PYTHONDONTWRITEBYTECODE": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [command, "serve", "--port", str(port), "--address", "127.0.0.1"],
            cwd=home,
            env=given,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Server(f"http://127.0.0.1:{port}", tmp_path / "data", log, process)
    deadline = time.monotonic() + servers.START_DEADLINE
    while not servers.healthy(running.url) and running.running and time.monotonic() < deadline:
        time.sleep(0.05)
    yield running
    running.stop()


def test_what_is_installed_serves_every_page_and_keeps_to_its_data(served, visitor, tmp_path):
    assert servers.healthy(served.url), served.log()
    before = listing(tmp_path / "place")
    page = visitor(served).context.new_page()
    for name in PATHS:
        visit(page, name)
    assert page.request.get("/api/papers.json").json()["total"] == 106
    assert listing(tmp_path / "place") == before
    assert listing(tmp_path / "home") == {}
    assert listing(tmp_path / "data")
