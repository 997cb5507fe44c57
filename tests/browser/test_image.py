"""The image without Docker: its files alone, started by its own words, serve every page and write only their data."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import server as servers
from tests.browser.chromium import PATHS, visit
from tests.browser.server import REPOSITORY, Server
from tests.outside import asked, watched
from tests.test_hosting import DOCKERFILE, kept


def words(instruction: str) -> list[str]:
    """The last ENTRYPOINT, CMD or HEALTHCHECK CMD of the Dockerfile, with this Python."""
    lines = DOCKERFILE.replace("\\\n", " ")
    found = re.findall(rf"^{instruction} .*?(\[.*\])$", lines, re.MULTILINE)
    return [sys.executable if word == "python" else word for word in json.loads(found[-1])]


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and moment of every file below a folder."""
    return {
        str(path.relative_to(folder)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def image(tmp_path) -> Iterator[Server]:
    """What /app holds in the image, started as the image starts, with its environment and no more."""
    app, data, temporary = tmp_path / "app", tmp_path / "data", tmp_path / "tmp"
    data.mkdir()
    temporary.mkdir()
    for name in kept():
        (app / name).parent.mkdir(parents=True, exist_ok=True)
        if (REPOSITORY / name).is_dir():
            shutil.copytree(REPOSITORY / name, app / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(REPOSITORY / name, app / name)
    port = servers.free_port()
    start = words("ENTRYPOINT") + [word.replace("8501", str(port)) for word in words("CMD")]
    environment = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", "DIGEST_ATLAS_DATA": str(data)}
    environment |= {"HOME": str(temporary), "TMPDIR": str(temporary), "PATH": "/usr/bin:/bin"}
    log = tmp_path / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            start,
            cwd=app,
            env=environment | watched(tmp_path / "outside.txt"),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Server(f"http://127.0.0.1:{port}", data, log, process)
    deadline = time.monotonic() + servers.START_DEADLINE
    while not servers.healthy(running.url) and running.running and time.monotonic() < deadline:
        time.sleep(0.05)
    yield running
    running.stop()


def health(url: str) -> int:
    """The exit status of the image's own health check."""
    check = [word.replace("127.0.0.1:8501", url.removeprefix("http://")) for word in words("HEALTHCHECK")]
    return subprocess.run(check, capture_output=True, check=False).returncode


def test_the_image_serves_every_page_and_writes_nothing_but_its_data(image, visitor, tmp_path):
    assert health(image.url) == 0, image.log()
    before = listing(tmp_path / "app")
    page = visitor(image).context.new_page()
    for name in PATHS:
        visit(page, name)
    assert page.request.get("/api/papers.json").json()["total"] == 106
    assert listing(tmp_path / "app") == before
    assert listing(tmp_path / "data")
    assert asked(tmp_path / "outside.txt") == []
    page.context.close()
    image.stop()
    assert health(image.url) != 0
