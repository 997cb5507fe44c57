"""What the Daily Papers API can be asked for: a day, a week, a month, what is trending, a search."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

QueryKind = Literal["day", "week", "month", "trending", "search"]

LONGEST_QUERY = 250  # characters, the API's own limit
MOST_FOUND = 120  # results of a search, the API's own limit
PAGE_SIZE = 100  # papers a page, the API's own limit


class InvalidQuery(ValueError):  # noqa: N818 - the sentence is for people
    """A query the API cannot answer; the message says how to write it."""


@dataclass(frozen=True, slots=True)
class DailyPapersQuery:
    """A kind, and the day ("2026-06-03"), week ("2026-W23"), month ("2026-06") or words that are looked for."""

    kind: QueryKind
    value: str = ""

    @property
    def paged(self) -> bool:
        """Whether the API gives it in pages."""
        return self.kind != "search"

    @property
    def label(self) -> str:
        """What the digest made from it is called."""
        words = {"trending": "Trending", "search": f"Search {self.value}"}
        return words.get(self.kind, self.value)

    def path(self) -> str:
        """The path of the API."""
        return "/api/papers/search" if self.kind == "search" else "/api/daily_papers"

    def parameters(self, page: int) -> Mapping[str, str | int]:
        """The URL parameters of one page, from 0."""
        if self.kind == "search":
            return {"q": self.value, "limit": MOST_FOUND}
        paging: dict[str, str | int] = {"limit": PAGE_SIZE, "p": page}
        if self.kind == "trending":
            return {"sort": "trending", **paging}
        return {"date" if self.kind == "day" else self.kind: self.value, **paging}


def build_query(kind: QueryKind, value: str = "") -> DailyPapersQuery:
    """A query whose value is checked. Raises InvalidQuery with a sentence that says how to write it."""
    value = " ".join(value.split())
    if kind == "trending":
        return DailyPapersQuery(kind)
    if kind == "search":
        if not value:
            raise InvalidQuery("Write what to search for.")
        if len(value) > LONGEST_QUERY:
            raise InvalidQuery(f"A search may have {LONGEST_QUERY} characters; this one has {len(value)}.")
        return DailyPapersQuery(kind, value)
    if not _exists(kind, value):
        example = {"day": "2026-06-03", "week": "2026-W23", "month": "2026-06"}[kind]
        raise InvalidQuery(f"“{value}” is no {kind}. Write it like {example}.")
    return DailyPapersQuery(kind, value)


def _exists(kind: QueryKind, value: str) -> bool:
    try:
        if kind == "day":
            return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)) and bool(datetime.date.fromisoformat(value))
        if kind == "month":
            return bool(re.fullmatch(r"\d{4}-\d{2}", value)) and bool(datetime.date.fromisoformat(value + "-01"))
        return bool(re.fullmatch(r"\d{4}-W\d{2}", value)) and bool(datetime.date.fromisoformat(value + "-1"))
    except ValueError:
        return False
