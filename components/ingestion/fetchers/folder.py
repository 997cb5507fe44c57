"""A folder of the server's: files are read and never moved or changed; one that stands still is taken once."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from components.ingestion.fetchers.outside import Arrived, FetchFailedError, Outside
from components.papers.paper import DigestFile

MOST_FILES = 1_000
STILL = 30.0  # seconds since its last change after which a file counts as written to its end


def fetch(
    period: str, outside: Outside, known: Mapping[str, str], most_bytes: int, now: float | None = None
) -> Arrived:
    """The files that are new or changed, by what is known of those seen before. Raises FetchFailedError."""
    folder = outside.watch
    if folder is None:
        raise FetchFailedError("The server watches no folder: DIGEST_ATLAS_WATCH is not set.")
    time_now = time.time() if now is None else now
    files, seen = [], {}
    try:
        for path in _files(folder):
            stat = path.stat()
            name, mark = path.relative_to(folder).as_posix(), f"{stat.st_size} {stat.st_mtime_ns}"
            if known.get(name) == mark:
                seen[name] = mark
            elif time_now - stat.st_mtime >= STILL and 0 < stat.st_size <= most_bytes:
                files.append((period, DigestFile(path.name, path.read_bytes())))
                seen[name] = mark
    except OSError as error:
        raise FetchFailedError(f"The server's folder cannot be read ({type(error).__name__}).") from error
    return Arrived(tuple(files), known_files=seen, whole=True)


def _files(folder: Path) -> Iterator[Path]:
    """Plain files in the folder and those below it, hidden ones and links left out, in order."""
    count = 0
    for root, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root) / name
            if name.startswith(".") or path.is_symlink() or not path.is_file():
                continue
            count += 1
            if count > MOST_FILES:
                return
            yield path


def _raise(error: OSError) -> None:
    raise error
