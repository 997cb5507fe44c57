"""The command line: `python -m components VERB …`, or `digest-atlas VERB …` where pip installed it.

Each verb is a module of `components.commands` with a docstring (its help, with an example), `add_arguments(parser)` and
`run(arguments) -> int`. Only the chosen verb's module is imported, so that `read` never waits for what `analyse` needs.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

VERBS = {
    "serve": "serve the pages to browsers",
    "read": "read digests and print one JSON object a paper",
    "export": "read digests and write their papers as BibTeX, RIS, CSV, a workbook, a page …",
    "search": "print the papers of digests that answer a query, best first",
    "nearest": "print the papers of digests that are nearest to some of them",
    "show": "show everything that is known of one paper",
    "gist": "print the sentence of each paper that says what it does",
    "links": "find the links in digests and print one JSON object a link",
    "check": "check links and print one JSON object a verdict",
    "complete": "look papers up at services: authors, dates, venues, code, citations",
    "analyse": "compute the map and topics of a set of papers",
    "topics": "name the topics of the papers in digests and print one JSON object a topic",
    "star": "star papers of a workspace, keep them for later or hide them",
    "tag": "give papers of a workspace a tag, or take it from them",
    "list": "say what a workspace has picked, or share papers as a list",
    "publish": "write papers as a site of static files that needs no server",
    "zotero": "send papers of a workspace to Zotero; what was sent before is not sent again",
    "mcp": "serve papers to programs that read for somebody (MCP)",
    "follow": "look at the sources that are due and keep what they bring",
    "mail": "send the mails that are due to those who subscribed to a saved search",
    "backup": "write everything a workspace holds to a file",
    "restore": "bring a backup back, into a workspace or a new one",
    "rebuild": "recompute the analysis shipped with the bundled digests",
}
FOLDERS = {
    "export": "sharing",
    "zotero": "sharing",
    "search": "landscape",
    "nearest": "landscape",
    "topics": "landscape",
    "gist": "landscape",
    **dict.fromkeys(("show", "star", "tag", "list", "mcp", "publish"), "agents"),
}  # of `commands`, beside those in it
PROGRAM = "python -m components"
EPILOGUE = f"""Example:
  {PROGRAM} read data/digests/*.txt > papers.jsonl

Each verb has an example of its own: {PROGRAM} VERB --help
"""


def main(argv: Sequence[str] | None = None, program: str = PROGRAM) -> int:
    """Run one verb; returns the exit status, 2 where no verb, or no known one, is given.

    `program` is what a person wrote before the verb, for all that is said of it.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    chosen = arguments[0] if arguments else ""
    parser = _parser(chosen, program)
    if not chosen:
        parser.print_help(sys.stderr)
        return 2
    if not chosen.startswith("-") and chosen not in VERBS:
        print(_no_such_verb(chosen, program), file=sys.stderr)
        return 2
    parsed, rest = parser.parse_known_args(arguments)
    if hasattr(parsed, "rest"):  # a verb that hands on what it does not know itself
        parsed.rest = rest
    elif rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    try:
        return int(parsed.run(parsed))
    except BrokenPipeError:  # the reader (head, less) went away: not an error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser(chosen: str, program: str) -> argparse.ArgumentParser:
    """All verbs by name, the chosen one with its arguments."""
    parser = argparse.ArgumentParser(
        prog=program,
        description="Digest Atlas: its server, and what can be done without a browser.",
        epilog=EPILOGUE.replace(PROGRAM, program),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, sentence in VERBS.items():
        sub = verbs.add_parser(name, help=sentence, formatter_class=argparse.RawDescriptionHelpFormatter)
        if name == chosen:
            module = module_of(name)
            sub.description = (module.__doc__ or "").replace(PROGRAM, program)
            module.add_arguments(sub)
            sub.set_defaults(run=module.run)
    return parser


def module_of(verb: str) -> ModuleType:
    """What a verb is made of. Ends with a sentence where this Python has not the product's libraries."""
    try:
        folder = f".{FOLDERS[verb]}" if verb in FOLDERS else ""
        return importlib.import_module(f"components.commands{folder}.{verb}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("components"):
            raise
        sys.exit(
            f"This Python has no {error.name}. Call ./run once, which makes the environment .venv, "
            f"then write .venv/bin/python instead of python; or: pip install -r requirements.txt"
        )


def _no_such_verb(written: str, program: str) -> str:
    near = difflib.get_close_matches(written.lower(), VERBS, 1)
    meant = f" Did you mean “{near[0]}”?" if near else ""
    return f"There is no verb “{written}”.{meant} There are: {', '.join(VERBS)}. See {program} --help"


if __name__ == "__main__":
    sys.exit(main())
