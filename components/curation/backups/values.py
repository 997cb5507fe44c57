"""The values of a line of a backup, as far as they can be kept: texts that databases hold, numbers that JSON holds."""

from __future__ import annotations

from typing import Any

from components.curation.annotations import kinds
from components.text import can_be_stored

BIGGEST = 2**53  # what JSON's numbers hold exactly


class OddLineError(ValueError):
    """A line that cannot be kept; the message completes "… was left out: it"."""


def text(row: dict[str, Any], name: str, most: int = kinds.LONGEST_EDIT) -> str:
    """A text of a line, no longer than it may be. Raises OddLineError."""
    value = row.get(name)
    if not isinstance(value, str) or len(value) > most or not can_be_stored(value):
        raise OddLineError(f"has no “{name}” that could be kept")
    return value


def number(row: dict[str, Any], name: str) -> int:
    """A number of a line that is not negative. Raises OddLineError."""
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= BIGGEST:
        raise OddLineError(f"has no “{name}” that could be kept")
    return value
