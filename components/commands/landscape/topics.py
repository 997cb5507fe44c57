"""Name the topics of the papers in digests and print one JSON object a topic, the largest topic first.

Each has its name, the area it belongs to, its phrases (those of the name first), the share of its papers that say the
first phrase, and its papers, the most typical first. They are the topics that the pages show for the same papers.

Example:
  python -m components topics daily-papers-causality.txt > topics.jsonl

Exit status 1 where a file holds no paper.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import orjson
import pandas as pd

from components.commands.links import read_files
from components.papers.library import read_digests


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files to read."""
    from components.landscape.embeddings.models import DEFAULT_MODEL, MODELS, TRANSFORMER

    parser.add_argument("files", nargs="+", metavar="FILE", help="digest files in any shape that `read` knows")
    models = ", ".join((*MODELS, f"{TRANSFORMER}NAME"))
    parser.add_argument("--model", default=DEFAULT_MODEL, help=f"how papers become vectors: {models}")


def run(arguments: argparse.Namespace) -> int:
    """Print the topics; 1 where a file could not be read or holds no paper."""
    files, status = read_files(arguments.files)
    library = read_digests(files)
    for found in topic_objects(library.papers, arguments.model):
        sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.flush()
    for report in library.reports:
        if report.error:
            print(f"{report.name}: {report.error}", file=sys.stderr)
            status = 1
    return status


def topic_objects(papers: pd.DataFrame, model: str) -> Iterator[dict[str, Any]]:
    """One plain object a topic: name, area, phrases, coverage and papers; nothing for no papers."""
    from components.landscape.analysis.pipeline import compute_topics

    found = compute_topics(papers, model)
    for number, topic in enumerate(found.topics):
        rows = np.flatnonzero(found.topic == number)
        order = rows[np.lexsort((rows, -np.round(found.found.nearness[rows], 5)))]
        yield {
            "name": topic.name,
            "area": found.areas[topic.area].name,
            "phrases": list(topic.phrases),
            "coverage": topic.coverage,
            "papers": [{"paper_id": papers["paper_id"].iat[row], "title": papers["title"].iat[row]} for row in order],
        }
