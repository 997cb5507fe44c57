"""The API of OpenReview, version 2, as far as more than one part asks it: where it is, its notes, when it is closed.

A field is {"value": …}, in notes of version 1 the value itself; times are milliseconds. Since July 2026 programs may be
answered with a challenge, 403 and "ChallengeRequiredError" or a page for people: closed, never "nothing there".
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from components.net.request import HttpResult

ADDRESS = "https://api2.openreview.net"
SECONDS = 1.0  # between two questions, which are asked one at a time


def notes_url(base: str, **asked: str | int) -> str:
    """The address of notes; a name with a dot in it has two underscores in its place (`content__venueid`)."""
    return f"{base}/notes?{urlencode({name.replace('__', '.'): value for name, value in asked.items()})}"


def forum_url(forum: str) -> str:
    """The page of a paper for people."""
    return f"https://openreview.net/forum?id={forum}"


def is_closed(result: HttpResult) -> bool:
    """Whether it lets no program in now."""
    if result.status in (401, 403, 407, 451) or b"ChallengeRequiredError" in result.body[:2_000]:
        return True
    return result.status == 200 and result.is_html


def value(note: Mapping[str, Any], name: str) -> Any:
    """A field of a note, None where it has none."""
    content = note.get("content")
    held = content.get(name) if isinstance(content, Mapping) else None
    return held.get("value") if isinstance(held, Mapping) else held


def day(milliseconds: object) -> str:
    """The day of a time, in ISO 8601; "" for what is none."""
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool) or not 0 < milliseconds < 10**13:
        return ""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
