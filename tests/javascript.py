"""The checks of the pages' JavaScript: lint by oxlint, types by TypeScript, unit tests by node's own runner.

oxlint and node come through pip. TypeScript comes through npm into node_modules/ (package-lock.json pins it); where
npm's registry cannot be reached, types are not checked, and a line says so.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[1]
COMMANDS = Path(sys.executable).parent  # of this environment
TESTS = "tests/js/**/*.test.js"
# What npm says where the registry, or the way to it, is missing; anything else is an error of ours.
UNREACHABLE = re.compile(
    r"\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED"
    r"|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|E40[0-9]|E5\d\d)\b"
)


class Checked(NamedTuple):
    """How a check ended, and its tests where it has any; a check that could not run is skipped and good."""

    good: bool
    passed: int = 0
    failed: int = 0
    skipped: int = 0


def lint() -> Checked:
    """Lint all modules and their tests."""
    return Checked(_run(str(COMMANDS / "oxlint"), "--deny-warnings", "components", "tests/js") == 0)


def types(repository: Path = REPOSITORY) -> Checked:
    """Check the types of all modules; skipped where TypeScript cannot be had."""
    try:
        missing = _install_typescript(repository)
    except subprocess.CalledProcessError as failed:
        print(failed.stderr, flush=True)
        return Checked(good=False)
    if missing:
        print(f"Left out: types of JavaScript, for npm's registry cannot be reached ({missing}).", flush=True)
        return Checked(good=True, skipped=1)
    return Checked(_run(str(COMMANDS / "node"), "node_modules/typescript/bin/tsc") == 0)


def unit() -> Checked:
    """Run the unit tests."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.tap")
        reporters = ["--test-reporter=dot", "--test-reporter-destination=stdout"]
        reporters += ["--test-reporter=tap", f"--test-reporter-destination={report}"]
        status = _run(str(COMMANDS / "node"), "--test", *reporters, TESTS)
        counts = counted(report.read_text("utf-8") if report.exists() else "")
    return counts._replace(good=status == 0 and counts.passed > 0)


def counted(report: str) -> Checked:
    """The counts at the end of a TAP report by node."""
    counts = {name: int(count) for name, count in re.findall(r"^# (\w+) (\d+)$", report, re.MULTILINE)}
    failed = counts.get("fail", 0) + counts.get("cancelled", 0)
    return Checked(not failed, counts.get("pass", 0), failed, counts.get("skipped", 0) + counts.get("todo", 0))


def _install_typescript(repository: Path) -> str:
    """Install what package-lock.json pins, where it is missing; "", or what npm says of an unreachable registry."""
    wanted = json.loads((repository / "package.json").read_text("utf-8"))["devDependencies"]["typescript"]
    installed = repository / "node_modules" / "typescript" / "package.json"
    if installed.exists() and json.loads(installed.read_text("utf-8"))["version"] == wanted:
        return ""
    quick = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1"]
    npm = [str(COMMANDS / "npm"), "ci", *quick, "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000"]
    done = subprocess.run(npm, cwd=repository, check=False, capture_output=True, text=True)
    if done.returncode == 0:
        return ""
    if unreachable := UNREACHABLE.search(done.stderr):
        return unreachable[0]
    raise subprocess.CalledProcessError(done.returncode, npm, done.stdout, done.stderr)


def _run(*words: str) -> int:
    print(f"\n$ {' '.join([Path(words[0]).name, *words[1:]])}", flush=True)
    return subprocess.run(words, cwd=REPOSITORY, check=False).returncode
