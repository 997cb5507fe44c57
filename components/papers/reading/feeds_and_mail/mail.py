"""A mail saved as a file: headers, then a body in text or HTML that is read like any other digest.

Not here: the shapes bodies have; the registry is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from components.papers.reading.content import Content
from components.papers.reading.dates import mail_date
from components.papers.reading.outcome import Reading, without_lines

SHAPE = "mail"

_HEADER = re.compile(r"(?:From )?(?:[A-Za-z][A-Za-z0-9-]*:[ \t].*\n(?:[ \t].*\n)*){2,}\n?")
_TELLING = re.compile(
    r"^(?:subject|mime-version|content-type|received|return-path|message-id|delivered-to|from|to):", re.I | re.M
)


def recognise(content: Content) -> bool:
    """Starts with mail headers, at least two of them telling."""
    header = _HEADER.match(content.head)
    return bool(header) and len(set(map(str.lower, _TELLING.findall(header[0])))) >= 2 if header else False


def read(content: Content, read_body: Callable[[Content], Reading]) -> Reading:
    """What `read_body` finds in the plain body, else in the HTML body; its lines are not the file's."""
    message = message_from_bytes(content.data, policy=default)
    assert isinstance(message, EmailMessage)
    date = mail_date(str(_header(message, "date")))
    readings = []
    for kind in ("plain", "html"):
        text = _body(message, kind)
        if text.strip():
            readings.append(read_body(Content(content.name, text.encode("utf-8", "replace"))))
    readings = [reading for reading in readings if reading.papers]
    if not readings:
        return Reading()
    best = max(readings, key=lambda reading: (len(reading.papers), sum(bool(one.abstract) for one in reading.papers)))
    return replace(without_lines(best, f"mail with {best.shape}"), date=best.date or date)


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
