"""What can be asked of the Daily Papers API: a day, a week, a month, what is trending, a search.

Not here: asking (`daily_papers`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["day", "week", "month", "trending", "search"]

LONGEST_QUERY = 250  # characters, the API's own limit
MOST_FOUND = 120  # results of a search, the API's own limit
PAGE = 100  # papers a page, the API's own limit


class UnclearRequest(ValueError):  # noqa: N818 - the sentence is for people
    """A request the API cannot answer; the message says how to write it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request: which kind, and the day ("2026-06-03"), week ("2026-W23"), month ("2026-06") or query."""

    kind: Kind
    value: str = ""

    @property
    def paged(self) -> bool:
        """Whether the API gives it in pages."""
        return self.kind != "search"

    @property
    def label(self) -> str:
        """What the digest made of it is called."""
        words = {"trending": "Trending", "search": f"Search {self.value}"}
        return words.get(self.kind, self.value)

    def path(self) -> str:
        """The path of the API."""
        return "/api/papers/search" if self.kind == "search" else "/api/daily_papers"

    def parameters(self, page: int) -> Mapping[str, str | int]:
        """The query of one page, from 0."""
        if self.kind == "search":
            return {"q": self.value, "limit": MOST_FOUND}
        place: dict[str, str | int] = {"limit": PAGE, "p": page}
        if self.kind == "trending":
            return {"sort": "trending", **place}
        return {"date" if self.kind == "day" else self.kind: self.value, **place}


def wanted(kind: Kind, value: str = "") -> Wanted:
    """A request that was checked. Raises UnclearRequest with a sentence."""
    value = " ".join(value.split())
    if kind == "trending":
        return Wanted(kind)
    if kind == "search":
        if not value:
            raise UnclearRequest("Write what to search for.")
        if len(value) > LONGEST_QUERY:
            raise UnclearRequest(f"A search may have {LONGEST_QUERY} characters; this one has {len(value)}.")
        return Wanted(kind, value)
    if not _exists(kind, value):
        example = {"day": "2026-06-03", "week": "2026-W23", "month": "2026-06"}[kind]
        raise UnclearRequest(f"“{value}” is no {kind}. Write it like {example}.")
    return Wanted(kind, value)


def _exists(kind: Kind, value: str) -> bool:
    try:
        if kind == "day":
            return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)) and bool(datetime.date.fromisoformat(value))
        if kind == "month":
            return bool(re.fullmatch(r"\d{4}-\d{2}", value)) and bool(datetime.date.fromisoformat(value + "-01"))
        return bool(re.fullmatch(r"\d{4}-W\d{2}", value)) and bool(datetime.date.fromisoformat(value + "-1"))
    except ValueError:
        return False
