"""A paper as an item of Zotero: its fields as Zotero's schema has them for preprints, articles and conference papers.

Schema: https://github.com/zotero/zotero-schema. An arXiv number stands where Zotero's own arXiv translator puts it: the
archive ID of a preprint, a line of Extra elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from components.papers.cleaning.names import PersonName
from components.sharing.formats.entry import Entry
from components.sharing.formats.references import own_mark

LONGEST_FIELD = 60_000  # characters of an abstract: Zotero refuses a field of more than 65,535 bytes
Item = dict[str, Any]


def new_item(paper: Entry, key: str, collection: str) -> Item:
    """What is sent of a paper that Zotero has not yet; nothing in it is empty."""
    venue, own = _venue(paper)
    preprint = own == "preprint"
    fields = {
        "title": " ".join(paper.title.split()),
        "abstractNote": paper.abstract[:LONGEST_FIELD],
        "date": "-".join(f"{part:02}" for part in paper.cited_date),
        "DOI": paper.doi if venue else paper.cited_doi,
        "url": paper.url,
        "libraryCatalog": "arXiv.org" if paper.arxiv_id else "",
        "repository": "arXiv" if preprint and paper.arxiv_id else "",
        "archiveID": f"arXiv:{paper.arxiv_id}" if preprint and paper.arxiv_id else "",
        "extra": _extra(paper, in_extra=not preprint),
        **venue,
    }
    return {
        "key": key,
        "version": 0,
        "itemType": own,
        "creators": [_creator(name) for name in paper.names],
        **{name: value for name, value in fields.items() if value},
        "tags": [{"tag": tag} for tag in paper.tags],
        "collections": [collection] if collection else [],
    }


def changed_item(paper: Entry, there: Mapping[str, Any], sent_tags: Iterable[str], collection: str) -> Item:
    """What is sent of a paper whose item is `there` (its editable data): tags, our line of Extra, the collection.

    What its owner wrote into Zotero stays: their tags, their collections, every other field and line.
    """
    ours = set(sent_tags)
    theirs = [tag for tag in there.get("tags", []) if tag.get("tag") not in ours and tag.get("tag") not in paper.tags]
    held = list(there.get("collections", []))
    more = [collection] if collection and collection not in held else []
    lines = [line for line in str(there.get("extra", "")).splitlines() if own_mark.read(line) is None]
    mark = own_mark.written(paper, ())
    return {
        "key": there["key"],
        "version": there["version"],
        "tags": [*theirs, *({"tag": tag} for tag in paper.tags)],
        "collections": held + more,
        "extra": "\n".join([*lines, mark] if mark else lines),
    }


def note_item(text: str, key: str, version: int, parent: str) -> Item:
    """A visitor's note as a child of an item, in the HTML that Zotero keeps notes as."""
    paragraphs = [escape(part.strip(), quote=False) for part in text.strip().split("\n\n")]
    html = "".join(f"<p>{'<br>'.join(part.splitlines())}</p>" for part in paragraphs if part)
    found: Item = {"key": key, "version": version, "note": html}
    return found if version else {**found, "itemType": "note", "parentItem": parent, "tags": []}


def mark_of(paper: Entry, collection: str, *, notes: bool) -> str:
    """SHA-256 of all that is sent again when it changes."""
    sent = [*sorted(paper.tags), "", paper.note.strip() if notes else "", collection, own_mark.written(paper, ())]
    return hashlib.sha256("\0".join(sent).encode("utf-8", "surrogatepass")).hexdigest()


def _venue(paper: Entry) -> tuple[dict[str, str], str]:
    """(The field with its venue, the type of the item)."""
    if paper.venue and paper.is_in_journal:
        return {"publicationTitle": paper.venue}, "journalArticle"
    if paper.is_in_proceedings:
        return {"proceedingsTitle": paper.venue}, "conferencePaper"
    return {}, "preprint"


def _extra(paper: Entry, *, in_extra: bool) -> str:
    number = f"arXiv: {paper.arxiv_id}" if in_extra and paper.arxiv_id else ""
    return "\n".join(line for line in (number, own_mark.written(paper, ())) if line)


def _creator(name: PersonName) -> dict[str, str]:
    if name.literal or not name.given:
        return {"creatorType": "author", "name": name.shown}
    given = f"{name.given}, {name.suffix}" if name.suffix else name.given
    return {"creatorType": "author", "firstName": given, "lastName": name.last}
