"""A posted form with a few short fields, read without taking more into memory than such a form has."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

MOST_BYTES, MOST_FIELDS = 20_000, 10
TOO_LONG = "This form holds more than it may. Send less text."


async def read(request: Request) -> Mapping[str, str] | None:
    """Field → its text, of two of one name the last; None for a form that is longer than it may be.

    What is no urlencoded form has no fields.
    """
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:  # no UTF-8, or too many fields
        return {}
