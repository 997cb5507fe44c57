"""Reference files: BibTeX and RIS.

Not here: CSL-JSON, which is JSON (`json_text`), nor writing BibTeX (`components.sharing`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from components.papers.cleaning import clean
from components.papers.identity import arxiv_number
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.dates import MONTHS, month_number
from components.papers.reading.fields import paper_of
from components.papers.reading.leftovers import leftovers
from components.papers.reading.outcome import Reading, refused, unknown
from components.papers.report import Note

BIBTEX = "BibTeX"
RIS = "RIS"

_ENTRY = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]", re.M)
_RIS_START = re.compile(r"^[ \t]*TY  -", re.M)
# Braces after a command, "_" or "^" are LaTeX's.
_PROTECTED = re.compile(r"(?P<command>\\[A-Za-z]+\*?(?:\{[^{}]*\})*|[\^_\\])?\{(?P<text>[^{}\\]*)\}")
_RIS_NAMES = {
    "title": "title",
    "primary_title": "title",
    "translated_title": "title",
    "abstract": "abstract",
    "notes_abstract": "abstract",
    "authors": "authors",
    "first_authors": "authors",
    "year": "year",
    "publication_year": "year",
    "date": "date",
    "urls": "url",
    "url": "url",
    "doi": "doi",
    "keywords": "keywords",
}


def recognises_bibtex(content: Content) -> bool:
    """An entry with a title."""
    return bool(_ENTRY.search(content.head[:20_000])) and bool(re.search(r"\btitle\s*=", content.head, re.I))


def recognises_ris(content: Content) -> bool:
    """A line that opens a RIS record."""
    return bool(_RIS_START.search(content.head[:2_000]))


def read_bibtex(content: Content) -> Reading:
    """One record an entry; entries the parser refuses are reported with their line."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.library import Library
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # damage is reported with the file, not in the log
    library: Library = parse_string(content.text, parse_stack=[])
    papers: list[RawPaper] = []
    notes: list[Note] = []
    for block in library.blocks:
        entry = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        line = (block.start_line or 0) + 1
        lines = (line, line + (block.raw or "").rstrip("\n").count("\n"))
        if isinstance(entry, Entry):
            record = {field.key: _plain(field.key, str(field.value)) for field in entry.fields}
            paper = paper_of(_bibtex(record), len(papers) + 1, lines)
            if paper is None:
                notes.append(refused(f"The entry “{entry.key}” has no title.", lines))
            else:
                papers.append(paper)
        elif block in library.failed_blocks:
            notes.append(unknown("This entry is damaged.", lines))
        elif not re.match(r"\s*@(?:comment|preamble|string)|\s*%|\s*$", block.raw or "", re.I):
            notes.append(unknown(f"Not understood: “{' '.join((block.raw or '').split())[:80]}”", lines))
    return Reading(tuple(papers), "", tuple(notes), shape=BIBTEX)


def read_ris(content: Content) -> Reading:
    """One record from TY to ER, with or without the space after "ER  -"; text before and between is reported."""
    import rispy

    papers: list[RawPaper] = []
    notes: list[Note] = []
    chunks = _ris_chunks(content.lines)
    for lines, chunk in chunks:
        try:
            (found,) = rispy.loads(chunk, skip_unknown_tags=True) or [{}]
        except Exception:  # rispy raises several kinds of errors for damaged records
            found = {}
        paper = paper_of(_ris(found), len(papers) + 1, lines)
        if paper is None:
            notes.append(refused("A record without a title.", lines))
        else:
            papers.append(paper)
    more, frame = leftovers(content.lines, [lines for lines, _ in chunks])
    return Reading(tuple(papers), "", (*notes, *more), frame, shape=RIS)


def _ris_chunks(lines: list[str]) -> list[tuple[tuple[int, int], str]]:
    """Each record with its lines; a record that never ends is closed."""
    starts = [number for number, line in enumerate(lines) if re.match(r"\s*TY  -", line)]
    chunks = []
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(lines)
        body = [line.strip("\ufeff") for line in lines[start:end] if not re.match(r"\s*ER  -", line)]
        while body and not body[-1].strip():
            body.pop()
        chunks.append(
            ((start + 1, start + len(body) + (1 if start + len(body) < end else 0)), "\n".join([*body, "ER  - ", ""]))
        )
    return chunks


def _ris(found: Mapping[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for name, value in found.items():
        known = _RIS_NAMES.get(name)
        if known and value and known not in record:
            record[known] = value
    record["authors"] = [_given_first(name) for name in record.get("authors", []) if isinstance(name, str)]
    if isinstance(record.get("year"), str):
        record["published"] = record.pop("year").strip("/")
    return record


def _bibtex(record: dict[str, str]) -> dict[str, Any]:
    """BibTeX's fields under names `fields` knows."""
    names = {name.lower(): value for name, value in record.items()}
    known: dict[str, Any] = {
        name: names[name] for name in ("title", "abstract", "eprint", "url", "doi", "keywords") if name in names
    }
    if "eprint" in known and not arxiv_number(known["eprint"]):
        known.pop("eprint")
    journal = names.get("journal", "") + " " + names.get("note", "")
    if "eprint" not in known and re.search(r"arxiv", journal, re.I) and arxiv_number(journal):
        known["eprint"] = arxiv_number(journal)
    if "author" in names:
        known["authors"] = [
            _given_first(clean(name)) for name in " ".join(names["author"].split()).split(" and ") if name.strip()
        ]
    known["published"] = names.get("date") or _year_month(names)
    return known


def _year_month(names: Mapping[str, str]) -> str:
    year, month = names.get("year", ""), names.get("month", "")[:3].lower()
    number = month_number(month) if month in MONTHS else int(month) if month.isdigit() else 0
    return f"{year}-{number:02d}" if year and 1 <= number <= 12 else year


def _given_first(name: str) -> str:
    """ "Doe, Jane" as "Jane Doe"."""
    family, comma, given = name.partition(",")
    return " ".join(f"{given} {family}".split()) if comma else " ".join(name.split())


def _plain(name: str, value: str) -> str:
    """A value without its delimiters; prose and names also without the braces that protect capitals."""
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] == '"':
        value = value[1:-1].strip()
    while _is_braced(value):
        value = value[1:-1].strip()
    name = name.lower()

    def unprotected(match: re.Match[str]) -> str:
        # Some programs write an abstract as it is: several words in braces may be the authors' own.
        meant = match["command"] or (name == "abstract" and " " in match["text"])
        return match[0] if meant else match["text"]

    for _ in range(3 if name in ("title", "author", "abstract") else 0):
        value = _PROTECTED.sub(unprotected, value)
    return value


def _is_braced(value: str) -> bool:
    """Whether the first and the last sign are one pair of braces: those of "{BERT} for {NLP}" are not."""
    if value[:1] != "{" or value[-1:] != "}":
        return False
    depth = 0
    for sign in re.finditer(r"\\.|[{}]", value[:-1], re.S):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if depth == 0:
            return False
    return True
