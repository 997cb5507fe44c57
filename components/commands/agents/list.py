"""Say what a workspace has picked: starred papers, tags, shared lists; or share papers as a list at an address.

Examples, the second after the papers were starred:
  python -m components list --workspace AAAAAAAAAAAAAAAAAAAAAA
  python -m components list --workspace AAAAAAAAAAAAAAAAAAAAAA --share "Three to read" TabPFN
"""

from __future__ import annotations

import argparse
from typing import Any

from components.commands.agents import opened


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is shared, if anything."""
    parser.add_argument(
        "--share",
        nargs="+",
        metavar=("TITLE", "PAPER"),
        help="share papers (the starred ones where none is named) under this title",
    )
    opened.add_workspace(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the lists, or the address of the new one; 2 where that cannot be."""
    from components.sharing.agents import changes, questions
    from components.workspace.view import View

    def ask(view: View) -> Any:
        if not arguments.share:
            return questions.lists(view)
        title, *papers = arguments.share
        starred = papers or [each["paper_id"] for each in questions.lists(view)["starred"]]
        return changes.share_list(view, title, starred)

    return opened.answer(arguments, ask, _text)


def _text(found: dict[str, Any]) -> str:
    if "starred" not in found:
        return f"“{found['title']}”: {found['address']}"
    lines = [f"starred: {each['title']} ({each['paper_id']})" for each in found["starred"]]
    lines += [f"tag: {name} ({count})" for name, count in found["tags"].items()]
    lines += [f"shared: {each['title']} ({each['papers']}): {each['address']}" for each in found["shared"]]
    return "\n".join(lines) or "Nothing is starred, tagged or shared yet."
