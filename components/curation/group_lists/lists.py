"""Lists that several people fill: each at a secret address, at which whoever has it adds papers, votes and remarks.

The owner can close a list, so that it is only read, and give it another address. What people do with it is in
`contributions`.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, func, select

from components.curation.shared_lists import LONGEST_INTRODUCTION, LONGEST_TITLE
from components.curation.workspaces.tokens import TOKEN, new_token
from components.curation.workspaces.workspaces import touch
from components.store.database import now, reading, writing
from components.store.schema import group_list_papers, group_list_people, group_lists

MOST = 20  # lists of a workspace


class GroupListError(ValueError):
    """What cannot be done with a list; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class GroupList:
    """One list."""

    id: str
    workspace: str
    address: str  # the secret part of its address
    title: str
    introduction: str
    is_open: bool  # people may add
    at: str  # when it was made, ISO 8601, UTC
    papers: int = 0
    people: int = 0


def create(engine: Engine, workspace: str, title: str, introduction: str) -> GroupList:
    """Make an open list without papers. Raises GroupListError."""
    title, introduction = " ".join(printable(title).split()), printable(introduction).strip()
    if not title or len(title) > LONGEST_TITLE:
        raise GroupListError(f"A list needs a title of 1 to {LONGEST_TITLE} characters.")
    if len(introduction) > LONGEST_INTRODUCTION:
        raise GroupListError(
            f"The introduction has {len(introduction):,} characters; it may have {LONGEST_INTRODUCTION:,}."
        )
    made = GroupList(new_id(), workspace, new_token(), title, introduction, True, now())
    with writing(engine) as connection:
        touch(connection, workspace, made.at)
        check_number(connection, workspace)
        values = {"id": made.id, "workspace": workspace, "address": made.address, "title": title, "at": made.at}
        connection.execute(group_lists.insert().values(values | {"introduction": introduction, "open": 1}))
    return made


def check_number(connection: Connection, workspace: str) -> None:
    """Raises GroupListError where a workspace has as many lists as it may."""
    mine = select(func.count()).select_from(group_lists).where(group_lists.c.workspace == workspace)
    if connection.execute(mine).scalar_one() >= MOST:
        raise GroupListError(f"There are {MOST} lists to fill together, as many as there may be. Delete one first.")


def find(engine: Engine, address: str) -> GroupList | None:
    """The list at an address; None where there is none (any more)."""
    if not TOKEN.fullmatch(address):
        return None
    with reading(engine) as connection:
        row = connection.execute(_counted().where(group_lists.c.address == address)).mappings().one_or_none()
    return None if row is None else _list(row)


def lists_of(engine: Engine, workspace: str) -> tuple[GroupList, ...]:
    """The lists of a workspace, the newest first."""
    query = _counted().where(group_lists.c.workspace == workspace).order_by(group_lists.c.at.desc())
    with reading(engine) as connection:
        return tuple(_list(row) for row in connection.execute(query).mappings())


def set_open(engine: Engine, workspace: str, list_id: str, *, is_open: bool) -> None:
    """Let people add again, or only read from now on."""
    _change(engine, workspace, list_id, {"open": int(is_open)})


def renew_address(engine: Engine, workspace: str, list_id: str) -> None:
    """Give a list another address; the one before leads nowhere. Who took part keeps their name."""
    _change(engine, workspace, list_id, {"address": new_token()})


def delete(engine: Engine, workspace: str, list_id: str) -> bool:
    """Delete a list with all that people added to it; False where this workspace has none such."""
    with writing(engine) as connection:
        touch(connection, workspace, now())
        return bool(connection.execute(group_lists.delete().where(*_mine(workspace, list_id))).rowcount)


def new_id() -> str:
    """An id for a list: 11 random characters. It opens nothing."""
    return secrets.token_urlsafe(8)


def printable(text: str) -> str:
    """The text without what databases and XML cannot hold."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")


def _change(engine: Engine, workspace: str, list_id: str, values: dict[str, Any]) -> None:
    with writing(engine) as connection:
        touch(connection, workspace, now())
        connection.execute(group_lists.update().where(*_mine(workspace, list_id)).values(values))


def _mine(workspace: str, list_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return group_lists.c.workspace == workspace, group_lists.c.id == list_id


def _counted() -> Any:
    """The query for lists with how many papers and people each has."""
    counts = [
        select(func.count())
        .select_from(table)
        .where(table.c.list == group_lists.c.id)
        .correlate(group_lists)
        .scalar_subquery()
        .label(name)
        for name, table in (("papers", group_list_papers), ("people", group_list_people))
    ]
    return select(group_lists, *counts)


def _list(row: RowMapping) -> GroupList:
    values = {name: row[name] for name in GroupList.__slots__ if name != "is_open"}
    return GroupList(**values, is_open=bool(row["open"]))
