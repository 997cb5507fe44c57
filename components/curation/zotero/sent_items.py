"""Which paper was sent to which library of Zotero as which item, so that it is sent once and then only what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from components.curation.workspaces.workspaces import touch
from components.store.database import now, reading, writing
from components.store.schema import zotero_items

_COLUMNS = ("item_key", "version", "note_key", "note_version", "mark", "tags", "at")


@dataclass(frozen=True, slots=True)
class SentItem:
    """One paper as an item of a library."""

    paper_id: str
    key: str  # of the item: eight letters and digits
    version: int = 0  # of the item when it was last sent; 0 until Zotero confirmed it
    note_key: str = ""  # of the note below it, "" where none was sent
    note_version: int = 0
    mark: str = ""  # of what was sent of what may change: tags, note, collection
    tags: tuple[str, ...] = ()  # those that were sent: others on the item are its owner's


def read(engine: Engine, workspace: str, library: str, aliases: Mapping[str, str] | None = None) -> dict[str, SentItem]:
    """paper_id → its item; `aliases` give papers the ids that they have now."""
    query = select(zotero_items).where(zotero_items.c.workspace == workspace, zotero_items.c.library == library)
    known = aliases or {}
    with reading(engine) as connection:
        rows = connection.execute(query.order_by(zotero_items.c.at)).all()
    found = {}
    for row in rows:
        paper_id = known.get(row.paper_id, row.paper_id)
        tags = tuple(json.loads(row.tags))
        found[paper_id] = SentItem(paper_id, row.item_key, row.version, row.note_key, row.note_version, row.mark, tags)
    return found


def keep(engine: Engine, workspace: str, library: str, items: Iterable[SentItem]) -> None:
    """Keep these items, in one transaction, in place of what was known of their papers."""
    rows = list(items)
    if not rows:
        return
    with writing(engine) as connection:
        at = now()
        touch(connection, workspace, at)
        insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(zotero_items)
        statement = insert.on_conflict_do_update(
            index_elements=["workspace", "library", "paper_id"],
            set_={name: insert.excluded[name] for name in _COLUMNS},
        )
        values = [
            {
                "workspace": workspace,
                "library": library,
                "paper_id": item.paper_id,
                "item_key": item.key,
                "version": item.version,
                "note_key": item.note_key,
                "note_version": item.note_version,
                "mark": item.mark,
                "tags": json.dumps(item.tags),
                "at": at,
            }
            for item in rows
        ]
        connection.execute(statement, values)
