"""A visitor's note out of what reference managers keep as notes: Zotero's HTML, its field Extra, our own marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import unescape

from components.sharing.formats.references import own_mark
from components.sharing.formats.references.own_mark import OwnMark
from components.sharing.importing.imported import WrittenRow

_HTML = re.compile(r"\s*<(?:p|div)\b", re.I)
_BREAK = re.compile(r"<br\s*/?>|</(?:div|li|h[1-6])>", re.I)
_PARAGRAPH = re.compile(r"</p>\s*(?=<)", re.I)
_TAG = re.compile(
    r"</?(?:p|div|br|span|a|b|i|u|em|strong|sub|sup|code|pre|ul|ol|li|h[1-6]|blockquote|hr|img)\b[^<>]{0,2000}>", re.I
)
# What Zotero keeps in Extra for fields that it has not, one a line.
_EXTRA = re.compile(
    r"(?:arxiv|doi|pmid|pmcid|isbn|issn|lccn|mr|zbl|hdl|jstor|oclc|citation key|publisher|place|event-place|type|"
    r"number|original[- ]date|issued|published|version|page version id|ads bibcode|_eprint|tex\.[\w.]+|read_status\w*|"
    r"googlebooksid|adsurl|status|submitted|accepted|volume|language)\s*:",
    re.I,
)
_ARXIV = re.compile(r"^arxiv\s*:\s*(\S+)", re.I)


@dataclass(frozen=True, slots=True)
class Noted:
    """What several notes of one paper say together."""

    note: str = ""
    mark: OwnMark | None = None
    arxiv: str = ""  # an arXiv number that stood in Extra


def taken_apart(texts: Iterable[str], *, of_extra: bool = False) -> Noted:
    """The notes as one, without our mark; where they are Zotero's Extra, also without its fields."""
    parts: list[str] = []
    mark: OwnMark | None = None
    arxiv = ""
    for text in texts:
        read = [(line, own_mark.read(line)) for line in _plain(text).split("\n")]
        marks = [found for _, found in read if found is not None]
        kept = [line for line, found in read if found is None]
        mark = _joined(mark, marks)
        if of_extra and not marks:
            arxiv = arxiv or next((found[1] for line in kept if (found := _ARXIV.match(line.strip()))), "")
            kept = [line for line in kept if not _EXTRA.match(line.strip())]
        if note := "\n".join(kept).strip():
            parts.append(note)
    return Noted("\n\n".join(dict.fromkeys(parts)), mark, arxiv)


def with_mark(row: WrittenRow, mark: OwnMark | None) -> WrittenRow:
    """The row with what our mark says; what it does not say stays as the file's own fields have it."""
    if mark is None:
        return row
    tags = own_mark.put_together(row.tags or (), mark.tags)
    return replace(
        row,
        paper_id=row.paper_id or mark.paper_id,
        decision=mark.decision if mark.decision is not None else row.decision,
        rating=mark.rating if mark.rating is not None else row.rating,
        tags=tuple(tags) if tags or row.tags is not None else None,
    )


def _joined(mark: OwnMark | None, more: list[OwnMark]) -> OwnMark | None:
    """Marks of one paper as one, what is said later counts: earlier releases wrote a line for each value."""
    if not more:
        return mark
    all_marks = [mark, *more] if mark else more
    return OwnMark(
        next((each.paper_id for each in reversed(all_marks) if each.paper_id), ""),
        next((each.decision for each in reversed(all_marks) if each.decision is not None), None),
        next((each.rating for each in reversed(all_marks) if each.rating is not None), None),
        tuple(tag for each in all_marks for tag in each.tags),
    )


def _plain(text: str) -> str:
    """A note as text: Zotero's are HTML, which others write only by chance."""
    if not _HTML.match(text):
        return text
    text = _PARAGRAPH.sub("\n\n", text)
    return unescape(_TAG.sub("", _BREAK.sub("\n", text))).replace("\u00a0", " ").strip()
