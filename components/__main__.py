"""The command line: `python -m components VERB …`, the same rooms without a browser.

Each verb is a module of `components.commands` with `HELP`, `add_arguments(parser)` and `run(arguments) -> int`.
Only the chosen verb's module is imported, so that `read` never waits for what `analyse` needs.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

VERBS = {
    "read": "read digests and print one JSON object a paper",
    "links": "find the links in digests and print one JSON object a link",
    "check": "check links and print one JSON object a verdict",
    "analyse": "compute the map and topics of a set of papers",
    "mail": "send the mails that are due to those who subscribed to a saved search",
    "rebuild": "recompute the analysis shipped with the bundled digests",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="python -m components", description=(__doc__ or "").splitlines()[0])
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    chosen = arguments[0] if arguments else ""
    for name, sentence in VERBS.items():
        sub = verbs.add_parser(name, help=sentence, formatter_class=argparse.RawDescriptionHelpFormatter)
        if name == chosen:
            module = importlib.import_module(f"components.commands.{name}")
            sub.description = module.__doc__
            module.add_arguments(sub)
            sub.set_defaults(run=module.run)
    parsed = parser.parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except BrokenPipeError:  # the reader (head, less) went away: not an error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
