"""What `pip install` installs: all of the product in one package, and a command that works from any folder."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import zipfile
from pathlib import Path

import pytest

from components.papers.bundled import bundled_files
from components.store.migrations.upgrade import HEAD
from tests import installed
from tests.browser.server import REPOSITORY, environment

SERVES = ("app.py", "components", "data", "pages", ".streamlit/config.toml")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return installed.wheel(tmp_path_factory.mktemp("build"))


@pytest.fixture(scope="module")
def command(wheel, tmp_path_factory) -> Path:
    return installed.install(wheel, tmp_path_factory.mktemp("installed"))


def run(command: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, with nothing of the repository on its path."""
    given = environment(folder, folder / "kept", installed.path_of(command.parents[1]))
    return subprocess.run([command, *words], cwd=folder, env=given, capture_output=True, text=True, check=False)


def test_the_wheel_holds_all_that_serves_in_one_package(wheel):
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *SERVES]
    ours = subprocess.run(listing, cwd=REPOSITORY, capture_output=True, check=True).stdout.decode().split("\0")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == {f"digest_atlas/{name}" for name in ours if (REPOSITORY / name).is_file()} | {
        "digest_atlas/__init__.py"
    }


def test_the_wheel_brings_licence_and_notices(wheel):
    names = {name.partition(".dist-info/")[2] for name in zipfile.ZipFile(wheel).namelist()}
    assert {"licenses/LICENSE", "licenses/NOTICE"} <= names


def test_the_command_reads_a_digest_in_any_folder(command, tmp_path):
    (tmp_path / "digest.txt").write_bytes(bundled_files()[0].content)
    (tmp_path / "components").mkdir()  # of somebody else
    (tmp_path / "components" / "__init__.py").write_text("raise RuntimeError", "utf-8")
    ran = run(command, tmp_path, "read", "digest.txt")
    assert ran.returncode == 0, ran.stderr
    assert len([json.loads(line) for line in ran.stdout.splitlines()]) == 71


def test_the_command_makes_a_store_by_the_migrations_it_brings(command, tmp_path):
    ran = run(command, tmp_path, "mail", "--dry-run")
    assert ran.returncode == 0, ran.stderr
    with sqlite3.connect(tmp_path / "kept" / "atlas.sqlite") as store:
        assert store.execute("SELECT version_num FROM atlas_alembic_version").fetchall() == [(HEAD,)]


def test_the_command_calls_itself_by_its_name(command, tmp_path):
    shown = run(command, tmp_path, "read", "--help").stdout
    assert "usage: digest-atlas read" in shown
    assert "  digest-atlas read daily-papers-causality.txt > papers.jsonl" in shown
    assert "See digest-atlas --help" in run(command, tmp_path, "raed").stderr
    assert "python -m components" not in shown + run(command, tmp_path, "--help").stdout
