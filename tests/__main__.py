"""What `./test` runs once its environment stands: the stages one after another, all of them, then a summary.

mypy needs one core for a minute or two, so it runs beside the other stages; what it says comes after theirs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

from tests import javascript
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


def call_quietly(*words: str) -> tuple[int, str]:
    """Run a module of this Python in the repository; the exit status and all it printed."""
    command = [sys.executable, "-m", *words]
    ended = subprocess.run(
        command, cwd=REPOSITORY, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return ended.returncode, ended.stdout


def timed(stage: str, act: Callable[[], Outcome | bool]) -> Outcome:
    """How an act ended, with its seconds."""
    start = time.monotonic()
    ended = act()
    outcome = ended if isinstance(ended, Outcome) else Outcome(stage, good=ended)
    return replace(outcome, seconds=time.monotonic() - start)


def of_scripts(stage: str, check: Callable[[], javascript.Checked]) -> Outcome:
    """How a check of the JavaScript ended."""
    return timed(stage, lambda: Outcome(stage, **check()._asdict()))


def lint(_arguments: Sequence[str]) -> list[Outcome]:
    """Lint and formatting, types of the JavaScript; those of Python are checked beside (`types`)."""
    return [
        timed("ruff check", lambda: call("ruff", "check", ".") == 0),
        timed("ruff format", lambda: call("ruff", "format", "--check", ".") == 0),
        of_scripts("oxlint", javascript.lint),
        of_scripts("tsc", javascript.types),
    ]


def types() -> tuple[Outcome, str]:
    """Check types without printing anything: how it ended and what there is to print."""
    start = time.monotonic()
    status, output = call_quietly("mypy")
    return Outcome("mypy", good=status == 0, seconds=time.monotonic() - start), f"\n$ python -m mypy\n{output}"


def unit(arguments: Sequence[str]) -> list[Outcome]:
    """Every test but the browser's, on all cores; node runs those of the JavaScript."""
    paths = [] if names_paths(arguments) else ["tests"]
    words = ["--ignore=tests/browser", *parallel("auto"), *paths, *arguments]
    python = timed("unit", lambda: pytest("unit", *words))
    return [python] if arguments else [of_scripts("node --test", javascript.unit), python]


def browser(arguments: Sequence[str]) -> list[Outcome]:
    """The browser's tests, by two workers: each has servers and a Chromium of its own."""
    try:
        print(f"\nBrowser: {install.ensure()}", flush=True)
    except install.NoBrowserError as error:
        print(f"\n{error}", flush=True)  # told once here; every browser test then fails with the same sentence
    words = [*parallel("2"), *([] if names_paths(arguments) else ["tests/browser"]), *arguments]
    return [timed("browser", lambda: pytest("browser", *words))]


def parallel(workers: str) -> tuple[str, ...]:
    """pytest's options for so many workers: each begins with neighbouring tests, and who is done early helps out."""
    return "-n", workers, "--dist", "worksteal"


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
    names = [word for word in argv if word in STAGES] or list(STAGES)
    rest = [word for word in argv if word not in STAGES]
    outcomes: list[Outcome] = []
    with ThreadPoolExecutor(1) as beside:
        checked = beside.submit(types) if "lint" in names else None
        for name, stage in STAGES.items():
            if name in names:
                outcomes += stage(rest)
        if checked:
            outcome, output = checked.result()
            print(output, flush=True)
            outcomes.insert(2, outcome)  # after what else belongs to lint
    print(summary(outcomes), flush=True)
    return 0 if all(outcome.good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
