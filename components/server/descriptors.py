"""File descriptors: each open page takes some, and a server that has none left can accept nobody.

The limit that a system gives a process is often 1,024 while it lets it have many more. What cannot be raised bounds how
many pages may be open, so that the last one is refused by us, in a sentence, and not by the system.
"""

from __future__ import annotations

import sys

WANTED = 65_536  # as many as are asked for: enough, and no table of millions where a system sets no bound
OF_A_PAGE = 5  # its WebSocket, the event loop Streamlit gives its session (3), a connection for what it loads
OF_LEFT_PAGES = 3 * 128  # Streamlit keeps up to 128 sessions whose page went, for their return
OF_THE_REST = 160  # the store's connections, a link check's, workers' pipes, files
FEWEST = 8  # pages that are served whatever the limit: less is no server


def raise_limit(wanted: int = WANTED) -> int:
    """Raise this process's limit as far as the system allows, up to `wanted`; returns what it is now."""
    if sys.platform == "win32":
        return wanted
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unbounded = resource.RLIM_INFINITY
    most = wanted if hard == unbounded else min(wanted, hard)
    if soft != unbounded and soft < most:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        except (OSError, ValueError):  # macOS allows less than it says
            return soft
        return most
    return wanted if soft == unbounded else soft


def limit() -> int:
    """This process's limit."""
    return raise_limit(0)


def pages(descriptors: int) -> int:
    """How many pages may be open with so many descriptors."""
    return max(FEWEST, (descriptors - OF_THE_REST - OF_LEFT_PAGES) // OF_A_PAGE)
