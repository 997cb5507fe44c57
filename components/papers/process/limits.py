"""What reading may take, and how a process bounds itself before it reads what a stranger gave."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

MEMORY = 2 << 30  # bytes of data that a reading process may have
_DESCRIPTORS = 64
_BASE, _A_MEGABYTE = 20.0, 4.0  # seconds of processor time for one file, and more for each megabyte
_MERGING, _MERGING_A_MEGABYTE = 60.0, 4.0  # for merging the records of all files
_ON_THE_CLOCK = 5.0  # times the processor time, and
_SLACK = 30.0  # seconds that may pass where other work holds the machine
_OOM_SCORE = Path("/proc/self/oom_score_adj")
_FIRST_TO_GO = b"600"  # of 1,000: where memory ends, the system ends this process and not the server


def seconds_for(size: int, *, merging: bool = False) -> float:
    """The processor time that may be spent on a file of so many bytes, or on merging files of so many together."""
    base, more = (_MERGING, _MERGING_A_MEGABYTE) if merging else (_BASE, _A_MEGABYTE)
    return base + more * size / 1e6


def clock_for(seconds: float) -> float:
    """How long that much processor time may take on a busy machine."""
    return _SLACK + _ON_THE_CLOCK * seconds


def limit_process(niceness: int) -> None:
    """Bound memory, descriptors and files of this process, and let others go first, as far as the system can."""
    with contextlib.suppress(OSError), _OOM_SCORE.open("wb") as score:
        score.write(_FIRST_TO_GO)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(niceness)
    with contextlib.suppress(ImportError):
        import resource

        for limit, most in (
            (resource.RLIMIT_DATA, MEMORY),
            (resource.RLIMIT_NOFILE, _DESCRIPTORS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(limit, (most, most))


def allow(seconds: float) -> None:
    """Let the system end this process once it has used so much more processor time, be it in one call of C."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds) + 1, most))
