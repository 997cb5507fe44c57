"""The harness itself: how outcomes are counted and said, how benchmark rows are judged, where a browser is sought."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from components.ui.shared.frame import pages
from tests import __main__ as checks
from tests.bench import __main__ as benchmarks
from tests.bench.row import Row, quantity, table
from tests.browser import chromium, install
from tests.browser import server as servers

REPORT = """<testsuites><testsuite name="pytest" tests="7" failures="1" errors="2" skipped="1"/></testsuites>"""


def test_a_report_is_counted():
    outcome = checks.counted("unit", REPORT)
    assert (outcome.passed, outcome.failed, outcome.skipped, outcome.good) == (3, 3, 1, False)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], False),
        (["-k", "merging"], False),
        (["-x", "--lf"], False),
        (["tests/test_harness.py"], True),
        (["tests/test_harness.py::test_a_report_is_counted", "-x"], True),
    ],
)
def test_arguments_that_name_tests_are_told_from_others(arguments, named):
    assert checks.names_paths(arguments) is named


def test_the_summary_says_every_part_and_ends_on_plain_counts():
    outcomes = [
        checks.Outcome("mypy", good=False, seconds=2),
        checks.Outcome("unit", good=True, seconds=3, passed=5, skipped=1),
        checks.Outcome("browser", good=False, seconds=4, passed=2, failed=1),
    ]
    lines = checks.summary(outcomes).splitlines()
    assert [line.split()[:2] for line in lines[2:5]] == [["mypy", "FAILED"], ["unit", "ok"], ["browser", "FAILED"]]
    assert lines[-1] == "7 passed, 1 failed, 1 skipped"


@pytest.mark.parametrize(
    ("statuses", "expected"), [({}, 0), ({"ruff": 1}, 1), ({"mypy": 1}, 1)], ids=["all good", "ruff", "mypy"]
)
def test_one_bad_part_makes_the_whole_bad_and_stops_nothing(monkeypatch, capsys, statuses, expected):
    called = []

    def call(*words):
        called.append(words[0])
        return statuses.get(words[0], 0)

    monkeypatch.setattr(checks, "call", call)
    monkeypatch.setattr(checks, "call_quietly", lambda *words: (call(*words), "what mypy says"))
    assert checks.main(["lint"]) == expected
    assert sorted(called) == ["mypy", "ruff", "ruff"]
    assert "what mypy says" in capsys.readouterr().out


@pytest.mark.parametrize(("status", "good"), [(0, True), (1, False), (5, False)])
def test_pytest_that_ran_nothing_is_no_success(monkeypatch, status, good):
    monkeypatch.setattr(checks, "call", lambda *_words: status)
    assert checks.pytest("unit").good is good


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row("start", 3.9, "s", 4.0), "kept"),
        (Row("start", 4.1, "s", 4.0), "BROKEN"),
        (Row("recall", 0.9, "", 0.95, more_is_better=True), "BROKEN"),
        (Row("recall", 0.95, "", 0.95, more_is_better=True), "kept"),
        (Row("told only", 7, "s"), ""),
    ],
)
def test_a_row_is_judged_by_its_budget(row, verdict):
    assert row.verdict == verdict
    assert table([row]).splitlines()[1].startswith(row.what)


@pytest.mark.parametrize(
    ("value", "unit", "text"), [(3.418, "s", "3.42 s"), (12.34, "kB", "12.3 kB"), (14000, "papers", "14,000 papers")]
)
def test_a_quantity_is_readable(value, unit, text):
    assert quantity(value, unit) == text


def test_benchmarks_are_found_by_themselves():
    found = benchmarks.benchmarks()
    assert {"start", "rerun", "memory"} <= set(found)
    assert not {"row", "browsing", "__main__"} & set(found)


def test_an_unknown_benchmark_is_refused_with_the_names_there_are(capsys):
    with pytest.raises(SystemExit) as stopped:
        benchmarks.main(["nonsense"])
    assert stopped.value.code == 2
    assert "start" in capsys.readouterr().err


def browser_that_says(folder: Path, name: str, status: int) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def bare_machine(tmp_path, monkeypatch):
    """A machine with nothing on PATH but what a test puts there."""
    for variable in (install.VARIABLE, "PLAYWRIGHT_BROWSERS_PATH"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(install, "MACOS", tmp_path / "none")
    return tmp_path


@pytest.mark.usefixtures("bare_machine")
def test_without_a_browser_the_sentence_says_what_to_install():
    with pytest.raises(install.NoBrowserError, match="apt-get install chromium"):
        install.find()


def test_a_browser_that_does_not_run_is_passed_over(bare_machine):
    browser_that_says(bare_machine, "chromium", 1)
    good = browser_that_says(bare_machine, "google-chrome", 0)
    assert install.find() == good


def test_playwrights_own_browser_is_found(bare_machine):
    folder = bare_machine / "home/.cache/ms-playwright/chromium-1/chrome-linux"
    folder.mkdir(parents=True)
    browser = browser_that_says(folder, "chrome", 0)
    assert install.find() == browser


def test_a_named_browser_is_the_only_one_asked(bare_machine, monkeypatch):
    browser_that_says(bare_machine, "chromium", 0)
    monkeypatch.setenv(install.VARIABLE, str(bare_machine / "missing"))
    with pytest.raises(install.NoBrowserError):
        install.ensure()


def test_the_browser_knows_every_page_by_its_address():
    scripts = [Path(entry.script).stem for entry in pages.PAGES]
    assert list(chromium.PATHS) == scripts
    assert list(chromium.PATHS.values()) == [f"/{name}" for name in scripts]


def test_a_server_inherits_nothing_that_would_change_it(monkeypatch, tmp_path):
    for name in ("STREAMLIT_SERVER_PORT", "DIGEST_ATLAS_DEMO", "DATABASE_URL"):
        monkeypatch.setenv(name, "1")
    environment = servers.environment(tmp_path, tmp_path / "data", {"DIGEST_ATLAS_LINKS": "3"})
    ours = {
        name: value for name, value in environment.items() if name.startswith(("STREAMLIT_", "DIGEST_", "DATABASE_"))
    }
    assert ours == {"DIGEST_ATLAS_DATA": str(tmp_path / "data"), "DIGEST_ATLAS_LINKS": "3"}


def test_a_server_that_ends_at_once_is_reported_with_its_log(tmp_path):
    with pytest.raises(servers.ServerError, match=r"(?s)ended with status .*missing\.py"):
        servers.start(tmp_path, app=tmp_path / "missing.py")
