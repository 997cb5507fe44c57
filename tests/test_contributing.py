"""What is written for those who change it is true: the commands are there, and pins are the same everywhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
DEVELOPMENT = dict(line.split("==") for line in PROJECT["dependency-groups"]["dev"])
CONTRIBUTING = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
WORKFLOW = yaml.safe_load((REPOSITORY / ".github" / "workflows" / "test.yml").read_text("utf-8"))
STEPS = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]
HOOKS = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
BROUGHT_BY = {"uvx": "uv", "python": None}  # commands of .venv/bin that are called otherwise than their distribution


def commands() -> list[str]:
    """What the table says to call, and the examples below it."""
    table = re.findall(r"^\| [^|]+ \| `([^`]+)` \|$", CONTRIBUTING, re.MULTILINE)
    blocks = re.findall(r"^```sh\n(.*?)^```", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    return table + [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]


def brought(program: str) -> bool:
    """Whether ./test brings a program of .venv/bin."""
    distribution = BROUGHT_BY.get(program, program)
    return distribution is None or distribution in DEVELOPMENT


@pytest.mark.parametrize("command", commands())
def test_a_command_calls_what_is_there(command):
    program, *words = command.split()
    if program.startswith(".venv/bin/"):
        assert brought(program.removeprefix(".venv/bin/"))
    else:
        assert (REPOSITORY / program).exists()
    if "-m" in words:
        module = words[words.index("-m") + 1].replace(".", "/")
        assert (REPOSITORY / f"{module}.py").exists() or (REPOSITORY / module / "__main__.py").exists()
    for word in words:
        assert "/" not in word or (REPOSITORY / word).exists(), word


@pytest.mark.parametrize("for_what", ["serve", "lint", "types", "one test", "browser", "measure"])
def test_there_is_a_command_for(for_what):
    assert any(for_what in row for row in CONTRIBUTING.splitlines() if row.startswith("| "))


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_commit_is_checked_by_what_the_tests_install(hook):
    program, *words = hook["entry"].split()
    assert program.startswith(".venv/bin/")
    assert brought(program.removeprefix(".venv/bin/"))
    assert all((REPOSITORY / word).exists() for word in words if "/" in word)


def test_the_workflow_runs_what_a_person_runs():
    runs = [step["run"] for step in STEPS if "run" in step]
    assert "./test" in runs
    (audit,) = (run for run in runs if "pip-audit" in run)
    assert f"`.venv/bin/{audit}`" in CONTRIBUTING
    assert f"python -m pip install uv=={DEVELOPMENT['uv']}" in runs


def test_the_workflow_tests_the_oldest_python_that_the_project_allows():
    oldest = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert oldest in WORKFLOW["jobs"]["test"]["strategy"]["matrix"]["python"]


def test_the_workflow_runs_only_actions_that_cannot_change_and_may_only_read():
    assert WORKFLOW["permissions"] == {"contents": "read"}
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", each) for each in used)


def test_the_changelog_knows_the_version():
    text = (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
    assert "\n## Unreleased\n" in text
    assert f"\n## {PROJECT['project']['version']}\n" in text
