"""The event log of a workspace: changes come in batches, and each batch can be undone.

A change sets one kind of thing (a decision, a note, a tag …) of one paper to a value, or to None: nothing. Batches
and events are only ever appended; `state` holds what they add up to. Undo appends the inverse of the newest batch
that is not undone. The same batch id twice is one batch, so a rerun or a second click changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, RowMapping, Select, and_, exists, select

from components.curation.annotations.statements import EVENT, GONE, STATEMENTS, VALUE
from components.curation.workspaces.workspaces import touch
from components.store.database import now, reading, writing
from components.store.prepared import PreparedStatement
from components.store.schema import batches, events, state

Value = TypeVar("Value")

FEW = 200  # up to here the papers are named in the query; beyond, the whole kind is read


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to set: this kind of this paper becomes `new`; None removes it."""

    paper_id: str
    kind: str
    new: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch as it is shown in the log."""

    batch_id: str
    description: str
    changes: int
    at: str  # ISO 8601, UTC
    undone: bool = False  # a later batch undid it
    undoes: bool = False  # it undid an earlier batch


class ChangedSinceError(RuntimeError):
    """A batch that cannot be undone by itself: what it set was changed since; the message says so."""

    def __init__(self, description: str) -> None:
        super().__init__(
            f"“{description}” was not undone: another tab or a later step has changed the same since. "
            "Picks → History lists all steps."
        )


def apply(
    engine: Engine,
    workspace: str,
    changes: Iterable[Change] | Callable[[Connection], Iterable[Change]],
    batch_id: str,
    description: str | Callable[[Sequence[Change]], str],
    earlier: Mapping[str, Sequence[str]] | None = None,
) -> int:
    """Append one batch and return how many things it changed; when this returns, it is on the disk.

    Changes that change nothing are left out; of two changes of the same thing the last one counts. `description` is
    the sentence of the log, or a function that writes it from the changes that remain. A batch id seen before returns
    0. Changes that depend on what is there are a function of the transaction that writes them. Setting a value of a
    paper removes the values under its `earlier` ids (`Library.earlier`), so that they never show again.
    """
    with writing(engine) as connection:
        return apply_within(connection, workspace, changes, batch_id, description, earlier or {})


def apply_within(
    connection: Connection,
    workspace: str,
    changes: Iterable[Change] | Callable[[Connection], Iterable[Change]],
    batch_id: str,
    description: str | Callable[[Sequence[Change]], str],
    earlier: Mapping[str, Sequence[str]],
) -> int:
    """The same as `apply`, as part of a transaction that writes more."""
    at = now()
    touch(connection, workspace, at)
    given = changes(connection) if callable(changes) else changes
    wanted = {(change.paper_id, change.kind): change for change in given}
    current_ids = {old: paper_id for paper_id, _ in wanted for old in earlier.get(paper_id, ())}
    for paper_id, kind in tuple(wanted):
        for old in earlier.get(paper_id, ()):
            wanted.setdefault((old, kind), Change(old, kind, None))
    before = _values(connection, workspace, wanted)
    real = [change for key, change in wanted.items() if change.new != before.get(key)]
    logged = _logged(real, current_ids)
    sentence = description if isinstance(description, str) else description(logged) if logged else ""
    changes_from = [(change, before.get((change.paper_id, change.kind))) for change in real]
    new = _append(connection, workspace, batch_id, sentence, at, changes_from)
    return len(logged) if new else 0


def undo(engine: Engine, workspace: str, batch_id: str | None = None) -> Batch | None:
    """Undo the newest batch that is not undone; returns it, or None when none is left.

    Called again, it undoes the batch before, and so on to the first. `batch_id` is the id of this undo: the same one
    twice (a rerun) undoes one batch only.
    """
    with writing(engine) as connection:
        at = now()
        touch(connection, workspace, at)
        newest = connection.execute(_undoable(workspace).limit(1)).mappings().one_or_none()
        if newest is None:
            return None
        name = batch_id or f"undo of {newest['batch_id']}"  # not its number: in a restored workspace that is another
        return _undo(connection, workspace, newest, _inverse(connection, newest), name, at)


def undo_one(engine: Engine, workspace: str, target: str, batch_id: str) -> Batch | None:
    """Undo the batch with the id `target`, newer ones aside; None where it is not there, or is undone already.

    Raises ChangedSinceError, and undoes nothing, where something that it set has another value by now.
    """
    with writing(engine) as connection:
        at = now()
        touch(connection, workspace, at)
        named = _undoable(workspace).where(batches.c.batch_id == target)
        found = connection.execute(named).mappings().one_or_none()
        if found is None:
            return None
        inverse = _inverse(connection, found)
        before = _values(connection, workspace, [(change.paper_id, change.kind) for change, _ in inverse])
        if any(before.get((change.paper_id, change.kind)) != new for change, new in inverse):
            raise ChangedSinceError(found["says"])
        return _undo(connection, workspace, found, inverse, batch_id, at)


def next_undo(engine: Engine, workspace: str) -> Batch | None:
    """The batch that `undo` would undo now, or None."""
    with reading(engine) as connection:
        newest = connection.execute(_undoable(workspace).limit(1)).mappings().one_or_none()
    return None if newest is None else _batch(newest)


def log(engine: Engine, workspace: str, limit: int = 100) -> tuple[Batch, ...]:
    """The newest batches first, undone ones and undos among them, at most `limit`."""
    later = batches.alias()
    undone = exists().where(and_(later.c.workspace == workspace, later.c.undoes == batches.c.seq)).label("undone")
    steps = (
        select(batches, undone)
        .where(batches.c.workspace == workspace, batches.c.changes > 0)
        .order_by(batches.c.seq.desc())
        .limit(limit)
    )
    with reading(engine) as connection:
        return tuple(_batch(row, undone=row["undone"]) for row in connection.execute(steps).mappings())


def papers(engine: Engine, workspace: str, limit: int = 100, most: int = 3) -> dict[str, tuple[str, ...]]:
    """batch_id → its papers, for those of the newest `limit` batches that changed at most `most` things."""
    newest = (
        select(batches.c.seq)
        .where(batches.c.workspace == workspace, batches.c.changes > 0)
        .order_by(batches.c.seq.desc())
        .limit(limit)
    )
    few = (
        select(batches.c.batch_id, events.c.paper_id)
        .join(events, events.c.batch == batches.c.seq)
        .where(batches.c.seq.in_(newest), batches.c.changes <= most)
        .order_by(events.c.seq)
    )
    found: dict[str, dict[str, None]] = {}
    with reading(engine) as connection:
        for batch_id, paper_id in connection.execute(few):
            found.setdefault(batch_id, {})[paper_id] = None
    return {batch_id: tuple(named) for batch_id, named in found.items()}


def values(engine: Engine, workspace: str, kind: str) -> dict[str, str]:
    """paper_id → value of one kind, for every paper of the workspace that has one; the oldest value first."""
    with reading(engine) as connection:
        return values_within(connection, workspace, kind)


def values_within(connection: Connection, workspace: str, kind: str) -> dict[str, str]:
    """The same as `values`, as part of a transaction."""
    rows = connection.execute(
        select(state.c.paper_id, state.c.value)
        .where(state.c.workspace == workspace, state.c.kind == kind)
        .order_by(state.c.at, state.c.paper_id)
    )
    return {row.paper_id: row.value for row in rows}


def under_new_ids(values: Mapping[str, Value], aliases: Mapping[str, str]) -> dict[str, Value]:
    """The same values under the ids that papers have now (`Library.aliases`: old id → id).

    Where two papers became one, the later value counts: mappings from here are ordered by time.
    """
    return {aliases.get(paper_id, paper_id): value for paper_id, value in values.items()}


def values_of_kinds(engine: Engine, workspace: str, prefix: str) -> list[tuple[str, str, str]]:
    """(paper_id, what follows the prefix, value) for every kind that begins with `prefix`, in order."""
    with reading(engine) as connection:
        return values_of_kinds_within(connection, workspace, prefix)


def values_of_kinds_within(connection: Connection, workspace: str, prefix: str) -> list[tuple[str, str, str]]:
    """The same as `values_of_kinds`, as part of a transaction."""
    rows = connection.execute(
        select(state.c.paper_id, state.c.kind, state.c.value)
        .where(state.c.workspace == workspace, state.c.kind.startswith(prefix, autoescape=True))
        .order_by(state.c.kind, state.c.paper_id)
    )
    return [(row.paper_id, row.kind[len(prefix) :], row.value) for row in rows if row.kind.startswith(prefix)]


def _undoable(workspace: str) -> Select[Any]:
    """The batches that can be undone, newest first: no undo, not undone, and something changed."""
    later = batches.alias()
    undone = exists().where(and_(later.c.workspace == workspace, later.c.undoes == batches.c.seq))
    return (
        select(batches)
        .where(batches.c.workspace == workspace, batches.c.undoes.is_(None), batches.c.changes > 0, ~undone)
        .order_by(batches.c.seq.desc())
    )


def _batch(row: RowMapping, *, undone: bool = False) -> Batch:
    return Batch(row["batch_id"], row["says"], row["changes"], row["at"], undone, row["undoes"] is not None)


def _inverse(connection: Connection, batch: RowMapping) -> list[tuple[Change, str | None]]:
    """(the change back, the value that the batch set) for each of its events."""
    rows = connection.execute(select(events).where(events.c.batch == batch["seq"]))
    return [(Change(row.paper_id, row.kind, row.old), row.new) for row in rows]


def _undo(
    connection: Connection,
    workspace: str,
    batch: RowMapping,
    inverse: Sequence[tuple[Change, str | None]],
    name: str,
    at: str,
) -> Batch | None:
    new = _append(connection, workspace, name, f"Undid: {batch['says']}", at, inverse, undoes=batch["seq"])
    return _batch(batch, undone=True) if new else None


def _logged(changes: Sequence[Change], current_ids: Mapping[str, str]) -> list[Change]:
    """The changes as the log counts them: one a paper and kind, however many ids the paper has had."""
    logged: dict[tuple[str, str], Change] = {}
    for change in changes:
        logged.setdefault((current_ids.get(change.paper_id, change.paper_id), change.kind), change)
    return list(logged.values())


def _values(
    connection: Connection, workspace: str, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], str | None]:
    """(paper, kind) → value as it is now, for at least the wanted ones that have one."""
    keys = list(wanted)
    if len(keys) <= 2:  # a paper, and the id it had before
        given = [{"workspace": workspace, "kind": kind, "paper_id": paper} for paper, kind in keys]
        return {(key["paper_id"], key["kind"]): VALUE.run(connection, key).scalar() for key in given}
    papers, kinds = {paper for paper, _ in keys}, {kind for _, kind in keys}
    query = select(state.c.paper_id, state.c.kind, state.c.value).where(state.c.workspace == workspace)
    if len(kinds) <= FEW:
        query = query.where(state.c.kind.in_(kinds))
    if len(papers) <= FEW:
        query = query.where(state.c.paper_id.in_(papers))
    return {(row.paper_id, row.kind): row.value for row in connection.execute(query)}


def _append(
    connection: Connection,
    workspace: str,
    batch_id: str,
    description: str,
    at: str,
    changes: Sequence[tuple[Change, str | None]],
    undoes: int | None = None,
) -> bool:
    """Write one batch, (change, the value before) each, and bring `state` up to date; False where it is known."""
    statements = STATEMENTS[connection.dialect.name]
    batch = {"workspace": workspace, "batch_id": batch_id, "says": description, "undoes": undoes, "at": at}
    if statements.whole is not None and len(changes) == 1 and changes[0][0].new is not None:
        ((change, old),) = changes
        one = {"paper_id": change.paper_id, "kind": change.kind, "old": old, "value": change.new}
        return statements.whole.run(connection, batch | one).scalar() is not None
    seq = statements.batch.run(connection, batch | {"changes": len(changes)}).scalar()
    if seq is None:
        return False
    _execute(
        connection,
        EVENT,
        [
            {"batch": seq, "workspace": workspace, "paper_id": c.paper_id, "kind": c.kind, "old": old, "new": c.new}
            for c, old in changes
        ],
    )
    has = [
        {"workspace": workspace, "kind": c.kind, "paper_id": c.paper_id, "value": c.new, "at": at}
        for c, _ in changes
        if c.new is not None
    ]
    _execute(connection, statements.value, has)
    gone = [{"workspace": workspace, "kind": c.kind, "paper_id": c.paper_id} for c, _ in changes if c.new is None]
    _execute(connection, GONE, gone)
    return True


def _execute(connection: Connection, written: PreparedStatement, rows: Sequence[Mapping[str, Any]]) -> None:
    """One statement for all rows; a single row goes without what a driver does for many."""
    if len(rows) == 1:
        written.run(connection, rows[0])
    elif rows:
        connection.execute(written.statement, rows)
