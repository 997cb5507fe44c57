"""Where finished Analyses are kept: shipped ones in the repository, others in the cache folder, bounded in bytes.

Content-addressed: a file's name is its Analysis' key, so nothing here is ever out of date, and deleting the cache
folder costs only time. Replicas with one database share them through it (`artefacts`).
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from components.landscape.analysis import shared_cache
from components.landscape.result import Analysis, UnreadableAnalysisError, load
from components.paths import DATA
from components.settings import settings

SHIPPED = DATA / "analyses"


def folder() -> Path:
    """The folder of computed Analyses (it may not exist yet)."""
    return settings().cache_folder / "analyses"


def compiled_folder() -> Path:
    """The folder for machine code that numba keeps between processes."""
    return settings().cache_folder / "compiled"


def path_of(key: str) -> Path:
    """Where the Analysis of that key is, or will be, kept in the cache folder."""
    if not key.isalnum():
        raise ValueError(f"“{key}” is no analysis key")
    return folder() / f"{key}.npz"


def get(key: str) -> Analysis | None:
    """The Analysis of that key, shipped or computed earlier; None if there is none.

    A damaged file counts as none and is removed from the cache folder. Finding one makes it the youngest.
    """
    shipped = SHIPPED / path_of(key).name
    if shipped.exists():
        return load(shipped)
    kept = path_of(key)
    if not kept.exists() and not shared_cache.fetch(key, kept):
        return None
    try:
        analysis = load(kept)
    except FileNotFoundError:
        return None
    except UnreadableAnalysisError:
        with contextlib.suppress(OSError):  # a folder that may only be read: it is computed anew all the same
            kept.unlink()
        return None
    with contextlib.suppress(OSError):
        os.utime(kept)
    return analysis


def put(key: str, computed: Path, most_bytes: int | None = None) -> Path:
    """Keep the Analysis that lies in a file, also for other replicas; returns where. Raises OSError.

    The longest unused ones go when the folder exceeds its bytes (settings' cache_bytes); the one just kept stays even
    if it is larger than that alone.
    """
    path = path_of(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(computed.read_bytes())
    part.replace(path)
    trim(path, settings().cache_bytes if most_bytes is None else most_bytes)
    shared_cache.offer(key, path)
    return path


def trim(newest: Path, most_bytes: int) -> None:
    """Remove the longest unused Analyses beside `newest` until all together fit into `most_bytes`."""
    others = []
    for path in newest.parent.glob("*.npz"):
        with contextlib.suppress(OSError):  # another process may have removed it just now
            if path != newest:
                stat = path.stat()
                others.append((stat.st_mtime, path, stat.st_size))
    total = newest.stat().st_size + sum(size for _, _, size in others)
    for _, path, size in sorted(others):
        if total <= most_bytes:
            break
        path.unlink(missing_ok=True)
        total -= size
