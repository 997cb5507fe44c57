"""The states of a link, a closed set, and the verdict of one check.

One table drives the page, the filters, the exports and the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from components.net.request import NO_NETWORK


class State(Enum):
    """The closed set of states. Only `DEAD` is red: everything else is alive or not known to be dead."""

    ALIVE = "alive"
    MOVED = "moved"
    REDIRECT = "redirect"
    SUSPECT = "suspect"
    BLOCKED = "blocked"
    LIMITED = "limited"
    DOWN = "down"
    DEAD = "dead"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The word a person reads, sentence case."""
        return _SHOWN[self][0]

    @property
    def icon(self) -> str:
        """Name of the Material icon, without `:material/…:`."""
        return _SHOWN[self][1]

    @property
    def colour(self) -> str:
        """Name of the colour in Streamlit's palette."""
        return _SHOWN[self][2]

    @property
    def meaning(self) -> str:
        """One sentence that says what the state means."""
        return _SHOWN[self][3]

    @property
    def reaches(self) -> bool:
        """True where a reader who follows the link gets to something."""
        return self in (State.ALIVE, State.MOVED, State.REDIRECT)


_SHOWN: dict[State, tuple[str, str, str, str]] = {
    State.ALIVE: ("Alive", "check_circle", "green", "It answers and shows something."),
    State.MOVED: ("Moved", "forward", "blue", "It has moved for good: take the new address."),
    State.REDIRECT: ("Redirect", "alt_route", "blue", "It answers after a redirect."),
    State.SUSPECT: ("Suspect", "help", "orange", "It answers, but there seems to be nothing there."),
    State.BLOCKED: ("Blocked", "lock", "gray", "It lets people in but not a checker: open it yourself."),
    State.LIMITED: ("Limited", "hourglass_top", "gray", "It asked for a pause: check again later."),
    State.DOWN: ("Down", "cloud_off", "gray", "It failed today: dead only after failing on three days."),
    State.DEAD: ("Dead", "link_off", "red", "It is gone."),
    State.REFUSED: ("Refused", "block", "violet", "It was not checked: this address is not permitted."),
}


def now() -> str:
    """The present time as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one check of one URL."""

    url: str
    state: State
    status: int | None = None  # HTTP status of the last answer; None where there was no answer
    final_url: str = ""  # where the chain ended; "" where nothing was reached
    chain: tuple[str, ...] = ()  # every address asked, in order, the first one included
    seconds: float = 0.0  # from the first request to the verdict, waiting for the rate limiter excluded
    reason: str = ""  # in words
    checked_at: str = ""  # ISO 8601, UTC
    retry_at: str = ""  # ISO 8601, UTC: when a limited host may be asked again; "" where it did not say

    @property
    def is_conclusive(self) -> bool:
        """Whether it says something about the link; without a network it does not, and is not stored."""
        return self.reason != NO_NETWORK
