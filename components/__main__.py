"""The command line: `python -m components VERB …`, the same rooms without a browser.

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
    "read": "read digests and print one JSON object a paper",
    "links": "find the links in digests and print one JSON object a link",
    "check": "check links and print one JSON object a verdict",
    "analyse": "compute the map and topics of a set of papers",
    "mail": "send the mails that are due to those who subscribed to a saved search",
    "rebuild": "recompute the analysis shipped with the bundled digests",
}
EPILOGUE = """Example:
  python -m components read data/digests/*.txt > papers.jsonl

Each verb has an example of its own: python -m components VERB --help
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status, 2 where no verb, or no known one, is given."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    chosen = arguments[0] if arguments else ""
    parser = _parser(chosen)
    if not chosen:
        parser.print_help(sys.stderr)
        return 2
    if not chosen.startswith("-") and chosen not in VERBS:
        print(_no_such_verb(chosen), file=sys.stderr)
        return 2
    parsed = parser.parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except BrokenPipeError:  # the reader (head, less) went away: not an error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser(chosen: str) -> argparse.ArgumentParser:
    """All verbs by name, the chosen one with its arguments."""
    parser = argparse.ArgumentParser(
        prog="python -m components",
        description="Digest Atlas without a browser.",
        epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, sentence in VERBS.items():
        sub = verbs.add_parser(name, help=sentence, formatter_class=argparse.RawDescriptionHelpFormatter)
        if name == chosen:
            module = _module(name)
            sub.description = module.__doc__
            module.add_arguments(sub)
            sub.set_defaults(run=module.run)
    return parser


def _module(verb: str) -> ModuleType:
    """What a verb is made of. Ends with a sentence where this Python has not the product's libraries."""
    try:
        return importlib.import_module(f"components.commands.{verb}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("components"):
            raise
        sys.exit(
            f"This Python has no {error.name}. Call ./run once, which makes the environment .venv, "
            f"then write .venv/bin/python instead of python; or: pip install -r requirements.txt"
        )


def _no_such_verb(written: str) -> str:
    near = difflib.get_close_matches(written.lower(), VERBS, 1)
    meant = f" Did you mean “{near[0]}”?" if near else ""
    return f"There is no verb “{written}”.{meant} There are: {', '.join(VERBS)}. See python -m components --help"


if __name__ == "__main__":
    sys.exit(main())
