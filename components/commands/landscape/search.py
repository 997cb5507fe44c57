"""Search digests and print one JSON object a query: the papers with its words and those near in meaning, best first.

Each paper has its id, title, score (higher is better, within one query) and what found it: "words", "meaning" or
"both". A file of queries has one a line, or JSON lines with "query".

Example:
  python -m components search data/digests/*.txt --query "causal discovery from time series" --top 5
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from components.commands.read import read_papers
from components.landscape.embeddings.models import embed
from components.landscape.embeddings.terms import paper_texts
from components.landscape.nearness.nearness import Nearness, best

TOP = 10
_BY = {(True, True): "both", (True, False): "words", (False, True): "meaning", (False, False): ""}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, the queries and how many papers of each."""
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a digest in any shape, or a folder of them"
    )
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--query", action="append", metavar="Q", help="what to look for; may be given several times")
    asked.add_argument("--queries", type=Path, metavar="FILE", help="a query a line, or JSON lines with “query”")
    parser.add_argument("--top", type=positive, default=TOP, metavar="N", help=f"papers a query (default: {TOP})")


def run(arguments: argparse.Namespace) -> int:
    """Print the answers; 1 where a file could not be read."""
    try:
        queries = arguments.query or list(_queries(arguments.queries.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as trouble:
        reason = getattr(trouble, "strerror", None) or "it is no text in UTF-8"
        print(f"{arguments.queries}: cannot be read ({reason}). Check the name.", file=sys.stderr)
        return 1
    papers, status = read_papers(arguments.files)
    ids, titles, abstracts = (papers[name].tolist() for name in ("paper_id", "title", "abstract"))
    near = Nearness.of(titles, abstracts, embed(paper_texts(titles, abstracts)), embed)
    for query in queries:
        found = near.to_query(query)
        by_words, by_meaning = found.found_by()
        answer: dict[str, Any] = {"query": query, "papers": []}
        for row, score in best(found.scores, arguments.top):
            by = _BY[bool(by_words[row]), bool(by_meaning[row])]
            if by:
                answer["papers"].append(
                    {"paper_id": ids[row], "title": titles[row], "score": round(score, 4), "by": by}
                )
        sys.stdout.buffer.write(orjson.dumps(answer, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.flush()
    return status


def positive(text: str) -> int:
    """A whole number from 1. Raises ValueError."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _queries(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            value = json.loads(line) if line.lstrip().startswith(("{", '"')) else line
        except json.JSONDecodeError:
            value = line  # a query may begin with a quotation mark
        yield str(value.get("query", "")) if isinstance(value, dict) else str(value).strip()
