"""What pages keep between reruns: what a visitor reads while it is made."""

from __future__ import annotations

import ast
from pathlib import Path

from components.ui import loaders


def test_no_wait_shows_the_name_of_a_function():
    """Streamlit's own words for a wait are the called function's name."""
    tree = ast.parse(Path(loaders.__file__).read_text("utf-8"))
    kept = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.decorator_list]
    assert kept
    for function in kept:
        [call] = function.decorator_list
        assert isinstance(call, ast.Call), function.name
        [shown] = [each.value for each in call.keywords if each.arg == "show_spinner"]
        assert isinstance(shown, ast.Constant), function.name
        assert shown.value is False or isinstance(shown.value, str), function.name
