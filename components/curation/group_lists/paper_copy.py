"""A paper as a list that several people fill keeps it: what it says of itself, as it was when it was added.

It comes back from backups too, which may have been made up, so every value is judged.
"""

from __future__ import annotations

import zlib
from dataclasses import asdict, dataclass, fields
from typing import Any

import orjson

from components.text import can_be_stored

LONGEST_TEXT, LONGEST_ABSTRACT, MOST_VALUES = 2_000, 20_000, 500


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """One paper. Texts are "" and tuples () where nothing is known."""

    title: str
    abstract: str = ""
    gist: str = ""
    arxiv_id: str = ""
    doi: str = ""
    published: str = ""
    venue: str = ""
    year: str = ""
    authors: tuple[str, ...] = ()
    links: tuple[str, ...] = ()  # http and https only


def packed(paper: PaperCopy) -> bytes:
    """The paper as it is stored."""
    return zlib.compress(orjson.dumps(asdict(paper)))


def unpacked(content: bytes) -> PaperCopy | None:
    """The paper that was stored; None where that cannot be read."""
    try:
        return judged(orjson.loads(zlib.decompress(content)))
    except (zlib.error, ValueError):
        return None


def judged(values: Any) -> PaperCopy | None:
    """The paper that these values of JSON stand for; None where they stand for none."""
    if not isinstance(values, dict):
        return None
    found: dict[str, Any] = {}
    for each in fields(PaperCopy):
        value = values.get(each.name, () if each.name in ("authors", "links") else "")
        if each.name in ("authors", "links"):
            if not isinstance(value, (list, tuple)) or len(value) > MOST_VALUES:
                return None
            if not all(_is_text(one, LONGEST_TEXT) for one in value):
                return None
            found[each.name] = tuple(one for one in value if each.name != "links" or _is_address(one))
        else:
            if not _is_text(value, LONGEST_ABSTRACT):
                return None
            found[each.name] = value
    return PaperCopy(**found) if found["title"].strip() else None


def _is_text(value: Any, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest and can_be_stored(value)


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))
