"""A mail saved as a file, as a container: headers, then a body in text or HTML that is read like any other digest."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from components.papers.reading.content import Content, Unwrapped
from components.papers.reading.dates import mail_date

SHAPE = "mail"

_HEADERS = re.compile(r"(?:From )?(?:[A-Za-z][A-Za-z0-9-]*:[ \t].*\n(?:[ \t].*\n)*){2,}\n?")
_MAIL_HEADER = re.compile(
    r"^(?:subject|mime-version|content-type|received|return-path|message-id|delivered-to|from|to):", re.I | re.M
)


def recognise(content: Content) -> bool:
    """Starts with headers, at least two of them of a kind that only mails have."""
    headers = _HEADERS.match(content.head)
    return headers is not None and len(set(map(str.lower, _MAIL_HEADER.findall(headers[0])))) >= 2


def unwrap(content: Content) -> Unwrapped:
    """The plain body and the HTML body, as far as there are any, and the date of the mail."""
    message = message_from_bytes(content.data, policy=default)
    assert isinstance(message, EmailMessage)
    bodies = (_body(message, kind) for kind in ("plain", "html"))
    contents = tuple(Content.of_text(body) for body in bodies if body.strip())
    return Unwrapped(contents, mail_date(_header(message, "date")))


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
