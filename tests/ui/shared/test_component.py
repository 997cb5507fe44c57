"""What Streamlit is given as a component's script: the loader, small, whole and for the right module."""

from __future__ import annotations

import subprocess

import pytest

from components import scripts
from components.ui.shared import component
from tests import javascript


def test_the_loader_is_sent_without_comments_and_still_is_a_module(monkeypatch):
    given: dict[str, str] = {}
    monkeypatch.setattr("streamlit.components.v2.component", lambda name, **words: given.update(words, name=name))
    component.define("a_map", "map/map.js", "<p></p>", ["map/map.css"])
    assert f'"{scripts.release().address("map/map.js")}"' in given["js"]
    assert "//" not in given["js"]
    assert len(given["js"]) < 1500
    check = [str(javascript.COMMANDS / "node"), "--input-type=module", "--check"]
    checked = subprocess.run(check, input=given["js"], text=True, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_a_module_that_is_not_there_is_an_error_at_once():
    with pytest.raises(KeyError):
        component.define("a_map", "map/none.js")
