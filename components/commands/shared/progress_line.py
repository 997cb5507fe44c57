"""How far a run in the background is, on one line of a terminal that is written over; Ctrl-C stops the run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

_CLEAR = "\r\033[K"  # to the line's begin, and what stands in it away


class _Run(Protocol):
    def wait(self, seconds: float | None = None) -> bool: ...

    def stop(self) -> None: ...


def follow(run: _Run, sentence: Callable[[], str], notes: Callable[[], list[str]] = list) -> None:
    """Wait for the end of a run. `sentence` says how far it is; each of the `notes` is printed once, above it.

    Where nobody looks at a terminal only the notes are printed, to the error output like all of this.
    """
    shows, printed = sys.stderr.isatty(), set[str]()

    def print_notes() -> None:
        for note in notes():
            if note not in printed:
                printed.add(note)
                print(f"{_CLEAR}{note}" if shows else note, file=sys.stderr)

    try:
        while not run.wait(0.5):
            print_notes()
            if shows:
                print(f"{_CLEAR}{sentence()}", end="", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        run.stop()
        run.wait(10.0)
    if shows:
        print(_CLEAR, end="", file=sys.stderr)
    print_notes()
