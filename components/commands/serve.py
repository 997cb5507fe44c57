"""Serve Digest Atlas with the bundled digests loaded, at http://localhost:8501 unless told otherwise.

Examples:
  python -m components serve
  python -m components serve --port 8600 --address 0.0.0.0

Every further option goes to `streamlit run`, as in --server.baseUrlPath atlas.
"""

from __future__ import annotations

import argparse
import runpy
import sys
from pathlib import Path

APP = Path(__file__).resolve().parents[2] / "app.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where it is served. What else is given is kept for Streamlit."""
    parser.allow_abbrev = False
    parser.add_argument(
        "--port", nargs="?", default="8501", const="", metavar="NUMBER", help="serve at this port; 8501 where not given"
    )
    parser.add_argument(
        "--address",
        default="localhost",
        help="listen at this address; localhost where not given, 0.0.0.0 is reached from other machines too",
    )
    parser.set_defaults(rest=[])


def run(arguments: argparse.Namespace) -> int:
    """Run Streamlit in this process until it is stopped."""
    if not arguments.port.isascii() or not arguments.port.isdecimal():
        sys.exit("--port needs a number, for example: --port 8600")
    sys.argv = ["streamlit", *words(arguments.port, arguments.address, arguments.rest)]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return 0


def words(port: str, address: str, rest: list[str]) -> list[str]:
    """What Streamlit is asked; of an option that is given twice it takes the later one, so `rest` may change any.

    Headless and a fixed browser address keep it from asking for an e-mail address and from looking up this machine's
    public address on the network.
    """
    usual = {
        "server.port": port,
        "server.address": address,
        "browser.serverAddress": "localhost",
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    return ["run", str(APP), *(word for name, value in usual.items() for word in (f"--{name}", value)), *rest]
