"""Give papers of a workspace a tag, or take it from them; Undo takes it back.

Example:
  python -m components tag "to read" TabPFN "The Quest for the Right Mediator" --workspace AAAAAAAAAAAAAAAAAAAAAA
"""

from __future__ import annotations

import argparse

from components.commands.agents import opened


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The tag and the papers."""
    parser.add_argument("name", metavar="TAG", help="the tag")
    parser.add_argument("papers", nargs="+", metavar="PAPER", help="paper_id, arXiv number, DOI or title")
    parser.add_argument("--remove", action="store_true", help="take the tag from them")
    opened.add_workspace(parser)


def run(arguments: argparse.Namespace) -> int:
    """Tag; 2 where a paper, the tag or the workspace is none."""
    from components.sharing.agents import changes
    from components.text import counted

    return opened.answer(
        arguments,
        lambda view: changes.tag(view, arguments.papers, arguments.name, arguments.remove),
        lambda found: f"{counted(found['changed'], 'paper')} changed: “{found['tag']}”.",
    )
