"""What `./test` runs once its environment stands: the stages one after another, all of them, then a summary.

Not here: making the environment (the shell script `test` does) and any test.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

from tests.browser import install

REPOSITORY = Path(__file__).resolve().parents[1]
NO_TEST_COLLECTED = 5  # pytest's exit status


@dataclass(frozen=True)
class Outcome:
    """How one stage ended: its name, whether all of it passed, its seconds, and its tests where it has any."""

    stage: str
    good: bool
    seconds: float = 0.0
    passed: int = 0
    failed: int = 0
    skipped: int = 0


def call(*words: str) -> int:
    """Run a module of this Python in the repository, its output passed straight through; the exit status."""
    print(f"\n$ python -m {' '.join(words)}", flush=True)
    return subprocess.run([sys.executable, "-m", *words], cwd=REPOSITORY, check=False).returncode


def lint(_arguments: Sequence[str]) -> list[Outcome]:
    """Lint, formatting and types."""
    return [
        Outcome("ruff check", call("ruff", "check", ".") == 0),
        Outcome("ruff format", call("ruff", "format", "--check", ".") == 0),
        Outcome("mypy", call("mypy") == 0),
    ]


def unit(arguments: Sequence[str]) -> list[Outcome]:
    """Every test but the browser's, on all cores; a file stays on one core, so that its fixtures are made once."""
    paths = [] if names_paths(arguments) else ["tests"]
    return [pytest("unit", "--ignore=tests/browser", "-n", "auto", "--dist", "loadfile", *paths, *arguments)]


def browser(arguments: Sequence[str]) -> list[Outcome]:
    """The browser's tests, one after another: each has a server and a Chromium to itself."""
    try:
        print(f"\nBrowser: {install.ensure()}", flush=True)
    except install.NoBrowserError as error:
        print(f"\n{error}", flush=True)  # told once here; every browser test then fails with the same sentence
    return [pytest("browser", *([] if names_paths(arguments) else ["tests/browser"]), *arguments)]


STAGES: dict[str, Callable[[Sequence[str]], list[Outcome]]] = {"lint": lint, "unit": unit, "browser": browser}


def names_paths(arguments: Sequence[str]) -> bool:
    """Whether the arguments say by themselves which files or tests to run."""
    return any((REPOSITORY / word.split("::")[0]).exists() for word in arguments if not word.startswith("-"))


def pytest(stage: str, *words: str) -> Outcome:
    """Run pytest and count its tests. That no test was collected is a failure."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        status = call("pytest", f"--junitxml={report}", *words)
        if status == NO_TEST_COLLECTED:
            print(f"{stage}: no test was collected", flush=True)
        outcome = counted(stage, report.read_text("utf-8")) if report.exists() else Outcome(stage, good=False)
    return replace(outcome, good=status == 0)


def counted(stage: str, report: str) -> Outcome:
    """The counts of a JUnit report; what could not start counts as failed."""
    suites = list(ElementTree.fromstring(report).iter("testsuite"))
    total, failures, errors, skipped = (
        sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return Outcome(stage, good=failed == 0, passed=max(0, total - failed - skipped), failed=failed, skipped=skipped)


def summary(outcomes: Sequence[Outcome]) -> str:
    """A line for each part, then one of plain counts over all the tests that ran."""
    width = max(len(outcome.stage) for outcome in outcomes)
    lines = ["", "Summary"]
    for outcome in outcomes:
        counts = f"  {outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped"
        tests = counts if outcome.passed or outcome.failed or outcome.skipped else ""
        word = "ok    " if outcome.good else "FAILED"
        lines.append(f"  {outcome.stage:<{width}}  {word}  {outcome.seconds:6.1f} s{tests}")
    passed, failed, skipped = (
        sum(getattr(outcome, name) for outcome in outcomes) for name in ("passed", "failed", "skipped")
    )
    if passed or failed or skipped:
        lines += ["", f"{passed} passed, {failed} failed, {skipped} skipped"]
    return "\n".join(lines)


def main(argv: Sequence[str]) -> int:
    """Exit status: 0 when every part that ran is good, else 1."""
    names = [word for word in argv if word in STAGES]
    rest = [word for word in argv if word not in STAGES]
    outcomes: list[Outcome] = []
    for name in [stage for stage in STAGES if stage in names or not names]:
        start = time.monotonic()
        ended = STAGES[name](rest)
        outcomes += [replace(outcome, seconds=(time.monotonic() - start) / len(ended)) for outcome in ended]
    print(summary(outcomes), flush=True)
    return 0 if all(outcome.good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
