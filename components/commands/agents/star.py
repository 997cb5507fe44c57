"""Star papers of a workspace, keep them for later, hide them or put them back into the inbox; Undo takes it back.

Example:
  python -m components star TabPFN "The Quest for the Right Mediator" --workspace AAAAAAAAAAAAAAAAAAAAAA
"""

from __future__ import annotations

import argparse

from components.commands.agents import opened


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The papers and what is decided."""
    parser.add_argument("papers", nargs="+", metavar="PAPER", help="paper_id, arXiv number, DOI or title")
    parser.add_argument(
        "--as",
        dest="decision",
        default="starred",
        metavar="DECISION",
        help="starred, later, hidden or inbox (default: starred)",
    )
    opened.add_workspace(parser)


def run(arguments: argparse.Namespace) -> int:
    """Decide; 2 where a paper or the workspace is none."""
    from components.sharing.agents import changes
    from components.text import counted

    return opened.answer(
        arguments,
        lambda view: changes.decide(view, arguments.papers, arguments.decision),
        lambda found: f"{counted(found['changed'], 'paper')} changed to {found['decision']}.",
    )
