"""What a process of ours asks of the world beyond this machine: noted and refused, or answered by a stand-in.

A process that is started with `watched(...)` in its environment loads `sitecustomize` before anything else, and so does
every Python that it starts.
"""

from __future__ import annotations

import json
import os
import ssl
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
CERTIFICATE, KEY = HERE / "certificate.pem", HERE / "key.pem"  # of example.org and github.com, signed by itself
NOTES, STAND_IN = "TESTS_OUTSIDE_NOTES", "TESTS_OUTSIDE_STAND_IN"


def watched(notes: Path, stand_in: Mapping[int, int] | None = None) -> dict[str, str]:
    """The environment of a watched process: what it asks of the outside is a line of `notes`, and gets no answer.

    `stand_in` has ports of this machine by the ports asked for (80, 443): there every name is found, and trusted where
    its certificate is ours.
    """
    paths = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH", "")]))
    answers = {"ports": {str(port): here for port, here in (stand_in or {}).items()}, "trusted": str(CERTIFICATE)}
    return {"PYTHONPATH": paths, NOTES: str(notes), STAND_IN: json.dumps(answers if stand_in else {})}


def asked(notes: Path) -> list[str]:
    """What was asked of the outside so far, each a line."""
    return notes.read_text("utf-8").splitlines() if notes.exists() else []


def secure() -> ssl.SSLContext:
    """What a stand-in at port 443 serves with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, KEY)
    return context
