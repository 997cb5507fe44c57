"""Read digests and write their papers in another form: for a reference manager, a spreadsheet, a page.

Forms: bib, ris, csl (CSL-JSON for Zotero), csv, xlsx, jsonl, md, html, txt. A file “-” is standard input.

Example:
  python -m components export bib data/digests/*.txt > papers.bib

Exit status 1 where a file holds no paper; the papers of the others are written all the same.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from components.commands.read import read_library
from components.enrichment.bundled import known_numbers, with_known_facts
from components.links.extract.extraction import find_links
from components.papers.library import Library
from components.sharing.formats.export_formats import EXPORT_FORMATS, ExportFormat

FORMATS: dict[str, ExportFormat] = {"csl" if each.ending == "json" else each.ending: each for each in EXPORT_FORMATS}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The form, the files and where to write."""
    parser.add_argument("form", choices=list(FORMATS), metavar="FORMAT", help=f"one of {', '.join(FORMATS)}")
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a digest in any shape, a folder of them, or - for standard input",
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write to this file (default: standard output)")


def run(arguments: argparse.Namespace) -> int:
    """Write the papers; 1 where a file could not be read or holds no paper, or the output cannot be written."""
    library, missing = read_library(arguments.files, known_numbers())
    wrong = [report for report in library.reports if report.error]
    for report in wrong:
        print(f"{report.name}: {report.error}", file=sys.stderr)
    written = FORMATS[arguments.form].write(
        rows_of(library), {digest.digest_id: digest.label for digest in library.digests}, library.papers
    )
    if arguments.output is None:
        sys.stdout.buffer.write(written)
        sys.stdout.flush()
    else:
        try:
            arguments.output.write_bytes(written)
        except OSError as trouble:
            print(f"{arguments.output}: cannot be written ({trouble.strerror}). Choose another place.", file=sys.stderr)
            return 1
    return 1 if missing or wrong else 0


def rows_of(library: Library) -> pd.DataFrame:
    """The papers as rows that every format writes: with all their links and what each leads to."""
    papers = with_known_facts(library).papers
    found = [
        {link.url: link.kind.value for text in (*given, abstract) for link in find_links(text)}
        for given, abstract in zip(papers["links"], papers["abstract"], strict=True)
    ]
    return papers.assign(links=[tuple(each) for each in found], kinds=[tuple(each.values()) for each in found])
