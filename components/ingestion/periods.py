"""Periods that sources are looked at by: an hour, a day, a week or a month of UTC, each with a name in ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Span(StrEnum):
    """How long a period is."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    def key(self, at: datetime) -> str:
        """The period that a time is in: 2026-11-26T17, 2026-11-26, 2026-W48 or 2026-11."""
        return at.astimezone(UTC).strftime(_FORMS[self])

    def start(self, key: str) -> datetime:
        """When a period begins. Raises ValueError for what names none of this length."""
        text, form = (f"{key}-1", "%G-W%V-%u") if self is Span.WEEK else (key, _FORMS[self])
        return datetime.strptime(text, form).replace(tzinfo=UTC)

    def after(self, key: str) -> str:
        """The next period."""
        return self.key(self.start(key) + _LONGEST[self])

    def before(self, key: str) -> str:
        """The period before."""
        return self.key(self.start(key) - timedelta(hours=1))


_FORMS = {Span.HOUR: "%Y-%m-%dT%H", Span.DAY: "%Y-%m-%d", Span.WEEK: "%G-W%V", Span.MONTH: "%Y-%m"}
_LONGEST = {
    Span.HOUR: timedelta(hours=1),
    Span.DAY: timedelta(days=1),
    Span.WEEK: timedelta(days=7),
    Span.MONTH: timedelta(days=31),  # from a first of a month always into the next one
}
