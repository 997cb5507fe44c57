"""Memory that is given back: by itself the C library keeps what was freed, in as many places as there were threads."""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from pathlib import Path

ARENAS = 2  # places that threads take memory from; usually eight a processor, each with holes of its own
_M_ARENA_MAX = -8  # malloc.h


def prepare() -> None:
    """Bound the places, in this process and in those it starts. Before threads are started."""
    os.environ.setdefault("MALLOC_ARENA_MAX", str(ARENAS))
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    library = _library()
    if library is not None and hasattr(library, "mallopt"):
        library.mallopt(_M_ARENA_MAX, int(os.environ["MALLOC_ARENA_MAX"]))


def share_pool() -> None:
    """Let Arrow, which holds the texts of papers, take its memory there too; where it was imported before `prepare`."""
    import pyarrow

    if os.environ.get("ARROW_DEFAULT_MEMORY_POOL") == "system":
        pyarrow.set_memory_pool(pyarrow.system_memory_pool())


def give_back() -> None:
    """Collect what nobody has any more and give it back to the system."""
    gc.collect()
    trim()


def trim() -> None:
    """Give back to the system what is free already; the garbage that Python has not collected stays."""
    library = _library()
    if library is not None and hasattr(library, "malloc_trim"):
        library.malloc_trim(0)


def resident() -> int:
    """Bytes that this process has in memory; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _library() -> ctypes.CDLL | None:
    """The C library where it is one that has these (glibc)."""
    try:
        return ctypes.CDLL(None) if sys.platform == "linux" else None
    except OSError:
        return None
