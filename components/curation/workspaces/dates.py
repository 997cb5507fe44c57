"""When things came into a workspace or last changed in it: the dates of entries in feeds and mails.

They are read from the store, so that the same paper has the same date each time.
"""

from __future__ import annotations

from sqlalchemy import Engine, func, select

from components.store.database import reading
from components.store.schema import state, uploads


def digest_dates(engine: Engine, workspace: str) -> dict[str, str]:
    """Mark → when the file was added (ISO 8601, UTC), for every digest of the workspace's own.

    The mark is what a digest id ends with: the first six hex digits of the SHA-256 that the file's content first had.
    """
    query = select(uploads.c.origin, uploads.c.at).where(uploads.c.workspace == workspace)
    with reading(engine) as connection:
        return {origin[:6]: at for origin, at in connection.execute(query)}


def change_dates(engine: Engine, workspace: str) -> dict[str, str]:
    """paper_id → when a decision, tag, note or rating of it was last given (ISO 8601, UTC)."""
    query = select(state.c.paper_id, func.max(state.c.at).label("at")).where(state.c.workspace == workspace)
    with reading(engine) as connection:
        return {row.paper_id: row.at for row in connection.execute(query.group_by(state.c.paper_id))}
