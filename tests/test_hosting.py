"""What is written for hosting is true of what is here: the settings, the image, the proxy, the Space."""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
import yaml

from components.commands import follow
from components.settings import Settings, described, read
from components.ui.shared.frame import pages
from tests.bench.sharing import LEFT_OUT, LEFT_OUT_SUFFIXES

REPOSITORY = Path(__file__).resolve().parents[1]
README = (REPOSITORY / "README.md").read_text("utf-8")
DOCKERFILE = (REPOSITORY / "Dockerfile").read_text("utf-8")


def test_the_table_of_settings_is_that_of_the_code():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\| (.*) \|$", README, re.MULTILINE)
    assert rows == list(described())


def test_the_limits_of_a_demo_are_those_of_the_code():
    (paragraph,) = re.findall(r"^\*\*A public demo\*\*.*?\n\n", README, re.MULTILINE | re.DOTALL)
    said = dict(re.findall(r"`([A-Z_]+)=(\d+)`", paragraph))
    assert {name: read({name: value}) for name, value in said.items()} == {
        each.metadata["variable"]: replace(read({}), **{each.name: each.metadata["demo"]})
        for each in fields(Settings)
        if each.metadata["demo"] is not None
    }


def test_every_page_has_a_picture_and_none_is_large_or_left_over():
    shown = re.findall(r"!\[[^\]]{20,}\]\(docs/(\w+)\.png\)", README)
    assert sorted(shown) == sorted(file.stem for file in (REPOSITORY / "docs").glob("*.png"))
    assert {page.script.removesuffix(".py") for page in pages.PAGES} <= set(shown)
    assert sum((REPOSITORY / "docs" / f"{name}.png").stat().st_size for name in shown) < 600_000


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_what_the_documents_link_to_is_there(name):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", (REPOSITORY / name).read_text("utf-8")):
        assert (REPOSITORY / target).exists(), target


def test_the_linter_of_dockerfiles_has_nothing_to_say():
    linter = Path(sys.executable).parent / "hadolint"
    told = subprocess.run([linter, REPOSITORY / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_the_commands_that_fill_a_space_give_it_all_that_the_image_needs(tmp_path):
    (block,) = re.findall(r"^```sh\n(mkdir space\n.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = [line for line in block.splitlines() if not line.startswith("hf upload")]
    assert len(lines) == len(block.splitlines()) - 1
    clone = ["git", "clone", "--quiet", "--depth", "1", f"file://{REPOSITORY}", "."]
    subprocess.run(clone, cwd=tmp_path, check=True)
    subprocess.run(["sh", "-euc", "\n".join(lines)], cwd=tmp_path, check=True)
    space = tmp_path / "space"
    given = {path.name for path in space.iterdir()}
    assert {path.split("/")[0] for path in kept()} | {"Dockerfile", ".dockerignore", "README.md"} == given
    assert "sdk: docker" in (space / "README.md").read_text("utf-8")


def kept() -> list[str]:
    """What .dockerignore lets into the image."""
    lines = (REPOSITORY / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" in lines
    return [line[1:].rstrip("/") for line in lines if line[:1] == "!"]


def test_the_image_has_what_serves_and_nothing_else():
    assert all((REPOSITORY / path).exists() for path in kept())
    assert {"app.py", "pages", "components", "data", "requirements.txt", "LICENSE", "NOTICE"} <= set(kept())
    assert not {"tests", "docs", "training", ".git"} & set(kept())


def test_the_image_runs_without_root_and_says_how_it_is():
    lines = DOCKERFILE.splitlines()
    last_user = [line for line in lines if line.startswith("USER ")][-1]
    (number,) = re.findall(r"useradd --uid (\d+) ", DOCKERFILE)
    assert last_user == f"USER {number}" != "USER 0"  # a number: hosts that refuse root need not look a name up
    assert lines.index(last_user) < next(number for number, line in enumerate(lines) if line.startswith("ENTRYPOINT"))
    assert re.search(r"^HEALTHCHECK .*\\\n.*/_stcore/health", DOCKERFILE, re.MULTILINE)
    assert "--no-cache-dir" in DOCKERFILE
    assert set(re.findall(r"-name '\*(\.\w+)'", DOCKERFILE)) == LEFT_OUT_SUFFIXES - {".pyc"}
    assert {path.removeprefix("/venv/") for path in re.findall(r"-(?:name|path) ([\w/]+)", DOCKERFILE)} == LEFT_OUT
    python = re.findall(r"^FROM python:(\d+\.\d+)-slim", DOCKERFILE, re.MULTILINE)
    assert len(set(python)) == 1


def test_the_space_asks_for_the_port_that_the_image_opens():
    text = (REPOSITORY / "hosting" / "huggingface" / "README.md").read_text("utf-8")
    front = yaml.safe_load(text.split("---")[1])
    assert front["sdk"] == "docker"
    assert f"EXPOSE {front['app_port']}" in DOCKERFILE
    assert {"title", "emoji", "colorFrom", "colorTo"} <= set(front)


def test_no_file_is_too_large_for_a_space_without_large_file_storage():
    for folder in ("components", "data", "pages"):
        for file in (REPOSITORY / folder).rglob("*"):
            assert not file.is_file() or file.stat().st_size < 10_000_000, file


def test_the_proxy_serves_the_path_that_the_replicas_are_told():
    text = (REPOSITORY / "hosting" / "nginx.conf").read_text("utf-8")
    ports = re.findall(r"server 127\.0\.0\.1:(\d+)", text)
    (path,) = re.findall(r"location /(\w+) \{", text)
    for port in ports:
        assert f"--server.port {port} --server.baseUrlPath {path}" in README


def test_the_workflow_that_follows_calls_the_verb_as_it_is():
    workflow = yaml.safe_load((REPOSITORY / "hosting" / "github" / "follow.yml").read_text("utf-8"))
    steps = workflow["jobs"]["follow"]["steps"]
    (line,) = [step["run"] for step in steps if "digest-atlas follow" in step.get("run", "")]
    words = shlex.split(line.partition("||")[0])
    parser = argparse.ArgumentParser()
    follow.add_arguments(parser)
    given = parser.parse_args(words[2:])
    assert [follow.spec_of(text).label for text in given.add] == [
        "Daily Papers by day, 5 votes or more", "arXiv cs.CL+cs.LG",
    ]  # fmt: skip
    assert given.folder == Path("digests")
    assert any("git add digests" in step.get("run", "") for step in steps)
    used = re.findall(r"uses: (\S+)", (REPOSITORY / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    assert {step["uses"] for step in steps if "uses" in step} <= set(used)
