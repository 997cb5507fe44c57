"""Lists that several people fill as lines of a backup, and back.

Addresses and what people are known by again are secrets, so they are in no backup: a list comes back closed, under an
address that nobody has yet, and whoever took part is a name there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from components.curation.group_lists import paper_copy
from components.curation.group_lists.lists import MOST, new_id
from components.curation.workspaces.tokens import new_token
from components.store import schema

Line = tuple[str, dict[str, Any]]


def lines(connection: Connection, workspace: str) -> Iterator[Line]:
    """(kind of line, its values); lists and people go by numbers of their own within the backup."""
    table = schema.group_lists
    groups = connection.execute(select(table).where(table.c.workspace == workspace).order_by(table.c.at, table.c.id))
    for number, group in enumerate(groups.mappings().all(), 1):
        yield "group_list", {"number": number} | {name: group[name] for name in ("title", "introduction", "at")}
        numbers: dict[str, int] = {}
        for person in _of(connection, schema.group_list_people, group["id"], "at", "id"):
            numbers[person["id"]] = len(numbers) + 1
            values = {"number": numbers[person["id"]], "name": person["name"], "at": person["at"]}
            yield "group_list_person", {"list": number} | values
        for row in _of(connection, schema.group_list_papers, group["id"], "at", "paper_id"):
            paper = paper_copy.unpacked(row["content"])
            if paper is not None:
                values = {"paper_id": row["paper_id"], "person": numbers.get(row["person"]), "at": row["at"]}
                yield "group_list_paper", {"list": number} | values | {"paper": asdict(paper)}
        for row in _of(connection, schema.group_list_opinions, group["id"], "at", "person", "paper_id"):
            values = {name: row[name] for name in ("paper_id", "vote", "remark", "at")}
            yield "group_list_opinion", {"list": number, "person": numbers[row["person"]]} | values


def restore(connection: Connection, workspace: str, rows: Callable[[str], Iterator[dict[str, Any]]]) -> int:
    """Bring back the judged lists that are not here yet, as far as there may be more; returns how many."""
    table = schema.group_lists
    mine = select(table.c.title, table.c.at).where(table.c.workspace == workspace)
    known = {(row.title, row.at) for row in connection.execute(mine)}
    lists: dict[int, str] = {}
    for row in rows("group_list"):
        if (row["title"], row["at"]) in known or len(known) >= MOST:
            continue
        known.add((row["title"], row["at"]))
        lists[row["number"]] = new_id()
        values = {"id": lists[row["number"]], "workspace": workspace, "address": new_token(), "open": 0}
        connection.execute(
            table.insert().values(values | {name: row[name] for name in ("title", "introduction", "at")})
        )
    people: dict[tuple[int, int], str] = {}
    for row in _listed(rows("group_list_person"), lists):
        people[row["list"], row["number"]] = made = f"restored {new_token()}"
        values = {"id": made, "list": lists[row["list"]], "name": row["name"], "at": row["at"]}
        connection.execute(schema.group_list_people.insert().values(values))
    for row in _listed(rows("group_list_paper"), lists):
        paper = paper_copy.judged(json.loads(row["paper"]))
        assert paper is not None  # judged before
        values = {"list": lists[row["list"]], "paper_id": row["paper_id"], "content": paper_copy.packed(paper)}
        person = None if row["person"] is None else people[row["list"], row["person"]]
        connection.execute(schema.group_list_papers.insert().values(values | {"person": person, "at": row["at"]}))
    for row in _listed(rows("group_list_opinion"), lists):
        values = {"list": lists[row["list"]], "person": people[row["list"], row["person"]]}
        kept = {name: row[name] for name in ("paper_id", "vote", "remark", "at")}
        connection.execute(schema.group_list_opinions.insert().values(values | kept))
    return len(lists)


def _of(connection: Connection, table: Any, list_id: str, *order: str) -> Any:
    query = select(table).where(table.c.list == list_id).order_by(*(table.c[name] for name in order))
    return connection.execute(query).mappings().all()


def _listed(rows: Iterator[dict[str, Any]], lists: dict[int, str]) -> Iterator[dict[str, Any]]:
    """The rows that belong to a list which is brought back."""
    return (row for row in rows if row["list"] in lists)
