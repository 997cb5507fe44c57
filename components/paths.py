"""Where the product's own files lie: the folder that holds app.py, pages/, components/ and data/."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"  # read-only: bundled digests, models, shipped analyses, top-level domains
