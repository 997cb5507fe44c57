"""Files that cost too much to read, remembered by their content, so that they are not read again at every start.

A file of the cache folder a digest, named by its hash: what is forgotten there is only tried once more.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from components.settings import settings

_READERS = 1  # grows where readers or limits change, so that such files are tried again
_MOST = 1_000  # files that are remembered
_LONGEST = 500  # characters of a sentence


def folder() -> Path:
    """Where they are remembered (it may not exist yet)."""
    return settings().cache_folder / "too-costly"


def sentence(content_hash: str) -> str:
    """Why a file is not read again, "" for one that may be; `content_hash` is its SHA-256 in hex."""
    try:
        return _file(content_hash).read_text("utf-8")[:_LONGEST]
    except (OSError, ValueError):
        return ""


def remember(content_hash: str, why: str) -> None:
    """Keep why a file is not read again; a folder that cannot be written forgets it."""
    with contextlib.suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        _file(content_hash).write_text(why, "utf-8")
        kept = sorted(folder().iterdir(), key=lambda file: file.stat().st_mtime)
        for old in kept[:-_MOST]:
            old.unlink(missing_ok=True)


def _file(content_hash: str) -> Path:
    if not content_hash.isalnum():
        raise ValueError(content_hash)
    return folder() / f"{content_hash}.{_READERS}.txt"
