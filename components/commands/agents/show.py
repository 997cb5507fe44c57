"""Show everything that is known of one paper: abstract, authors, links with their verdicts, what is near.

A paper is named by its paper_id, arXiv number or address, DOI, or title, or a part of its title.

Examples:
  python -m components show "TabPFN"
  python -m components show "The Quest for the Right Mediator" --files data/digests/*.txt --json
"""

from __future__ import annotations

import argparse
from typing import Any

from components.commands.agents import opened


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The paper, and where it is looked for."""
    parser.add_argument("paper", metavar="PAPER", help="which paper")
    opened.add_source(parser)
    opened.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print it; 2 where there is no such paper."""
    from components.sharing.agents import questions

    return opened.answer(arguments, lambda view: questions.show(view, arguments.paper), text)


def text(paper: dict[str, Any]) -> str:
    """A paper as a person reads it in a terminal."""
    head = [paper["title"], ", ".join(paper["authors"]), " · ".join(filter(None, [paper["published"], paper["url"]]))]
    links = [f"{link['kind']}: {link['url']} ({link['state']})" for link in paper["links"]]
    near = [f"near: {each['title']} ({each['paper_id']})" for each in paper["nearest"]]
    parts = ["\n".join(filter(None, [*head, paper["paper_id"]])), paper["abstract"], "\n".join(links), "\n".join(near)]
    return "\n\n".join(part for part in parts if part)
