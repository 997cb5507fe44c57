"""What reference managers have no field for, as one line that they carry along in a note of the paper.

`digest-atlas: decision=starred; rating=4; tag=a%3Bb`: a decision, a rating, and those tags that the format's own
keywords would not bring back. Zotero passes over fields that it does not know, and keeps every note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

from components.sharing.formats.entry import Entry

MARK = "digest-atlas:"
_SEPARATORS = re.compile(r"[,;]")


@dataclass(frozen=True, slots=True)
class OwnMark:
    """What a mark says; None and () where it says nothing."""

    decision: str | None = None
    rating: str | None = None
    tags: tuple[str, ...] = ()


def written(entry: Entry, tags: Sequence[str]) -> str:
    """The line for a paper with these of its tags; "" where there is nothing to say."""
    parts = [f"decision={entry.decision}"] if entry.decision and entry.decision != "inbox" else []
    parts += [f"rating={entry.rating}"] if entry.rating else []
    parts += [f"tag={quote(tag, safe=_SAFE)}" for tag in tags]
    return f"{MARK} {'; '.join(parts)}" if parts else ""


_SAFE = " !$'()*+-./:?@~_"  # and letters and digits of ASCII; others are written by their bytes


def parted_by_others(tags: Sequence[str]) -> tuple[str, ...]:
    """The tags that a reader of keywords takes for several."""
    return tuple(tag for tag in tags if ";" in tag)


def read(line: str) -> OwnMark | None:
    """What a line says that `written` made, also one of earlier releases; None for any other line."""
    text = line.strip()
    if not text.startswith(MARK):
        return None
    pairs = [part.strip().partition("=") for part in text[len(MARK) :].split(";")]
    found = {key: value for key, _, value in pairs}
    tags = tuple(unquote(value) for key, _, value in pairs if key == "tag")
    return OwnMark(found.get("decision"), found.get("rating"), tags)


def put_together(keywords: Sequence[str], marked: Sequence[str]) -> list[str]:
    """The tags of a paper from a format's keywords and its mark: what only is a part of a marked tag is none."""
    parts = {part.strip() for tag in marked for part in _SEPARATORS.split(tag)} - set(marked)
    return list(dict.fromkeys([*(tag for tag in keywords if tag not in parts), *marked]))
