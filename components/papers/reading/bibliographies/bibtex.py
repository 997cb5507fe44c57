"""BibTeX, as LaTeX and reference managers write it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from components.papers.cleaning.names import given_name_first
from components.papers.cleaning.text import clean
from components.papers.identity import arxiv_number
from components.papers.paper import RawPaper
from components.papers.reading.content import Content
from components.papers.reading.dates import MONTHS, month_number
from components.papers.reading.fields import paper_of
from components.papers.reading.outcome import Reading, refused, unknown
from components.papers.report import Note

if TYPE_CHECKING:
    from bibtexparser.model import Block

SHAPE = "BibTeX"

_ENTRY = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]", re.M)
# Braces after a command, "_" or "^" are LaTeX's.
_NAMED = {
    "textless": "<", "textgreater": ">", "textbar": "|", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textbraceleft": "\ue000", "textbraceright": "\ue001", "textunderscore": "_",
    "^": "^", "~": "~",
}  # fmt: skip
_FIELD = re.compile(r"\s*([A-Za-z][\w-]{1,30})\s*=\s*(.*)$")
_GOES_ON = re.compile(r"[\s,]{0,20}[A-Za-z][\w-]{1,30}\s*=")
_NEXT_FIELD = re.compile(r"(?<=[}\"\d]),[ \t]*(?=[A-Za-z][\w-]{1,30}[ \t]*=[ \t]*[{\"\d])")
_REPAIRED = "Its braces do not match: each field was read up to the next one. Check its text."
_NAMES = "|".join(name for name in _NAMED if name.isalpha())
_NAMED_SIGN = re.compile(rf"\{{\\({_NAMES})\}}|\\({_NAMES})(?:\{{\}}|(?![A-Za-z]) ?)|\\([~^])\{{\}}")
_BRACES = str.maketrans({"\ue000": "{", "\ue001": "}"})  # kept from those that protect
_PROTECTED = re.compile(r"(?P<command>\\[A-Za-z]+\*?(?:\{[^{}]*\})*|[\^_\\])?\{(?P<text>[^{}\\]*)\}")


def recognise(content: Content) -> bool:
    """An entry with a title; a list in Markdown that says how it wants to be cited is none."""
    entry = _ENTRY.search(content.head[:20_000])
    if entry is None or not re.search(r"\btitle\s*=", content.head, re.I):
        return False
    links = content.head.count("](http")
    return links < 3 or links <= len(_ENTRY.findall(content.head))


def read(content: Content) -> Reading:
    """One record an entry; entries the parser refuses are reported with their line."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, ParsingFailedBlock

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # damage is reported with the file, not in the log
    library: Library = parse_string(content.text, parse_stack=[])
    papers: list[RawPaper] = []
    notes: list[Note] = []
    cut_off = ""  # an entry that ended before its title, by a brace too many
    for block in library.blocks:
        entry = _whole_entry(block)
        line = (block.start_line or 0) + 1
        lines = (line, line + (block.raw or "").rstrip("\n").count("\n"))
        if isinstance(entry, Entry):
            record = {field.key: _plain(field.key, str(field.value)) for field in entry.fields}
            paper = paper_of(_named(record) | {"type": entry.entry_type}, len(papers) + 1, lines)
            if paper is None:
                notes.append(refused(f"The entry “{entry.key}” has no title.", lines))
                cut_off = block.raw or ""
                continue
            papers.append(paper)
        elif isinstance(block, ParsingFailedBlock) or (cut_off and _GOES_ON.match(block.raw or "")):
            raw, lines = cut_off + (block.raw or ""), (lines[0] - cut_off.count("\n"), lines[1])
            if cut_off:
                notes.pop()
            mended = list(_mended(raw, lines[0]))
            for place, record in mended:
                paper = paper_of(_named(record), len(papers) + 1, place)
                if paper is not None:
                    papers.append(paper)
                    notes.append(Note("repaired", _REPAIRED, place, paper.title))
            if not mended:
                notes.append(unknown("This entry is damaged.", lines))
        elif not re.match(r"\s*@(?:comment|preamble|string)|\s*%|\s*$", block.raw or "", re.I):
            notes.append(unknown(f"Not understood: “{' '.join((block.raw or '').split())[:80]}”", lines))
        cut_off = ""
    return Reading(tuple(papers), "", tuple(notes))


