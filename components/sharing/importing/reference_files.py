"""BibTeX and RIS, as we and reference managers write them."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterator

from components.sharing.formats.references.bibtex_text import plain
from components.sharing.importing import notes_of_managers
from components.sharing.importing.imported import WrittenRow

_NOTES = ("annote", "annotation", "comment", "review", "notes")  # what Zotero takes for notes, and exports as such
_RIS_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?(.*)")
_OF_KEYWORDS = re.compile(r"\\.|[{},;]", re.S)


def from_bibtex(text: str) -> list[WrittenRow]:
    """The rows of a .bib file; entries that cannot be read are passed over."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    rows = []
    for block in parse_string(text, parse_stack=[]).blocks:
        entry = (
            block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) else block
        )
        if isinstance(entry, Entry):
            fields: defaultdict[str, list[str]] = defaultdict(list)
            for field in entry.fields:
                fields[field.key.lower()].append(_value(str(field.value)))
            rows.append(_of_entry(f"Entry “{entry.key}”", fields))
    return rows


def from_ris(text: str) -> list[WrittenRow]:
    """The rows of an .ris file."""
    return [_of_record(record, f"Record {number}") for number, record in enumerate(_records(text), 1)]


def _of_entry(where: str, fields: defaultdict[str, list[str]]) -> WrittenRow:
    def first(*names: str) -> str:
        return next((plain(fields[name][0]) for name in names if name in fields), "")

    own = notes_of_managers.taken_apart(plain(value) for name in _NOTES for value in fields.get(name, ()))
    extra = notes_of_managers.taken_apart(map(plain, fields.get("note", ())), of_extra=True)
    holds_note = any(name in fields for name in _NOTES) or bool(extra.note)
    keywords = fields.get("keywords") or fields.get("keyword")
    row = WrittenRow(
        where=where,
        doi=first("doi") or first("url"),
        arxiv_id=" ".join(filter(None, (first("eprint"), first("doi"), first("url"), extra.arxiv, first("journal")))),
        title=first("title"),
        decision=first("decision") if "decision" in fields else None,
        rating=first("rating") if "rating" in fields else None,
        note=(own.note or extra.note) if holds_note else None,
        tags=tuple(_keywords(keywords)) if keywords else None,
    )
    return notes_of_managers.with_mark(row, own.mark or extra.mark)


def _keywords(values: list[str]) -> Iterator[str]:
    """The keywords of some fields, parted at commas and semicolons that stand in no braces."""
    for value in values:
        start = depth = 0
        for sign in _OF_KEYWORDS.finditer(value):
            depth += {"{": 1, "}": -1}.get(sign[0], 0)
            if sign[0] in {",", ";"} and depth <= 0:
                yield plain(value[start : sign.start()]).strip()
                start = sign.end()
        yield plain(value[start:]).strip()


def _value(written: str) -> str:
    """A field's value without what delimits it."""
    text = written.strip()
    if len(text) >= 2 and (text[0], text[-1]) in (("{", "}"), ('"', '"')):
        text = text[1:-1]
    return text.strip()


def _of_record(record: dict[str, list[str]], where: str) -> WrittenRow:
    def values(*tags: str) -> list[str]:
        return [value for tag in tags for value in record.get(tag, ())]

    noted = notes_of_managers.taken_apart(values("N1", "RN"))
    keywords = [part.strip() for value in values("KW") for part in re.split(r"[;\n]", value) if part.strip()]
    if len(values("KW")) == 1 and len(keywords) == 1:
        keywords = [part.strip() for part in keywords[0].split(",") if part.strip()]
    row = WrittenRow(
        where=where,
        paper_id=next(iter(values("ID")), ""),
        doi=next(iter(values("DO")), "") or next((url for url in values("UR") if "doi.org/" in url), ""),
        arxiv_id=" ".join(values("AN", "DO", "UR")),
        title=next(iter(values("TI", "T1")), ""),
        note=noted.note if values("N1", "RN") else None,
        tags=tuple(keywords) if values("KW") else None,
    )
    return notes_of_managers.with_mark(row, noted.mark)


def _records(text: str) -> Iterator[dict[str, list[str]]]:
    """The records of an .ris file: tag → values; a line without a tag goes on with the value before it."""
    record: dict[str, list[list[str]]] = {}
    last: list[str] = []  # the lines of the value read last
    for line in text.splitlines():
        found = _RIS_LINE.fullmatch(line.lstrip("\ufeff").rstrip())
        if not found:
            last.append(line.strip())
        elif found[1] == "ER":
            yield _joined(record)
            record, last = {}, []
        else:
            last = [found[2].strip()]
            record.setdefault(found[1], []).append(last)
    if record:
        yield _joined(record)


def _joined(record: dict[str, list[list[str]]]) -> dict[str, list[str]]:
    return {tag: ["\n".join(lines).strip() for lines in values] for tag, values in record.items()}
