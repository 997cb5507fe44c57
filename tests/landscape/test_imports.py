"""What the server imports at start must not wait for numba or scikit-learn."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("sklearn", "umap", "numba", "scipy", "torch")


@pytest.mark.parametrize("module", ["result", "analysis.cache", "analysis.worker", "parameters", "embeddings.models"])
def test_light_modules_import_nothing_heavy(module):
    script = (
        f"import sys, components.landscape.{module}\n"
        f"print(sorted({{name.split('.')[0] for name in sys.modules}} & {set(HEAVY)!r}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
