"""Citations in words: how often services count a paper, each with its day."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date

from components.enrichment.completion import counts_by_service

WHOSE = "As OpenAlex counts, else Semantic Scholar, else Crossref; numbers are never added"


def short_day(written: str) -> str:
    """ "3 Nov", with the year where it is another than this one, of a day or time in ISO 8601."""
    day = date.fromisoformat(written[:10])
    words = f"{day.day} {calendar.month_abbr[day.month]}"
    return words if day.year == date.today().year else f"{words} {day.year}"


def by_service(counts: Iterable[str]) -> str:
    """ "12 · OpenAlex, 3 Nov; 13 · Semantic Scholar, 3 Nov" of the column `citation_counts`."""
    return "; ".join(f"{number:,} · {service}, {short_day(day)}" for service, number, day in counts_by_service(counts))
