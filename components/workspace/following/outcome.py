"""What became of a look, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FollowOutcome:
    """What became of one look, or of a source that was not looked at."""

    label: str
    period: str
    sentence: str
    failed: bool = False
    fresh: int = 0
