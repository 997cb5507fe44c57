"""Saved searches: a name for filters, and which of the papers they show are new since the visitor last looked.

The filters are stored as the query string of an address (`finding.filters` reads it).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, RowMapping, func, select

from components.curation.searches import delivery
from components.curation.searches.delivery import Delivery
from components.curation.workspaces.workspaces import touch
from components.store.database import now, reading, writing
from components.store.schema import feeds, saved_searches, subscriptions

LONGEST_NAME, LONGEST_ADDRESS, MOST = 100, 4000, 200


class SearchError(ValueError):
    """A search that cannot be saved; the message says why."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """One saved search."""

    name: str
    address: str  # the query string of an address: "q=causal&topic=video"
    at: str  # when it was saved, ISO 8601, UTC
    seen_at: str  # when its papers were last looked at
    seen: frozenset[str]  # the papers it showed then
    delivery: Delivery = Delivery()  # noqa: RUF009 (frozen)

    def new(self, paper_ids: Iterable[str], earlier: Mapping[str, Sequence[str]] | None = None) -> list[str]:
        """Those of the papers it shows now that it did not show when last looked at.

        `earlier` as in `Library.earlier`: a paper that was shown under another id is not new.
        """
        ids = earlier or {}
        return [one for one in paper_ids if one not in self.seen and self.seen.isdisjoint(ids.get(one, ()))]


def save(engine: Engine, workspace: str, name: str, address: str, paper_ids: Iterable[str]) -> None:
    """Save a search with the papers it shows now; one of the same name is replaced, but for its delivery.

    Raises SearchError.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise SearchError(f"A saved search needs a name of 1 to {LONGEST_NAME} characters.")
    if len(address) > LONGEST_ADDRESS:
        raise SearchError("This search is too long to be saved. Choose fewer values, or a shorter query.")
    with writing(engine) as connection:
        at = now()
        touch(connection, workspace, at)
        mine = saved_searches.c.workspace == workspace
        kept = select(saved_searches.c.delivery).where(mine, saved_searches.c.name == name)
        sent = connection.execute(kept).scalar() or ""
        connection.execute(saved_searches.delete().where(mine, saved_searches.c.name == name))
        if connection.execute(select(func.count()).select_from(saved_searches).where(mine)).scalar_one() >= MOST:
            raise SearchError(f"There are {MOST} saved searches, as many as there may be. Delete one first.")
        row = {"name": name, "address": address, "seen": _packed(paper_ids), "at": at, "seen_at": at, "delivery": sent}
        connection.execute(saved_searches.insert().values(workspace=workspace, **row))


def mark_seen(engine: Engine, workspace: str, name: str, paper_ids: Iterable[str]) -> None:
    """Record that these papers of a search have been seen now: new ones are counted from here."""
    with writing(engine) as connection:
        at = now()
        touch(connection, workspace, at)
        here = (saved_searches.c.workspace == workspace, saved_searches.c.name == name)
        connection.execute(saved_searches.update().where(*here).values(seen=_packed(paper_ids), seen_at=at))


def set_delivery(engine: Engine, workspace: str, name: str, chosen: Delivery) -> None:
    """Choose what the mails and the feed of a search send from now on; nothing where the search is gone."""
    with writing(engine) as connection:
        touch(connection, workspace, now())
        here = (saved_searches.c.workspace == workspace, saved_searches.c.name == name)
        connection.execute(saved_searches.update().where(*here).values(delivery=chosen.as_text))


def delete(engine: Engine, workspace: str, name: str) -> bool:
    """Delete a saved search, its feed's address and its mails with it; False when there is none of that name."""
    with writing(engine) as connection:
        touch(connection, workspace, now())
        for table in (feeds, subscriptions):  # a new search of this name must not answer in their place
            connection.execute(table.delete().where(table.c.workspace == workspace, table.c.search == name))
        here = (saved_searches.c.workspace == workspace, saved_searches.c.name == name)
        return bool(connection.execute(saved_searches.delete().where(*here)).rowcount)


def searches(engine: Engine, workspace: str) -> tuple[SavedSearch, ...]:
    """The saved searches in the order in which they were saved."""
    query = select(saved_searches).where(saved_searches.c.workspace == workspace).order_by(saved_searches.c.seq)
    with reading(engine) as connection:
        return tuple(_search(row) for row in connection.execute(query).mappings())


def _search(row: RowMapping) -> SavedSearch:
    try:
        seen = frozenset(zlib.decompress(row["seen"]).decode().split("\n")) - {""}
    except (zlib.error, UnicodeDecodeError):  # damaged: as if it had not been looked at
        seen = frozenset()
    return SavedSearch(row["name"], row["address"], row["at"], row["seen_at"], seen, delivery_of(row["delivery"]))


def delivery_of(stored: str) -> Delivery:
    """What a search sends; what is usual where that cannot be read (another version's, or damaged)."""
    try:
        return delivery.from_text(stored)
    except ValueError:
        return Delivery()


def _packed(paper_ids: Iterable[str]) -> bytes:
    return zlib.compress("\n".join(sorted(paper_ids)).encode())
