"""Analyses put into the cache as if they had been computed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from components.landscape.analysis import cache
from components.landscape.result import Analysis, save


def keep(analysis: Analysis, most_bytes: int | None = None) -> Path:
    """Where it is kept."""
    with tempfile.TemporaryDirectory() as folder:
        computed = Path(folder) / "analysis.npz"
        save(analysis, computed)
        return cache.put(analysis.key, computed, most_bytes)
