"""A mail saved as a file, as a container: headers, then a body in text or HTML that is read like any other digest."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import islice

from components.papers.reading.content import Content, Unwrapped
from components.papers.reading.dates import mail_date

SHAPE = "mail"

_HEADERS = re.compile(r"(?:From )?(?:[A-Za-z][A-Za-z0-9-]*:[ \t].*\n(?:[ \t].*\n)*){2,}\n?")
_MAIL_HEADER = re.compile(
    r"^(?:subject|mime-version|content-type|received|return-path|message-id|delivered-to|from|to):", re.I | re.M
)

_BOUNDARY = re.compile(rb"boundary\s{0,5}=\s{0,5}\"?([^\"\s;]{1,70})", re.I)  # at most 70 characters by RFC 2046
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
_MOST_BOUNDARIES, _MOST_PARTS = 50, 500
_LONGEST_HEADERS = 8_000  # bytes


def recognise(content: Content) -> bool:
    """Starts with headers, at least two of them of a kind that only mails have."""
    headers = _HEADERS.match(content.head)
    return headers is not None and len(set(map(str.lower, _MAIL_HEADER.findall(headers[0])))) >= 2


def unwrap(content: Content) -> Unwrapped:
    """The plain body and the HTML body, as far as there are any, and the date of the mail."""
    try:
        message = message_from_bytes(_bounded(content.data), policy=default)
    except Exception:  # parts within parts within parts
        return Unwrapped()
    assert isinstance(message, EmailMessage)
    bodies = (_body(message, kind) for kind in ("plain", "html"))
    contents = tuple(Content.of_text(body) for body in bodies if body.strip())
    return Unwrapped(contents, mail_date(_header(message, "date")))


def _bounded(data: bytes) -> bytes:
    """The mail with as many parts, and as long headers, as mails have: the standard library takes their square."""
    boundaries = {found[1] for found in islice(_BOUNDARY.finditer(data), _MOST_BOUNDARIES)}
    if not boundaries:
        return _with_bounded_headers(data)
    separator = re.compile(rb"^(?=--(?:" + rb"|".join(map(re.escape, boundaries)) + rb"))", re.M)
    return b"".join(map(_with_bounded_headers, separator.split(data, _MOST_PARTS)[:_MOST_PARTS]))


def _with_bounded_headers(part: bytes) -> bytes:
    """A part whose headers, up to its first empty line, are no longer than _LONGEST_HEADERS."""
    end = _EMPTY_LINE.search(part)
    if end is None or end.start() <= _LONGEST_HEADERS:
        return part
    return part[: part.rfind(b"\n", 0, _LONGEST_HEADERS) + 1 or _LONGEST_HEADERS] + part[end.start() :]


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except Exception:  # the standard library raises many kinds of errors for hostile headers
        return ""


def _body(message: EmailMessage, kind: str) -> str:
    try:
        part = message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part is not None else ""
    except Exception:  # hostile charsets and encodings raise many kinds of errors
        return ""
