"""The digests that come with the product."""

from __future__ import annotations

from components.papers.paper import DigestFile
from components.paths import DATA

FOLDER = DATA / "digests"


def bundled_files() -> tuple[DigestFile, ...]:
    """The bundled digests, the largest first, then by name."""
    paths = sorted(FOLDER.glob("*.txt"), key=lambda path: (-path.stat().st_size, path.name))
    return tuple(DigestFile(path.name, path.read_bytes()) for path in paths)
