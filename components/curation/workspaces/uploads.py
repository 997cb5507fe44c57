"""The digests of a workspace: files that its visitor added, and which of the bundled ones they hid.

Content is stored byte for byte.
"""

from __future__ import annotations

import hashlib
import logging
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from components.curation.workspaces.workspaces import touch
from components.papers.paper import DigestFile
from components.papers.records import digest_mark
from components.settings import MEGABYTE, Settings, settings
from components.store.database import now, reading, writing
from components.store.schema import group_list_papers, group_lists, hidden_digests, shared_lists, uploads

ARCHIVED_MORE = 10  # times as many digests as outside may be in the archive
_log = logging.getLogger(__name__)


class UploadError(ValueError):
    """A file that cannot be added to a workspace; the message says why and what to do."""


class FileTooLargeError(UploadError):
    """The file alone is over the limit for one digest."""


class WorkspaceFullError(UploadError):
    """The workspace has as many digests, or as many bytes of them, as it may."""


def add(engine: Engine, workspace: str, file: DigestFile, limits: Settings | None = None) -> bool:
    """Keep a file for good; False when the workspace has a file of the same content already.

    Raises FileTooLargeError or WorkspaceFullError; the workspace is then as it was.
    """
    with writing(engine) as connection:
        return add_within(connection, workspace, file, limits or settings())


def add_within(connection: Connection, workspace: str, file: DigestFile, allowed: Settings) -> bool:
    """The same as a part of a transaction that writes more; where it raises, nothing of that may be kept."""
    size = len(file.content)
    if size > allowed.upload_bytes:
        raise FileTooLargeError(_too_large(file.name, size, allowed))
    at = now()
    touch(connection, workspace, at)
    if _has(connection, workspace, content_hash(file.content)):
        return False
    _check_room(connection, workspace, file.name, size, allowed)
    connection.execute(uploads.insert().values(row(workspace, file.name, file.content, at)))
    return True


def replace_within(connection: Connection, workspace: str, before: str, file: DigestFile, allowed: Settings) -> None:
    """Put a later state of a digest in the place of the one with the SHA-256 `before`: its place, date and id stay.

    Raises FileTooLargeError or WorkspaceFullError; nothing of the transaction may then be kept.
    """
    new = row(workspace, file.name, file.content, now())
    size = len(file.content)
    if size > allowed.upload_bytes:
        raise FileTooLargeError(_too_large(file.name, size, allowed))
    here = (_mine(workspace), uploads.c.sha256 == before)
    there = and_(_mine(workspace), uploads.c.sha256 == new["sha256"])
    if connection.execute(select(uploads.c.seq).where(there)).first():
        connection.execute(uploads.delete().where(*here))
        return
    old = connection.execute(select(uploads.c.size).where(*here)).scalar() or 0
    _check_bytes(connection, workspace, file.name, size - old, allowed)
    changed = {name: new[name] for name in ("sha256", "name", "content", "size")}
    connection.execute(uploads.update().where(*here).values(changed))


def add_row_within(connection: Connection, workspace: str, kept: Mapping[str, Any], allowed: Settings) -> bool:
    """The same for a row of `row`, whose content was packed before the transaction began."""
    if any(_has(connection, workspace, str(kept[name])) for name in ("sha256", "origin")):
        return False
    archived = bool(kept["archived"])
    _check_room(connection, workspace, str(kept["name"]), int(kept["size"]), allowed, archived=archived)
    connection.execute(uploads.insert().values(**kept))
    return True


def content_hash(content: bytes) -> str:
    """The identity of a file: the SHA-256 of its content, in hex digits."""
    return hashlib.sha256(content).hexdigest()


def row(workspace: str, name: str, content: bytes, at: str) -> dict[str, object]:
    """The row of the table of uploads that keeps a file; its name without what a database cannot hold."""
    return {
        "workspace": workspace,
        "sha256": content_hash(content),
        "name": name.replace("\0", "").encode("utf-8", "replace").decode(),
        "content": zlib.compress(content, 6),
        "size": len(content),
        "at": at,
        "origin": content_hash(content),
        "archived": "",
    }


def files(engine: Engine, workspace: str, *, archived: bool = False) -> list[DigestFile]:
    """The workspace's files in the order in which they were added; archived ones only where they are asked for."""
    columns = (uploads.c.name, uploads.c.content, uploads.c.sha256, uploads.c.origin)
    query = select(*columns).where(_mine(workspace)).order_by(uploads.c.seq)
    query = query if archived else query.where(uploads.c.archived == "")
    found = []
    with reading(engine) as connection:
        for row in connection.execute(query):
            try:
                origin = row.origin if row.origin != row.sha256 else ""
                found.append(DigestFile(row.name, zlib.decompress(row.content), origin))
            except zlib.error:  # damaged in the store: the others are still there
                _log.exception("the digest “%s” of the workspace %s cannot be unpacked", row.name, workspace)
    return found


def contents_since(engine: Engine, workspace: str, since: str) -> Iterator[bytes]:
    """The contents of the digests that were added after a time (ISO 8601, UTC), one in memory at a time."""
    query = select(uploads.c.seq).where(_mine(workspace), uploads.c.at > since).order_by(uploads.c.seq)
    with reading(engine) as connection:
        for seq in connection.execute(query).scalars().all():
            with suppress(zlib.error):  # damaged in the store
                found = connection.execute(select(uploads.c.content).where(uploads.c.seq == seq)).scalar()
                yield zlib.decompress(found or b"")


