"""Print the papers of digests that are nearest to some of them: one JSON object a paper asked for.

A paper is named by its id, or by its title or a part of it. Each paper near to it has its id, title, score (1 for the
same text) and why: phrases that both say.

Example:
  python -m components nearest data/digests/*.txt --of "The Quest for the Right Mediator" --top 5
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from components.commands.landscape.search import TOP, positive
from components.commands.read import read_papers
from components.landscape.embeddings.models import embed
from components.landscape.embeddings.terms import paper_texts
from components.landscape.nearness.nearness import Nearness
from components.landscape.nearness.shared_phrases import SharedPhrases


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, the papers asked for and how many of each."""
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a digest in any shape, or a folder of them"
    )
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--of", nargs="+", metavar="PAPER", help="ids or titles of papers in these files")
    asked.add_argument("--all", action="store_true", help="every paper in turn")
    parser.add_argument("--top", type=positive, default=TOP, metavar="N", help=f"papers of each (default: {TOP})")


def run(arguments: argparse.Namespace) -> int:
    """Print them; 1 where a file could not be read or holds no such paper."""
    papers, status = read_papers(arguments.files)
    ids, titles, abstracts = (papers[name].tolist() for name in ("paper_id", "title", "abstract"))
    near = Nearness.of(titles, abstracts, embed(paper_texts(titles, abstracts)), embed)
    asked = list(range(len(ids))) if arguments.all else []
    for name in arguments.of or ():
        row = _row(name, ids, titles)
        if row is None:
            print(f"No paper has the id or title “{name}”. Check it by: read FILE", file=sys.stderr)
            status = 1
        else:
            asked.append(row)
    found = near.nearest_of_each(asked, arguments.top)
    rows = sorted({*asked, *(row for each in found for row, _ in each)})
    place = {row: number for number, row in enumerate(rows)}
    shared = SharedPhrases([titles[row] for row in rows], [abstracts[row] for row in rows], near.words)
    for row, nearest in zip(asked, found, strict=True):
        answer: dict[str, Any] = {"of": ids[row], "nearest": []}
        for other, score in nearest:
            why = list(shared.of(place[row], place[other]))
            answer["nearest"].append(
                {"paper_id": ids[other], "title": titles[other], "score": round(score, 4), "why": why}
            )
        sys.stdout.buffer.write(orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.flush()
    return status


def _row(name: str, ids: Sequence[str], titles: Sequence[str]) -> int | None:
    """The paper of that id or title; else the first whose title holds it. None where there is none."""
    for known in (name, f"arxiv:{name}"):
        if known in ids:
            return ids.index(known)
    wanted = _plain(name)
    plain = [_plain(title) for title in titles]
    if wanted in plain:
        return plain.index(wanted)
    return next((row for row, title in enumerate(plain) if wanted and wanted in title), None)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
