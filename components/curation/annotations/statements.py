"""The SQL statements that write a batch of changes, prepared once a dialect (see `store.prepared`)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from components.store.prepared import PreparedStatement
from components.store.schema import batches, events, state

_KEY = [state.c.workspace, state.c.kind, state.c.paper_id]
ONE = and_(*(column == bindparam(column.name) for column in _KEY))

NAMED = ("workspace", "kind", "paper_id")
BATCH = ("workspace", "batch_id", "says", "changes", "undoes", "at")

# An event's number is not needed: nothing is returned.
EVENT = PreparedStatement(events.insert().inline(), "batch", "workspace", "paper_id", "kind", "old", "new")
VALUE = PreparedStatement(select(state.c.value).where(ONE), *NAMED)
GONE = PreparedStatement(state.delete().where(ONE), *NAMED)


class Statements:
    """The statements of one dialect that insert unless, or over, what is there.

    `whole` writes a batch of one change to a value, its event and its state at once, and returns a row unless the batch
    is known: three round trips less. Its parameters are those of the batch (but `changes`) and of the one change, with
    `value` for what is new. None where a dialect cannot.
    """

    def __init__(self, insert: Any, whole: PreparedStatement | None = None):
        self.batch = PreparedStatement(insert(batches).on_conflict_do_nothing().returning(batches.c.seq), *BATCH)
        self.value = PreparedStatement(_over(insert(state)), *NAMED, "value", "at")
        self.whole = whole


def _over(value: Any) -> Any:
    return value.on_conflict_do_update(
        index_elements=_KEY, set_={"value": value.excluded.value, "at": value.excluded.at}
    )


def _whole() -> PreparedStatement:
    """A batch and what follows from it, in PostgreSQL's data-modifying WITH."""
    given: dict[str, Any] = {name: bindparam(name) for name in ("workspace", "batch_id", "says", "undoes", "at")}
    batch = postgresql.insert(batches).values({**given, "changes": 1}).on_conflict_do_nothing()
    kept = batch.returning(batches.c.seq).cte("kept")

    def of_the_change(table: Any, names: list[str], value: str) -> list[Any]:
        return [bindparam("value" if name == value else name, type_=table.c[name].type) for name in names]

    named = ["workspace", "paper_id", "kind", "old", "new"]
    event = events.insert().from_select(["batch", *named], select(kept.c.seq, *of_the_change(events, named, "new")))
    columns = ["workspace", "kind", "paper_id", "value", "at"]
    # The condition holds for every row of `kept`; it is what makes the value come from there.
    value = select(*of_the_change(state, columns, "value")).where(kept.c.seq.is_not(None))
    written = _over(postgresql.insert(state).from_select(columns, value))
    whole = written.add_cte(event.cte("event")).returning(literal(1))
    return PreparedStatement(whole, *given, *(name for name in named if name != "new"), "value")


STATEMENTS = {"sqlite": Statements(sqlite.insert), "postgresql": Statements(postgresql.insert, _whole())}