def version(engine: Engine, workspace: str, *, archived: bool = False) -> str:
    """A text that changes whenever `files` or `hidden` would answer differently; quick, for caches."""
    query = select(uploads.c.sha256, uploads.c.name, uploads.c.origin).where(_mine(workspace)).order_by(uploads.c.seq)
    with reading(engine) as connection:
        kept = connection.execute(query if archived else query.where(uploads.c.archived == ""))
        hidden_ids = select(hidden_digests.c.digest_id).where(hidden_digests.c.workspace == workspace)
        parts = [repr(tuple(row)) for row in kept] + sorted(connection.execute(hidden_ids).scalars())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def remove(engine: Engine, workspace: str, digest_id: str) -> bool:
    """Delete the file that a digest was read from; False when the workspace has none such.

    A digest id ends with the first six hex digits of its file's `origin`: by them the file is found.
    """
    mark = digest_mark(digest_id)
    if len(mark) != 6:
        return False
    with writing(engine) as connection:
        touch(connection, workspace, now())
        return bool(
            connection.execute(
                uploads.delete().where(_mine(workspace), uploads.c.origin.startswith(mark, autoescape=True))
            ).rowcount
        )


def remove_content(engine: Engine, workspace: str, sha256: str) -> None:
    """Delete the file of this content, which no digest may have been read from."""
    with writing(engine) as connection:
        touch(connection, workspace, now())
        connection.execute(uploads.delete().where(_mine(workspace), uploads.c.sha256 == sha256))


def hide(engine: Engine, workspace: str, digest_id: str) -> None:
    """Hide a bundled digest in this workspace; hiding twice is hiding once."""
    with writing(engine) as connection:
        at = now()
        touch(connection, workspace, at)
        insert = (postgresql if engine.dialect.name == "postgresql" else sqlite).insert
        row = {"workspace": workspace, "digest_id": digest_id, "at": at}
        connection.execute(insert(hidden_digests).values(row).on_conflict_do_nothing())


def restore(engine: Engine, workspace: str, digest_id: str) -> None:
    """Show a hidden bundled digest again."""
    with writing(engine) as connection:
        touch(connection, workspace, now())
        connection.execute(
            hidden_digests.delete().where(
                hidden_digests.c.workspace == workspace, hidden_digests.c.digest_id == digest_id
            )
        )


def hidden(engine: Engine, workspace: str) -> frozenset[str]:
    """The ids of the bundled digests that are hidden."""
    query = select(hidden_digests.c.digest_id).where(hidden_digests.c.workspace == workspace)
    with reading(engine) as connection:
        return frozenset(connection.execute(query).scalars())


def kept_bytes(connection: Connection, workspace: str) -> int:
    """How much a workspace keeps: its digests as they were given, its shared and group lists as they are stored."""
    digests = select(func.coalesce(func.sum(uploads.c.size), 0)).where(_mine(workspace))
    lists = select(func.coalesce(func.sum(func.length(shared_lists.c.content)), 0))
    groups = select(func.coalesce(func.sum(func.length(group_list_papers.c.content)), 0)).join(group_lists)
    counted = (
        digests,
        lists.where(shared_lists.c.workspace == workspace),
        groups.where(group_lists.c.workspace == workspace),
    )
    return sum(int(connection.execute(each).scalar_one()) for each in counted)


def _has(connection: Connection, workspace: str, sha256: str) -> bool:
    """Whether there is a digest that has this content, or had it first: two of one id must not be."""
    same = or_(uploads.c.sha256 == sha256, uploads.c.origin == sha256)
    return bool(connection.execute(select(uploads.c.seq).where(_mine(workspace), same)).first())


def _mine(workspace: str) -> ColumnElement[bool]:
    return uploads.c.workspace == workspace


def check_count(connection: Connection, workspace: str, allowed: Settings) -> None:
    """Raise WorkspaceFullError where more digests stand outside the archive than may."""
    if _count(connection, workspace, uploads.c.archived == "") > allowed.workspace_digests:
        raise WorkspaceFullError(
            f"There may be {allowed.workspace_digests:,} digests outside the archive. Archive or remove others first."
        )


def _count(connection: Connection, workspace: str, which: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(uploads).where(_mine(workspace), which)
    return int(connection.execute(counted).scalar_one())


def _check_room(
    connection: Connection, workspace: str, name: str, size: int, allowed: Settings, *, archived: bool = False
) -> None:
    """Archived digests are read by no page, so they are counted by themselves; bytes count alike."""
    count = _count(connection, workspace, uploads.c.archived != "" if archived else uploads.c.archived == "")
    if archived and count >= ARCHIVED_MORE * allowed.workspace_digests:
        raise WorkspaceFullError(f"“{name}” was not added: the archive is full. Remove a digest from it first.")
    if not archived and count >= allowed.workspace_digests:
        raise WorkspaceFullError(
            f"“{name}” was not added: there are {count:,} digests here, as many as there may be. "
            "Archive or remove one first."
        )
    _check_bytes(connection, workspace, name, size, allowed)


def _too_large(name: str, size: int, allowed: Settings) -> str:
    return (
        f"“{name}” has {_megabytes(size)}; a digest may have {_megabytes(allowed.upload_bytes)}. "
        "Split it, or save it without pictures."
    )


def _check_bytes(connection: Connection, workspace: str, name: str, size: int, allowed: Settings) -> None:
    total = kept_bytes(connection, workspace)
    if total + size > allowed.workspace_bytes:
        raise WorkspaceFullError(
            f"“{name}” was not added: with it the digests and lists here would have {_megabytes(total + size)}, "
            f"and {_megabytes(allowed.workspace_bytes)} is the limit. Remove one first."
        )


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f} MB".replace(".0 MB", " MB")
