"""A mail server on this machine that keeps what it is sent."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class Inbox:
    """What the mail server took; it refuses mails to nobody@…, closes at one to late@…, and is rude at the end."""

    def __init__(self):
        self.mails = []
        self.server = ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, ARG002 (aiosmtpd's names)
        if address.startswith("nobody@"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802, ARG002
        return "451 not yet"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002
        if envelope.rcpt_tos[0].startswith("late@"):
            return "421 closing time"
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@contextmanager
def opened() -> Iterator[Inbox]:
    """The server, reached at `inbox.server`, until the block ends."""
    inbox = Inbox()
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    inbox.server = f"smtp://127.0.0.1:{port}"
    try:
        yield inbox
    finally:
        controller.stop()
