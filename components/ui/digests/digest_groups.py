"""Hundreds of digests in an order to read: those that come period by period, by where they come from and by month."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from components.ingestion.periods import Span

FEWEST = 8  # digests of one kind that are put together by month
_PERIOD = re.compile(r"(.{0,200}?)[-_ ]*\b(\d{4}-\d{2}-\d{2}|\d{4}-W\d{2}|\d{4}-\d{2})(?:\.\w{1,6})?")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Month(Generic[T]):
    """What came from one source in one month, the newest first."""

    source: str
    month: str  # 2026-06
    items: tuple[T, ...]

    @property
    def label(self) -> str:
        """In words: "Daily papers, June 2026"."""
        year, month = self.month.split("-")
        return f"{self.source}, {calendar.month_name[int(month)]} {year}"


def grouped(items: Sequence[T], name_of: Callable[[T], str], fewest: int = FEWEST) -> tuple[list[T], list[Month[T]]]:
    """(Those that stand alone, in their order; the others by source and by month, the newest month first)."""
    found: defaultdict[str, list[tuple[str, str, T]]] = defaultdict(list)
    for item in items:
        source, period = _parts(name_of(item))
        if period:
            found[source].append((_month(period), period, item))
    months: list[Month[T]] = []
    together: set[int] = set()
    for source in sorted(each for each, those in found.items() if len(those) >= fewest):
        by_month: defaultdict[str, list[tuple[str, T]]] = defaultdict(list)
        for month, period, item in found[source]:
            by_month[month].append((period, item))
            together.add(id(item))
        for month in sorted(by_month, reverse=True):
            newest = sorted(by_month[month], key=lambda each: each[0], reverse=True)
            months.append(Month(source, month, tuple(item for _, item in newest)))
    return [item for item in items if id(item) not in together], months


def _parts(name: str) -> tuple[str, str]:
    """(Where a file comes from, the period that its name ends with); ("", "") for a name without a period."""
    found = _PERIOD.fullmatch(name)
    if found is None or not _month(found[2]):
        return "", ""
    words = " ".join(re.split(r"[-_ ]+", found[1])).strip()
    return (words[:1].upper() + words[1:] or "Digests"), found[2]


def _month(period: str) -> str:
    """The month that a period begins in; "" for a day, week or month that there is none of."""
    span = Span.WEEK if "W" in period else Span.DAY if period.count("-") == 2 else Span.MONTH
    try:
        return Span.MONTH.key(span.start(period))
    except ValueError:
        return ""
