"""What keeps a server clean: old workspaces go, a demo's data is its own and ends with it."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import update

from components.curation import shared_lists
from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.workspaces import workspaces
from components.curation.workspaces.tokens import new_token
from components.links import history
from components.links.verdict import State, Verdict
from components.server import housekeeping, memory
from components.settings import settings
from components.store.database import close, open_store, writing
from components.store.schema import workspaces as table

REPOSITORY = Path(__file__).resolve().parents[2]
DOCKERFILE = (REPOSITORY / "Dockerfile").read_text("utf-8")


@pytest.fixture
def engine(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path))
    monkeypatch.setenv("DIGEST_ATLAS_DEMO", "yes")
    monkeypatch.setenv("DIGEST_ATLAS_DATABASE_URL", "sqlite")
    settings.cache_clear()
    engine = open_store()
    yield engine
    engine.dispose()
    close()
    settings.cache_clear()


def test_a_demo_forgets_a_workspace_after_a_day_with_all_that_was_in_it(engine):
    old, new = (workspaces.workspace_id(engine, new_token()) for _ in range(2))
    for workspace in (old, new):
        decisions.decide(engine, workspace, {"p": Decision.STARRED}, "1")
    shared = shared_lists.share(engine, old, "List", "", 0, b"")
    with writing(engine) as connection:
        connection.execute(update(table).where(table.c.id == old).values(changed="2026-01-01T00:00:00.000000+00:00"))
    assert housekeeping.forget_old() == 1
    assert decisions.current(engine, old) == {}
    assert decisions.current(engine, new) == {"p": Decision.STARRED}
    assert shared_lists.read(engine, shared.address) is None
    assert housekeeping.forget_old() == 0


def test_memory_is_given_back_where_it_grew(monkeypatch):
    sizes = iter([100_000_000, 90_000_000, 110_000_000, 121_999_999, 122_000_001, 95_000_000, 95_000_000])
    trims: list[int] = []
    monkeypatch.setattr(memory, "resident", lambda: next(sizes))
    monkeypatch.setattr(memory, "trim", lambda: trims.append(1))
    keeping = housekeeping.Housekeeping()
    for expected in (1, 1, 1, 2, 2):  # 100 MB, then 110 and just below 122 after 90 were left, then 122
        keeping._trim_where_grown()
        assert len(trims) == expected


def test_what_is_too_old_goes_by_the_hour_in_every_server(engine, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_DEMO", "no")
    settings.cache_clear()
    seen = Verdict("https://example.org/", State.ALIVE, 200, checked_at="2020-01-01T00:00:00+00:00")
    history.append(engine, [seen])
    keeping = housekeeping.Housekeeping(every=0.01)
    keeping.start()
    try:
        ends = time.monotonic() + 60
        while history.latest(engine, [seen.url]):
            assert time.monotonic() < ends
            time.sleep(0.01)
    finally:
        keeping.stop()


SCRIPT = """
import os
from components.settings import settings
from components.store.database import open_store
from components.server import housekeeping, memory
housekeeping.prepare()
open_store().dispose()
print(settings().data_folder)
print(os.environ.get("DIGEST_ATLAS_DATA", ""))
print(sorted(file.name for file in settings().data_folder.iterdir()))
"""


def run(**environment: str) -> list[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(
        command, cwd=REPOSITORY, env=inherited | environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_a_demo_without_a_folder_has_one_that_goes_with_it(tmp_path):
    folder, told, files = run(DIGEST_ATLAS_DEMO="yes", HOME=str(tmp_path), TMPDIR=str(tmp_path))
    assert folder == told
    assert "digest-atlas-demo-" in folder
    assert "atlas.sqlite" in files
    assert list(tmp_path.iterdir()) == []


def test_an_image_says_where_data_lies_and_a_demo_in_it_still_keeps_nothing(tmp_path):
    image = {name: str(tmp_path / "volume") for name in re.findall(r"(DIGEST_ATLAS_\w+)=/data", DOCKERFILE)}
    folder, _, files = run(HOME=str(tmp_path), **image)
    assert (folder, "atlas.sqlite" in files) == (str(tmp_path / "volume"), True)
    (tmp_path / "volume" / "atlas.sqlite").unlink()
    folder, _, _ = run(DIGEST_ATLAS_DEMO="yes", HOME=str(tmp_path), TMPDIR=str(tmp_path), **image)
    assert "digest-atlas-demo-" in folder
    assert not (tmp_path / "volume" / "atlas.sqlite").exists()


def test_a_folder_that_was_given_is_kept(tmp_path):
    folder, told, _ = run(DIGEST_ATLAS_DEMO="yes", HOME=str(tmp_path), DIGEST_ATLAS_DATA=str(tmp_path / "mine"))
    assert folder == told == str(tmp_path / "mine")
    assert (tmp_path / "mine" / "atlas.sqlite").exists()
    folder, told, _ = run(HOME=str(tmp_path))
    assert (folder, told) == (str(tmp_path / ".digest-atlas"), "")