def _mended(raw: str, first: int) -> Iterator[tuple[tuple[int, int], dict[str, str]]]:
    """The fields of entries whose braces do not match, with their lines: a field ends where the next begins."""
    entry: dict[str, str] = {}
    start = number = first
    name = ""
    for number, line in enumerate(raw.split("\n"), first):
        if _ENTRY.match(line):
            if "title" in entry:
                yield (start, number - 1), _without_loose_braces(entry)
            entry, name, start = {}, "", number
            line = line.partition(",")[2]
        for part in _NEXT_FIELD.split(line):
            given = _FIELD.match(part)
            if given:
                name = given[1].lower()
                entry.setdefault(name, "")
                part = given[2]
            if name:
                entry[name] = f"{entry[name]}\n{part}" if entry[name] else part
    if "title" in entry:
        yield (start, number), _without_loose_braces(entry)


def _without_loose_braces(entry: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, value in entry.items():
        value = value.strip()
        value = value.rstrip(",").strip().strip('"').strip()
        value = re.sub(r"\\[{}]", "", value) if value.count("{") != value.count("}") else value
        while value.startswith("{"):
            value = value[1:].strip()
        while value.endswith("}") and value.count("}") > value.count("{"):
            value = value[:-1].strip()
        if value.count("{") != value.count("}"):
            value = value.replace("{", "").replace("}", "")
        found[name] = _plain(name, value)
    return found


def _whole_entry(block: Block) -> Block | None:
    """The entry of a block, also where a key or a field comes twice: Zotero writes a field for each note."""
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock

    if isinstance(block, DuplicateBlockKeyBlock):
        return block.ignore_error_block
    return block.ignore_error_block if isinstance(block, DuplicateFieldKeyBlock) else block


_PROSE = ("title", "author", "abstract", "journal", "booktitle", "journaltitle", "eventtitle")
_SAME = (
    "title", "abstract", "eprint", "url", "doi", "keywords", "journal", "booktitle", "journaltitle", "eventtitle",
    "primaryclass", "year", "status", "categories",
)  # fmt: skip


def _named(record: dict[str, str]) -> dict[str, Any]:
    """An entry's fields under the names `fields.paper_of` knows."""
    names = {name.lower(): value for name, value in record.items()}
    known: dict[str, Any] = {name: names[name] for name in _SAME if name in names}
    if "eprint" in known and not arxiv_number(known["eprint"]):
        known.pop("eprint")
    journal = " ".join(names.get(name, "") for name in ("journal", "note", "howpublished", "number", "eprinttype"))
    if "eprint" not in known and re.search(r"arxiv", journal, re.I) and arxiv_number(journal):
        known["eprint"] = arxiv_number(journal)
    if "author" in names:
        authors = [clean(name) for name in names["author"].split("\n")]
        known["authors"] = [given_name_first(name) for name in authors if name and name.casefold() != "others"]
    known["published"] = names.get("date") or _year_month(names)
    return known


def _year_month(names: Mapping[str, str]) -> str:
    year, month = names.get("year", ""), names.get("month", "")[:3].lower()
    number = month_number(month) if month in MONTHS else int(month) if month.isdigit() else 0
    return f"{year}-{number:02d}" if year and 1 <= number <= 12 else year


def _plain(name: str, value: str) -> str:
    """A value without its delimiters; prose and names also without the braces that protect capitals."""
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] == '"':
        value = value[1:-1].strip()
    while _is_braced(value):
        value = value[1:-1].strip()
    value = _NAMED_SIGN.sub(lambda named: _NAMED[named[1] or named[2] or named[3]], value) if "\\" in value else value
    return _without_protection(name.lower(), value).translate(_BRACES)


def _without_protection(name: str, value: str) -> str:
    if name == "author":
        return "\n".join(_unprotected(name, author) for author in _authors(" ".join(value.split())))
    return _unprotected(name, value)


def _authors(value: str) -> list[str]:
    """The authors of a field, parted at each "and" that stands in no braces: "{Barnes and Noble}" is one."""
    parts, start, depth = [], 0, 0
    for sign in re.finditer(r"\\.|[{}]| and ", value, re.I):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if len(sign[0]) == len(" and ") and depth <= 0:
            parts.append(value[start : sign.start()])
            start = sign.end()
    return [*parts, value[start:]]


def _unprotected(name: str, value: str) -> str:
    """Prose and names without the braces that protect capitals."""

    def unprotected(match: re.Match[str]) -> str:
        # Some programs write an abstract as it is: several words in braces may be the authors' own.
        meant = match["command"] or (name == "abstract" and " " in match["text"])
        return match[0] if meant else match["text"]

    for _ in range(3 if name in _PROSE else 0):
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
