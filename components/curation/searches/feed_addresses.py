"""The secret addresses at which saved searches can be followed by a feed reader, one a search, until it is renewed.

Such an address opens what one search shows and nothing else of the workspace. So it is stored as it is, to be shown
again, while of workspace tokens only hashes are stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, and_, select

from components.curation.searches.delivery import Delivery
from components.curation.searches.saved_searches import SearchError, delivery_of
from components.curation.workspaces.tokens import TOKEN, new_token
from components.curation.workspaces.workspaces import touch
from components.store.database import now, reading, writing
from components.store.schema import feeds, saved_searches


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed's address leads to."""

    address: str
    workspace: str
    search: str  # its name
    query: str  # the filters as the query string of an address
    at: str  # when the search was saved, ISO 8601, UTC
    delivery: Delivery


def address(engine: Engine, workspace: str, search: str, *, renew: bool = False) -> str:
    """The secret part of a search's feed addresses, created at the first call; with `renew`, a new one replaces it.

    Raises SearchError where there is no such search (any more).
    """
    with writing(engine) as connection:
        at = now()
        touch(connection, workspace, at)
        here = (feeds.c.workspace == workspace, feeds.c.search == search)
        saved = (saved_searches.c.workspace == workspace, saved_searches.c.name == search)
        if connection.execute(select(saved_searches.c.seq).where(*saved)).first() is None:
            raise SearchError("There is no saved search of this name any more.")
        known = connection.execute(select(feeds.c.address).where(*here)).scalar()
        if known and not renew:
            return str(known)
        connection.execute(feeds.delete().where(*here))
        secret = new_token()
        connection.execute(feeds.insert().values(address=secret, workspace=workspace, search=search, at=at))
    return secret


def find(engine: Engine, secret: str) -> Feed | None:
    """What a feed's address leads to; None for an address that was renewed, or whose search is gone."""
    if not TOKEN.fullmatch(secret):
        return None
    search = and_(saved_searches.c.workspace == feeds.c.workspace, saved_searches.c.name == feeds.c.search)
    saved = (saved_searches.c.address, saved_searches.c.at, saved_searches.c.delivery)
    query = (
        select(feeds.c.address, feeds.c.workspace, feeds.c.search, *saved)
        .join(saved_searches, search)
        .where(feeds.c.address == secret)
    )
    with reading(engine) as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else Feed(*row[:-1], delivery_of(row[-1]))
