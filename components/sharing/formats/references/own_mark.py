"""What reference managers have no field for, as one line that they carry along in a note of the paper.

`digest-atlas: id=title:0123456789ab; decision=starred; rating=4; tag=a%3Bb`: which paper it is, since titles change on
the way, its decision, its rating, and those tags that the format's own keywords would not bring back. Zotero passes
over fields that it does not know, and keeps every note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote, unquote

from components.sharing.formats.entry import Entry

MARK = "digest-atlas:"
_SEPARATORS = re.compile(r"[,;]")
_CHANGED = re.compile(r"[;$<&]")
_MATHEMATICS, _HTML = re.compile(r"\$([^$]+)\$"), re.compile(r"<[^<>]+>")


_SAFE = " !'()*+-./:?@~_"  # and letters and digits of ASCII; others are written by their bytes


@dataclass(frozen=True, slots=True)
class OwnMark:
    """What a mark says; None, "" and () where it says nothing."""

    paper_id: str = ""
    decision: str | None = None
    rating: str | None = None
    tags: tuple[str, ...] = ()


def written(entry: Entry, tags: Sequence[str]) -> str:
    """The line for a paper with these of its tags; "" for one that nothing is said about."""
    decided = entry.decision if entry.decision != "inbox" else ""
    if not (decided or entry.rating or entry.tags or entry.note.strip()):
        return ""
    parts = [("id", entry.paper_id), ("decision", decided), ("rating", str(entry.rating or ""))]
    parts += [("tag", tag) for tag in tags]
    return f"{MARK} {'; '.join(f'{name}={quote(value, safe=_SAFE)}' for name, value in parts if value)}"


def changed_by_others(tags: Sequence[str]) -> tuple[str, ...]:
    """The tags that a reader of keywords takes for several, or for mathematics or HTML."""
    return tuple(tag for tag in tags if _CHANGED.search(tag))


def read(line: str) -> OwnMark | None:
    """What a line says that `written` made, also one of earlier releases; None for any other line."""
    text = line.strip()
    if not text.startswith(MARK):
        return None
    pairs = [part.strip().partition("=") for part in text[len(MARK) :].split(";")]
    found = {name: unquote(value) for name, _, value in pairs}
    tags = tuple(unquote(value) for name, _, value in pairs if name == "tag")
    return OwnMark(found.get("id", ""), found.get("decision"), found.get("rating"), tags)


def put_together(keywords: Sequence[str], marked: Sequence[str]) -> list[str]:
    """The tags of a paper from a format's keywords and its mark: what others made of a marked tag is none."""
    made = {each for tag in marked for each in _made_of(tag)} - set(marked)
    return list(dict.fromkeys([*(tag for tag in keywords if tag not in made), *marked]))


def _made_of(tag: str) -> Iterator[str]:
    """What Zotero's translators may make of a tag."""
    for part in _SEPARATORS.split(tag):
        yield part.strip()
        yield _MATHEMATICS.sub(r"\\\1\\", part).strip()
        yield unescape(_HTML.sub("", part)).strip()
