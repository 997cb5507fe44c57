"""How much a paper is talked about for its age: one number, by a formula that is shown wherever it counts."""

from __future__ import annotations

from datetime import date
from math import log2

from components.sharing.formats.entry import Entry

FORMULA = "trending = (votes + 5 · log₂(1 + stars) + 10 · (appearances − 1)) ÷ (age in days + 2)"
UNKNOWN_AGE = 30  # days: a paper without a date is neither of today nor forgotten


def trending_score(entry: Entry, today: date) -> float:
    """The number of the formula; what is not known counts nothing, a date in the future is today."""
    talked = (entry.votes or 0) + 5 * log2(1 + (entry.stars or 0)) + 10 * (max(1, len(entry.digests)) - 1)
    return talked / (age(entry, today) + 2)


def age(entry: Entry, today: date) -> int:
    """Whole days since the paper was published; of a month or a year that is known, since its first day."""
    known = (*entry.date, 1, 1)[:3] if entry.date else ()
    try:
        return max(0, (today - date(*known)).days) if known else UNKNOWN_AGE
    except ValueError:  # no such day in the calendar
        return UNKNOWN_AGE


def why(entry: Entry, today: date) -> str:
    """What the number is made of, in words: "54 votes, in 2 digests, 3 days old"; "" where nothing is known."""
    parts = []
    if entry.votes:
        parts.append("1 vote" if entry.votes == 1 else f"{entry.votes:,} votes")
    if entry.stars:
        parts.append("1 star" if entry.stars == 1 else f"{entry.stars:,} stars")
    if len(entry.digests) > 1:
        parts.append(f"in {len(entry.digests)} digests")
    if entry.date and parts:
        days = age(entry, today)
        parts.append("today's" if days == 0 else "1 day old" if days == 1 else f"{days:,} days old")
    return ", ".join(parts)
