"""The most memory that a process ever held.

Not `getrusage`: what a child started from a large process tells there begins at its parent's.
"""

from __future__ import annotations

from pathlib import Path


def most_resident(process: int | str = "self") -> int:
    """The high-water mark of resident memory in bytes; 0 where the system does not tell it, or no longer."""
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii", "replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)
