"""Read digests and print one JSON object a paper; the report goes to standard error.

Example:
  python -m components read daily-papers-causality.txt > papers.jsonl

A file “-” is standard input: `pbpaste | digest-atlas read -`.

Exit status 1 where a file holds no paper; the other files are printed all the same.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import pandas as pd

from components.papers.comparing.known_numbers import KnownNumbers
from components.papers.library import Library, read_digests
from components.papers.paper import DigestFile
from components.papers.report import FileReport

STANDARD_INPUT = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, and whether every note is printed."""
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a digest in any shape, a folder of them, or - for standard input",
    )
    parser.add_argument("--quiet", action="store_true", help="print only the counts of the report, not every note")


def run(arguments: argparse.Namespace) -> int:
    """Print the papers and the report; 1 where a file could not be read or holds no paper."""
    library, missing = read_library(arguments.files)
    for paper in paper_objects(library):
        sys.stdout.buffer.write(orjson.dumps(paper, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.flush()
    for report in library.reports:
        for line in report_lines(report, with_notes=not arguments.quiet):
            print(line, file=sys.stderr)
    return 1 if missing or any(report.error for report in library.reports) else 0


def read_library(paths: Sequence[Path], known: KnownNumbers | None = None) -> tuple[Library, int]:
    """The papers of files and folders, and how many of these could not be opened; standard error names them.

    `known` as in `library.read_digests`.
    """
    given, missing = digest_files(paths)
    return read_digests(given, known=known), missing


def digest_files(paths: Sequence[Path]) -> tuple[list[DigestFile], int]:
    """The files, also those in folders, and how many could not be opened; standard error names them."""
    given: list[DigestFile] = []
    missing = 0
    for path in paths:
        try:
            given.extend(_files(path))
        except OSError as trouble:
            missing += 1
            print(f"{path}: cannot be opened ({trouble.strerror or trouble}). Check the name.", file=sys.stderr)
    return given, missing


def read_papers(paths: Sequence[Path]) -> tuple[pd.DataFrame, int]:
    """`Library.papers` of files and folders, and an exit status: 1 where one could not be read or holds no paper."""
    library, missing = read_library(paths)
    wrong = [report for report in library.reports if report.error]
    for report in wrong:
        print(f"{report.name}: {report.error}", file=sys.stderr)
    return library.papers, 1 if missing or wrong else 0


def paper_objects(library: Library) -> Iterator[dict[str, Any]]:
    """One plain object a paper, in the library's order; what is unknown is null or empty."""
    from components.links.extract.extraction import find_links

    appearances: dict[str, list[dict[str, Any]]] = {}
    for one in library.appearances.to_dict("records"):
        seen = {name: one[name] for name in ("digest_id", "position", "date")} | {"votes": _count(one["votes"])}
        appearances.setdefault(one["paper_id"], []).append(seen)
    for row in library.papers.to_dict("records"):
        prose = [link.url for link in find_links(f"{row['title']}\n{row['abstract']}")]
        yield {
            "id": row["paper_id"],
            "title": row["title"],
            "abstract": row["abstract"],
            "arxiv_id": row["arxiv_id"] or None,
            "doi": row["doi"] or None,
            "authors": list(row["authors"]),
            "published": row["published"] or None,
            "venue": row["venue"] or None,
            "type": row["type"] or None,
            "year": row["year"] or None,
            "categories": list(row["categories"]),
            "status": row["status"] or None,
            "votes": _count(row["votes"]),
            "links": list(dict.fromkeys([*row["links"], *prose])),
            "sightings": appearances[row["paper_id"]],
        }


def report_lines(report: FileReport, with_notes: bool) -> Iterator[str]:
    """The report on one file as lines of text."""
    if report.error:
        yield f"{report.name}: {report.error}"
        return
    counts = f"{report.papers} papers, {report.merged} merged, {report.repaired} repaired"
    yield f"{report.name}: {report.shape}: {counts}, {report.refused} refused, {report.unknown} unknown"
    for note in report.notes if with_notes else ():
        where = f"lines {note.lines[0]}–{note.lines[1]}: " if note.lines else ""
        about = f"“{note.paper}”: " if note.paper else ""
        yield f"  {note.kind}: {where}{about}{note.sentence}"


def _files(path: Path) -> list[DigestFile]:
    if str(path) == STANDARD_INPUT:
        return [DigestFile("standard input", sys.stdin.buffer.read())]
    if path.is_dir():
        paths = sorted(one for one in path.rglob("*") if one.is_file() and not one.name.startswith("."))
        return [DigestFile(str(one.relative_to(path)), one.read_bytes()) for one in paths]
    return [DigestFile(path.name, path.read_bytes())]


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
