"""Serve papers to a program that reads for somebody, over standard input and output (Model Context Protocol).

Claude, Cursor and others start it themselves, by the command that their configuration names.

Examples, for the bundled digests, for files, and for a workspace, which may be changed too without the last word:
  python -m components mcp
  python -m components mcp --files data/digests/*.txt
  python -m components mcp --workspace AAAAAAAAAAAAAAAAAAAAAA --read-only

docs/mcp.md has configurations to copy, and how a running server is asked at /mcp.
"""

from __future__ import annotations

import argparse
import sys

from components.commands.agents import opened


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose papers, and whether they may be changed."""
    opened.add_source(parser)
    parser.add_argument("--read-only", action="store_true", help="offer no tools that change the workspace")


def run(arguments: argparse.Namespace) -> int:
    """Serve until the input ends; 2 where the workspace cannot be opened."""
    from components.sharing.agents import protocol
    from components.store.trouble import StoreError

    try:
        with opened.opened(arguments) as view:
            protocol.view_of_call.set(view)
            protocol.server(may_change=bool(arguments.workspace) and not arguments.read_only).run("stdio")
    except (opened.CannotOpenError, StoreError) as trouble:
        print(trouble, file=sys.stderr)
        return opened.WRONG
    return 0
