"""Print one sentence a paper: the one of its own abstract that says what the paper does or finds.

One JSON object a paper, in the order of the digests. The sentence is quoted as it stands; it is empty where a digest
gives no abstract.

Example:
  python -m components gist data/digests/*.txt > gists.jsonl

Exit status 1 where a file could not be read or holds no paper; the other files are printed all the same.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import orjson

from components.commands.read import read_papers
from components.landscape.gist.gist import gists


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files."""
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a digest in any shape, or a folder of them"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print them; 1 where a file could not be read."""
    papers, status = read_papers(arguments.files)
    ids, titles, abstracts = (papers[name].tolist() for name in ("paper_id", "title", "abstract"))
    for paper_id, title, gist in zip(ids, titles, gists(titles, abstracts), strict=True):
        answer = {"paper_id": paper_id, "title": title, "gist": gist}
        sys.stdout.buffer.write(orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.flush()
    return status
