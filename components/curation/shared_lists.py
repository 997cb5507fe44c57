"""Lists that were shared: unchanging copies of some papers, each at a short address until it is unshared.

The address is the only key: whoever has it reads the list.
"""

from __future__ import annotations

import re
import secrets
import zlib
from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from components.curation.workspaces.uploads import kept_bytes
from components.curation.workspaces.workspaces import touch
from components.settings import MEGABYTE, settings
from components.store.database import now, reading, writing
from components.store.schema import shared_lists

ADDRESS = re.compile(r"[A-Za-z0-9_-]{11}")  # 64 random bits in URL-safe base 64: short, and not to be guessed
LONGEST_TITLE, LONGEST_INTRODUCTION, MOST, LARGEST = 200, 5000, 100, 20_000_000


class ListError(ValueError):
    """A list that cannot be shared; the message says why."""


@dataclass(frozen=True, slots=True)
class SharedList:
    """What is known of a shared list beside its papers."""

    address: str
    title: str
    introduction: str
    papers: int
    at: str  # when it was shared, ISO 8601, UTC


def share(engine: Engine, workspace: str, title: str, introduction: str, papers: int, content: bytes) -> SharedList:
    """Keep a copy of a list for good; `content` holds its papers. Raises ListError."""
    title, introduction = " ".join(_clean(title).split()), _clean(introduction).strip()
    if not title or len(title) > LONGEST_TITLE:
        raise ListError(f"A list needs a title of 1 to {LONGEST_TITLE} characters.")
    if len(introduction) > LONGEST_INTRODUCTION:
        raise ListError(f"The introduction has {len(introduction):,} characters; it may have {LONGEST_INTRODUCTION:,}.")
    packed = zlib.compress(content)
    if len(packed) > LARGEST:
        raise ListError(f"{papers:,} papers are too many for one list. Filter them first, or download a file instead.")
    shared = SharedList(secrets.token_urlsafe(8), title, introduction, papers, now())
    with writing(engine) as connection:
        touch(connection, workspace, shared.at)
        mine = shared_lists.c.workspace == workspace
        if connection.execute(select(func.count()).select_from(shared_lists).where(mine)).scalar_one() >= MOST:
            raise ListError(f"There are {MOST} shared lists, as many as there may be. Stop sharing one first.")
        kept = kept_bytes(connection, workspace)
        if kept + len(packed) > settings().workspace_bytes:
            raise ListError(
                f"With this list your digests and lists would have {(kept + len(packed)) / MEGABYTE:.1f} MB; "
                f"{settings().workspace_bytes / MEGABYTE:g} MB is the limit. Stop sharing a list, or remove a digest."
            )
        row = {name: getattr(shared, name) for name in SharedList.__slots__}
        connection.execute(shared_lists.insert().values(row | {"workspace": workspace, "content": packed}))
    return shared


def read(engine: Engine, address: str) -> tuple[SharedList, bytes] | None:
    """The list at an address and its content, or None where there is none (any more)."""
    if not ADDRESS.fullmatch(address):
        return None
    with reading(engine) as connection:
        row = connection.execute(select(shared_lists).where(shared_lists.c.address == address)).mappings().one_or_none()
    if row is None:
        return None
    return SharedList(**{name: row[name] for name in SharedList.__slots__}), zlib.decompress(row["content"])


def lists(engine: Engine, workspace: str) -> tuple[SharedList, ...]:
    """The lists that a workspace shares, the newest first."""
    columns = [shared_lists.c[name] for name in SharedList.__slots__]
    query = select(*columns).where(shared_lists.c.workspace == workspace).order_by(shared_lists.c.at.desc())
    with reading(engine) as connection:
        return tuple(SharedList(**row) for row in connection.execute(query).mappings())


def unshare(engine: Engine, workspace: str, address: str) -> bool:
    """Delete a shared list of this workspace: its address then leads nowhere. False where it has none such."""
    with writing(engine) as connection:
        touch(connection, workspace, now())
        here = (shared_lists.c.workspace == workspace, shared_lists.c.address == address)
        return bool(connection.execute(shared_lists.delete().where(*here)).rowcount)


def _clean(text: str) -> str:
    """The text without what databases and XML cannot hold."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")
