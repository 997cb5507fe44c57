"""Analyses that replicas share through one database: what one has computed, the others need not compute again.

Only where a database is set; by itself a server keeps them in its cache folder (`cache`). Bounded in bytes as that is.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from components.settings import settings
from components.store.database import StoreError, is_shared, now, reading, store, writing
from components.store.schema import artefacts


def fetch(key: str, path: Path) -> bool:
    """Bring the Analysis of that key from the database into a file; False where that cannot be done."""
    if not is_shared():
        return False
    try:
        with reading(store()) as connection:
            content = connection.execute(select(artefacts.c.content).where(artefacts.c.key == key)).scalar()
    except (SQLAlchemyError, StoreError):  # it is only a cache: it can be computed here
        return False
    if content is None:
        return False
    part = path.with_suffix(f".{uuid4().hex}.part")  # another page may fetch the same at the same moment
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError:  # no room, or a folder that may only be read
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return False
    return True


def offer(key: str, path: Path) -> None:
    """Put a computed Analysis into the database for the other replicas; the oldest go when they become too many."""
    if not is_shared():
        return
    content = path.read_bytes()
    try:
        with writing(store()) as connection:
            if connection.execute(select(artefacts.c.key).where(artefacts.c.key == key)).first() is None:
                row = {"key": key, "content": content, "size": len(content), "at": now()}
                connection.execute(artefacts.insert().values(row))
        _bound(key)
    except IntegrityError:  # another replica was quicker
        return
    except (SQLAlchemyError, StoreError):
        return


def _bound(newest: str) -> None:
    with writing(store()) as connection:
        total = connection.execute(select(func.coalesce(func.sum(artefacts.c.size), 0))).scalar_one()
        for key, size in connection.execute(select(artefacts.c.key, artefacts.c.size).order_by(artefacts.c.at)).all():
            if total <= settings().cache_bytes:
                break
            if key != newest:
                connection.execute(artefacts.delete().where(artefacts.c.key == key))
                total -= size
