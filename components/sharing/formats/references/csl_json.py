"""Papers as CSL-JSON 1.0.2: the one format that Zotero takes as preprints ("article").

What CSL has no variable for (decision, tags, rating) stands in `custom`, which others pass over, and as a line of the
note, which Zotero carries in its field Extra (see `own_mark`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import pandas as pd

from components.papers.cleaning.names import PersonName
from components.sharing.formats.entry import Entry, entries
from components.sharing.formats.references import own_mark


def to_text(rows: pd.DataFrame, labels: Mapping[str, str] | None = None) -> str:
    """The rows of a catalogue as one JSON array."""
    items = [item(entry) for entry in entries(rows, labels)]
    return orjson.dumps(items, option=orjson.OPT_INDENT_2).decode() + "\n"


def item(entry: Entry) -> dict[str, Any]:
    """One paper as a CSL item; nothing in it is empty."""
    found: dict[str, Any] = {
        "id": entry.paper_id,
        "type": _type(entry),
        "title": entry.title,
        "abstract": entry.abstract,
        "author": [_name(author) for author in entry.names],
        "container-title": entry.venue,
        "issued": {"date-parts": [list(entry.cited_date)]} if entry.cited_date else None,
        "genre": "preprint" if entry.arxiv_id and not entry.venue else "",
        "publisher": "arXiv" if entry.arxiv_id and not entry.venue else "",
        "status": entry.status,
        "number": f"arXiv:{entry.arxiv_id}" if entry.arxiv_id else "",
        "DOI": entry.doi if entry.venue else entry.cited_doi,
        "URL": entry.url,
        "keyword": ", ".join(tag.replace(",", " ") for tag in entry.tags),
        "note": "\n".join(part for part in (entry.note, own_mark.written(entry, entry.tags)) if part),
        "custom": _custom(entry),
    }
    return {key: value for key, value in found.items() if value}


def _type(entry: Entry) -> str:
    if entry.venue and entry.is_in_journal:
        return "article-journal"
    return "paper-conference" if entry.is_in_proceedings else "article"


def _name(author: PersonName) -> dict[str, str]:
    """A name in CSL's parts; a team's is whole."""
    if author.literal:
        return {"literal": author.literal}
    parts = {
        "family": author.family,
        "given": author.given,
        "non-dropping-particle": author.particle,
        "suffix": author.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _custom(entry: Entry) -> dict[str, Any]:
    own = {
        "decision": entry.decision if entry.decision != "inbox" else "",
        "tags": list(entry.tags),
        "rating": entry.rating,
        "digests": list(entry.digests),
        "topic": entry.topic,
        "links": list(entry.links),
        "categories": list(entry.categories),
    }
    return {key: value for key, value in own.items() if value}
