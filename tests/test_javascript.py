"""The checks of JavaScript: what they count, and what they leave out where npm's registry is out of reach."""

from __future__ import annotations

import shutil

import pytest

from tests import javascript


def test_the_counts_of_node_are_read():
    report = "TAP version 13\nok 1 - a\n# tests 9\n# pass 4\n# fail 2\n# cancelled 1\n# skipped 1\n# todo 1\n"
    assert javascript.counted(report) == javascript.Checked(False, 4, 3, 2)
    assert javascript.counted("# pass 1\n# fail 0").good
    assert javascript.counted("") == javascript.Checked(True)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of what npm reads, with nothing installed and nothing kept from before."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(javascript.REPOSITORY / name, tmp_path)
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    return tmp_path


def test_without_the_registry_types_are_left_out_and_a_line_says_so(project, monkeypatch, capsys):
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")
    assert javascript.types(project) == javascript.Checked(good=True, skipped=1)
    assert capsys.readouterr().out == (
        "Left out: types of JavaScript, for npm's registry cannot be reached (ECONNREFUSED).\n"
    )


def test_an_error_that_is_ours_is_no_missing_registry(project, capsys):
    (project / "package-lock.json").unlink()
    assert javascript.types(project) == javascript.Checked(good=False)
    assert "package-lock.json" in capsys.readouterr().out


def test_what_is_wrong_in_a_module_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(javascript, "REPOSITORY", tmp_path)
    for folder in ("components", "tests/js"):
        (tmp_path / folder).mkdir(parents=True)
    test = tmp_path / "tests" / "js" / "a.test.js"
    test.write_text('import { test } from "node:test";\ntest("good", () => undefined);\n')
    assert javascript.lint().good
    assert javascript.unit() == javascript.Checked(good=True, passed=1)
    test.write_text('import { test } from "node:test";\ntest("bad", () => { debugger; throw new Error("no"); });\n')
    assert not javascript.lint().good
    assert javascript.unit() == javascript.Checked(good=False, failed=1)
