"""Read samples of every shape whose truth is known, and print the share that is right: `python -m tests.shapes FOLDER`.

FOLDER holds `truth.jsonl` (one object a paper: day, n, id, title, abstract, up, pub) and a folder a day with one file
a shape. A field is checked where the shape has it; text is compared after the same repairs. Exit status 1 below 100 %.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from components.papers.cleaning.text import clean
from components.papers.library import Library, read_digests
from components.papers.paper import DigestFile

# What each shape does not have. Everything else is checked: title, abstract, id, votes, date.
LACKS = {
    "api.json": "",
    "api.jsonl": "",
    "python_repr.json": "",
    "saved_page.html": "",
    "saved_page_no_props.html": "abstract date",
    "arxiv.atom.xml": "votes",
    "arxiv.rss.xml": "votes date",
    "arxiv_mail.txt": "votes",
    "browser_copy.txt": "id",
    "crawler.md": "",
    "dump.csv": "date",
    "export.bib": "votes",
    "export.ris": "votes",
    "feed.rss.xml": "date",
    "newsletter.md": "date",
    "seedlike.txt": "id votes date",
    "seedlike_crlf_bom.txt": "id votes date",
    "seedlike_noblank.txt": "id votes date",
    "trending_dup.md": "",
}
FIELDS = ("title", "abstract", "id", "votes", "date")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def judge(
    library: Library, truth: Sequence[Mapping[str, Any]], fields: Sequence[str]
) -> Iterator[tuple[str, bool, str]]:
    """For every paper and field: the field, whether it is right, and what was read instead."""
    rows = library.papers.to_dict("records")
    for place, one in enumerate(truth):
        row = rows[place] if place < len(rows) else {}
        for field in fields:
            yield field, *_compared(field, row, one)
    yield "count", len(rows) == len(truth), f"{len(rows)} papers, {len(truth)} expected"


def _compared(field: str, row: Mapping[str, Any], one: Mapping[str, Any]) -> tuple[bool, str]:
    if not row:
        return False, "no such paper"
    if field in ("title", "abstract"):
        return row[field] == clean(one[field]), row[field]
    if field == "id":
        return row["arxiv_id"] == one["id"], row["arxiv_id"]
    if field == "votes":
        votes = row["votes"]
        return votes == one["up"], str(votes)
    return _same_day(row["published"], one["pub"]), row["published"]


def _same_day(read: str, truth: str) -> bool:
    """Equal as far as the shape can know: a full day, a year alone, or month and day without a year."""
    month, day = int(truth[5:7]), int(truth[8:10])
    if re.fullmatch(r"\d{4}", read):
        return read == truth[:4]
    return read in (truth, f"{_MONTHS[month - 1]} {day}")


def main(argv: Sequence[str] | None = None) -> int:
    """Print a line a shape; 0 where everything is right."""
    parser = argparse.ArgumentParser(prog="python -m tests.shapes", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=3, help="how many wrong fields of a shape to show")
    arguments = parser.parse_args(argv)
    truth: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (arguments.folder / "truth.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        truth[one["day"]].append(one)
    right: defaultdict[str, int] = defaultdict(int)
    total: defaultdict[str, int] = defaultdict(int)
    wrong: defaultdict[str, list[str]] = defaultdict(list)
    for day, papers in sorted(truth.items()):
        for path in sorted((arguments.folder / day).iterdir()):
            fields = [field for field in FIELDS if field not in LACKS.get(path.name, "").split()]
            library = read_digests([DigestFile(path.name, path.read_bytes())])
            for field, good, instead in judge(library, papers, fields):
                total[path.name] += 1
                right[path.name] += good
                if not good:
                    wrong[path.name].append(f"{day} {field}: {instead[:150]!r} {library.reports[0].error}")
    for name in sorted(total):
        print(f"{name:28} {100 * right[name] / total[name]:6.2f} %  of {total[name]} fields")
        for line in wrong[name][: arguments.show]:
            print(f"    {line}")
    return 0 if right == total else 1


if __name__ == "__main__":
    sys.exit(main())
