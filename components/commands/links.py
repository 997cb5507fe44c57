"""Find the links in digests and print one JSON object a link: its address, what it leads to, and its papers.

Example:
  python -m components links daily-papers-causality.txt > links.jsonl

A paper that promises code or data and gives no link is named on standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from components.links.extract.extraction import find_links
from components.links.extract.promises import unlinked_promises
from components.papers.library import Library, read_digests
from components.papers.paper import DigestFile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files to read."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="digest files in any shape that `read` knows")


def run(arguments: argparse.Namespace) -> int:
    """Print the links; 1 where a file could not be read."""
    files, status = read_files(arguments.files)
    library = read_digests(files)
    for found in link_objects(library):
        sys.stdout.buffer.write(orjson.dumps(found) + b"\n")
    sys.stdout.flush()
    for report in library.reports:
        if report.error:
            print(report.error, file=sys.stderr)
            status = 1
    for title, promise in unkept_promises(library):
        print(f"promised, no link: {title}: “{promise}”", file=sys.stderr)
    return status


def read_files(names: Sequence[str]) -> tuple[list[DigestFile], int]:
    """The files that can be read, and 1 where one could not."""
    files, status = [], 0
    for name in names:
        try:
            files.append(DigestFile(Path(name).name, Path(name).read_bytes()))
        except OSError as error:
            print(f"{name}: cannot be read ({error.strerror}). Check the name.", file=sys.stderr)
            status = 1
    return files, status


def link_objects(library: Library) -> Iterator[dict[str, Any]]:
    """One object a distinct address, in the order of the papers: url, kind, as_written, cue, papers."""
    found: dict[str, dict[str, Any]] = {}
    for paper in library.papers.itertuples():
        prose = find_links(f"{paper.raw_title}\n{paper.raw_abstract}")
        given = [link for url in paper.links for link in find_links(str(url))]
        for link in (*prose, *given):
            words = {"as_written": link.as_written, "cue": link.cue}
            known = found.setdefault(link.url, {"url": link.url, "kind": link.kind.value, **words, "papers": []})
            if paper.paper_id not in known["papers"]:
                known["papers"].append(paper.paper_id)
    yield from found.values()


def unkept_promises(library: Library) -> Iterator[tuple[str, str]]:
    """Title and sentence of every paper that promises something and links to nothing."""
    for paper in library.papers.itertuples():
        for promise in unlinked_promises(str(paper.raw_abstract), has_links=bool(paper.links)):
            yield str(paper.title), promise.sentence
