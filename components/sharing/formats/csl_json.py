"""Papers as CSL-JSON 1.0.2: the one format that Zotero takes as preprints ("article").

What CSL has no variable for (decision, tags, rating) stands in `custom`, which others pass over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pandas as pd

from components.sharing.formats.entry import Entry, entries


def to_text(rows: pd.DataFrame, labels: Mapping[str, str] | None = None) -> str:
    """The rows of a catalogue as one JSON array."""
    items = [item(entry) for entry in entries(rows, labels)]
    return orjson.dumps(items, option=orjson.OPT_INDENT_2).decode() + "\n"


def item(entry: Entry) -> dict[str, Any]:
    """One paper as a CSL item; nothing in it is empty."""
    found: dict[str, Any] = {
        "id": entry.paper_id,
        "type": "article",
        "title": entry.title,
        "abstract": entry.abstract,
        "author": [name(author) for author in entry.authors],
        "issued": {"date-parts": [list(entry.date)]} if entry.date else None,
        "genre": "preprint" if entry.arxiv_id else "",
        "publisher": "arXiv" if entry.arxiv_id else "",
        "number": f"arXiv:{entry.arxiv_id}" if entry.arxiv_id else "",
        "DOI": f"10.48550/arXiv.{entry.arxiv_id}" if entry.arxiv_id else "",
        "URL": entry.url,
        "keyword": ", ".join(tag.replace(",", " ") for tag in entry.tags),
        "note": entry.note,
        "custom": _custom(entry),
    }
    return {key: value for key, value in found.items() if value}


def name(author: str) -> dict[str, str]:
    """A name as CSL parts it: the last word is the family's, unless a comma says which part is; else it is whole."""
    family, comma, given = author.partition(",")
    if not comma:
        given, _, family = author.strip().rpartition(" ")
    family, given = family.strip(), given.strip()
    return {"family": family, "given": given} if family and given else {"literal": author.strip()}


def _custom(entry: Entry) -> dict[str, Any]:
    own = {
        "decision": entry.decision if entry.decision != "inbox" else "",
        "tags": list(entry.tags),
        "rating": entry.rating,
        "digests": list(entry.digests),
        "topic": entry.topic,
        "links": list(entry.links),
    }
    return {key: value for key, value in own.items() if value}
