"""A mail as mail servers and mail programs take it (RFC 5322), with one-click unsubscribing (RFC 8058)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime


class _Policy(EmailPolicy):
    """Long lines where Python would break what must stay whole; the subject in words of at most 75 signs (RFC 2047).

    It would fold a long List-Unsubscribe into encoded words, for which mail programs then show no button. Of a subject
    it loses spaces between encoded words; `Header` keeps them.
    """

    def fold(self, name: str, value: str) -> str:
        """One header as text."""
        return _subject(value) if name == "Subject" else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        """One header as it is sent."""
        return _subject(value).encode("ascii") if name == "Subject" else super().fold_binary(name, value)


def _subject(value: str) -> str:
    """The header as a line, or as lines of encoded words where it holds other signs or what would be read as one."""
    if value.isascii() and "=?" not in value:
        return f"Subject: {value}\r\n"
    words = Header(str(value), "utf-8", maxlinelen=75, header_name="Subject").encode(linesep="\r\n")
    return f"Subject: {words}\r\n"


POLICY = _Policy(max_line_length=998, cte_type="7bit", linesep="\r\n")


def message(
    subject: str, text: str, html: str, *, sender: str, to: str, at: datetime, name: str, end: str = ""
) -> EmailMessage:
    """A mail in text and HTML; `name` is what its id is made of, so that the same mail twice is known as one.

    `end` is the address that ends the subscription; a mail to download has none.
    """
    host = sender.rpartition("@")[2]
    mark = hashlib.sha256(name.encode()).hexdigest()[:32]
    made = EmailMessage(policy=POLICY)
    made["Subject"] = " ".join("".join(sign if sign.isprintable() else " " for sign in subject).split())[:200]
    made["From"] = f"Digest Atlas <{sender}>"
    made["To"] = to
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{mark}@{host}>"
    made["Auto-Submitted"] = "auto-generated"
    if end:
        made["List-Id"] = f"<digests.{host}>"
        made["List-Unsubscribe"] = f"<{end}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        made["Precedence"] = "bulk"
    made.set_content(text)
    made.add_alternative(html, subtype="html")
    return made
