"""How the mails and the feed of a saved search choose among its new papers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

MOST = 40  # papers of a mail
SHARES = (0, 50, 75, 90)  # per cent of all papers that must stand below one by interest


@dataclass(frozen=True, slots=True)
class Delivery:
    """Which of the new papers are sent, in which order, and whether a mail comes without any."""

    by_interest: bool = False  # else those much talked about come first
    at_least: int = 0  # one of SHARES; counts by interest only
    most: int = MOST  # papers of a mail, or of a day in a feed
    even_empty: bool = False  # a mail also where nothing is new

    @property
    def as_text(self) -> str:
        """As it is stored: JSON, "" for what is usual."""
        return "" if self == Delivery() else json.dumps(asdict(self), separators=(",", ":"))


def from_text(text: str) -> Delivery:
    """What `as_text` wrote. Raises ValueError for any other text."""
    if not text:
        return Delivery()
    try:
        given = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(given, dict) or given.keys() != asdict(Delivery()).keys():
        raise ValueError("other settings than there are")
    found = Delivery(**given)
    flags, numbers = (found.by_interest, found.even_empty), (found.at_least, found.most)
    if not all(type(flag) is bool for flag in flags) or not all(type(number) is int for number in numbers):
        raise ValueError("settings of another kind")
    if found.at_least not in SHARES or not 1 <= found.most <= MOST:
        raise ValueError("a number beyond its limits")
    return found
