"""Sending mails through the SMTP server of the settings."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

SECONDS = 30


class MailError(RuntimeError):
    """The mail server cannot be used or took no mail; the message says which and what it said."""


@contextmanager
def connect(server: str) -> Iterator[smtplib.SMTP]:
    """A connection to "smtp://user:password@host:587" (encrypted where the server can) or "smtps://…:465".

    Raises MailError when it cannot be made; a password never goes over a connection that is not encrypted. The server
    may end it at any mail: its `sock` is None then.
    """
    parts = urlsplit(server)
    host = parts.hostname or ""
    try:
        if parts.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=SECONDS, context=ssl.create_default_context()
            )
        else:
            connection = smtplib.SMTP(host, parts.port or 587, timeout=SECONDS)
    except OSError as error:
        raise MailError(f"The mail server {host} cannot be reached ({error}). Check DIGEST_ATLAS_SMTP.") from error
    with closing(connection):
        try:
            _greet(connection, parts.scheme, unquote(parts.username or ""), unquote(parts.password or ""))
        except (OSError, UnicodeError) as error:
            raise MailError(f"The mail server {host} did not let us in: {error}. Check DIGEST_ATLAS_SMTP.") from error
        yield connection
        with suppress(OSError):  # all mails are taken by now, whatever is said to the farewell
            connection.quit()


def send(connection: smtplib.SMTP, message: EmailMessage) -> None:
    """Hand one mail over. Raises MailError when it is not taken."""
    try:
        connection.send_message(message)
    except OSError as error:
        raise MailError(f"The mail to {message['To']} was not taken: {error}") from error


def _greet(connection: smtplib.SMTP, scheme: str, user: str, password: str) -> None:
    connection.ehlo()
    if scheme == "smtp" and connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
        connection.ehlo()
        scheme = "smtps"
    if user:
        if scheme != "smtps":
            raise MailError("The mail server offers no encryption, so the password of DIGEST_ATLAS_SMTP was not sent.")
        connection.login(user, password)
