"""Times as the store writes them, text in ISO 8601 and UTC, read back whatever somebody once put there."""

from __future__ import annotations

from datetime import UTC, datetime

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def parsed(text: str) -> datetime | None:
    """The time that a text says, in UTC; one without a zone is taken for UTC. None where it says none since 1970."""
    try:
        found = datetime.fromisoformat(text)
        return max(found if found.tzinfo else found.replace(tzinfo=UTC), BEGINNING).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def read(text: str) -> datetime:
    """The same where a time has to be: 1970 for what says none."""
    return parsed(text) or BEGINNING


def written(time: datetime) -> str:
    """A time as the store writes it: in UTC, with microseconds."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")
