"""Reading a file to import in a process of its own, so that no file can hold the server, whatever it holds.

Small files are read here: what they may cost is bounded by their size. Run as a program, this module is that process.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import asdict

import orjson

from components.papers.process.limits import allow, clock_for, limit_process, seconds_for
from components.papers.process.plain import NotPlainError, decoder
from components.paths import ROOT
from components.sharing.importing.imported import ImportedFile, ImportRefusedError
from components.sharing.importing.read_file import LARGEST, read

SMALL = 100_000  # bytes; the worst of them take half a second
_NICENESS = 10
_AT_ONCE = threading.BoundedSemaphore(2)
_PATIENCE = 60.0  # seconds to wait for others' files
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR")  # no secret of ours
_COSTLY = "This file takes more time or memory to read than a file may. Split it, or export it as CSV."
_BUSY = "Others import files at this moment. Try again in a minute."


def read_apart(data: bytes) -> ImportedFile:
    """What a file says (see `read_file.read`). Raises ImportRefusedError, also where reading costs too much."""
    if len(data) <= SMALL:
        return read(data)
    if len(data) > LARGEST:
        raise ImportRefusedError(_too_large())
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise ImportRefusedError(_BUSY)
    try:
        words = [sys.executable, "-m", "components.sharing.importing.apart"]
        known = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=known,
            input=data,
            capture_output=True,
            timeout=clock_for(seconds_for(len(data))),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ImportRefusedError(_COSTLY) from error
    finally:
        _AT_ONCE.release()
    return _answered(done.stdout)


def _answered(answer: bytes) -> ImportedFile:
    try:
        values = orjson.loads(answer)
        if "refused" in values:
            raise ImportRefusedError(str(values["refused"]))
        found: ImportedFile = decoder(ImportedFile)(values["file"])
    except (orjson.JSONDecodeError, NotPlainError, KeyError, TypeError) as error:  # it was ended, or ended by itself
        raise ImportRefusedError(_COSTLY) from error
    return found


def _too_large() -> str:
    return f"This file is larger than {LARGEST / 1e6:.0f} MB. Split it, or export fewer papers."


def main() -> None:
    """Read standard input, and write what it says as JSON."""
    limit_process(_NICENESS)
    data = sys.stdin.buffer.read(LARGEST + 1)
    allow(seconds_for(len(data)))
    try:
        answer: dict[str, object] = {"file": asdict(read(data))}
    except ImportRefusedError as refused:
        answer = {"refused": str(refused)}
    sys.stdout.buffer.write(orjson.dumps(answer))


if __name__ == "__main__":
    main()
