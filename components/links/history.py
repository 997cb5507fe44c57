"""The history of links: each verdict is stored, the newest one on an address once more, with a summary of its checks.

A link that is `down` counts as dead only after failures on three different days without one good answer between.
Of the verdicts on one address the ten newest stay; nothing stays of an address that nobody has checked for 400 days.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, Engine, bindparam, delete, func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite

from components.links.verdict import State, Verdict
from components.store import times
from components.store.database import reading, writing
from components.store.prepared import PreparedStatement
from components.store.schema import newest_verdicts, verdicts

DAYS_TO_DEAD = 3
# How long a verdict is good for. Failures are asked again soon, but not while one and the same outage lasts.
FRESH_FOR: Mapping[State, timedelta] = {
    State.ALIVE: timedelta(days=7),
    State.MOVED: timedelta(days=7),
    State.REDIRECT: timedelta(days=7),
    State.BLOCKED: timedelta(days=7),
    State.SUSPECT: timedelta(days=1),
    State.REFUSED: timedelta(days=30),
    State.DEAD: timedelta(days=1),
    State.DOWN: timedelta(hours=1),
    State.LIMITED: timedelta(minutes=15),  # where the host did not say until when
}
KEPT = 10  # verdicts on one address
_AT_ONCE = 400  # addresses in one statement: below every database's limit on parameters
KEPT_FOR = timedelta(days=400)
POSTGRES_LOCK = 7_203_118_402  # one writer at a time: a summary is computed from the one before

_FACTS = tuple(column.name for column in verdicts.columns if column.name not in ("id", "mark"))
_SHOWN = (*_FACTS, "failing_days")
_WHOLE = tuple(column.name for column in newest_verdicts.columns)
_STATES = {state.value: state for state in State}


@dataclass(frozen=True, slots=True)
class LinkHistory:
    """The checks of one link, summed up."""

    url: str
    checks: int
    last_alive: str  # ISO 8601, "" if it never was
    failing_since: str  # when the present run of failures began, "" if the last answer was good
    failing_days: int  # different days of that run


_SUMMARY = LinkHistory.__slots__


def append(engine: Engine, new: Iterable[Verdict]) -> None:
    """Store verdicts in their order, without those that tell nothing about their address."""
    kept = [(mark_of(verdict.url), verdict) for verdict in new if verdict.is_conclusive]
    if not kept:
        return
    rows = [{"mark": mark, **_row(verdict)} for mark, verdict in kept]
    marks = sorted({mark for mark, _ in kept})
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRES_LOCK})
        known = {row[0]: dict(zip(_WHOLE, row, strict=True)) for row in _newest(connection, marks, _WHOLE)}
        for row in rows:
            known[row["mark"]] = row | _summary(known.get(row["mark"]), row["state"], row["checked_at"])
        connection.execute(insert(verdicts), rows)
        _put(connection, [known[mark] for mark in marks])
        _shorten(connection, marks)


def latest(engine: Engine, urls: Iterable[str]) -> dict[str, Verdict]:
    """The last verdict on each address that has one, with `down` already turned to dead where three days say so.

    What is stored and cannot be read counts as never checked.
    """
    found = {}
    for row in _rows(engine, urls, _SHOWN):
        verdict = _effective_verdict(*row)
        if verdict is not None:
            found[verdict.url] = verdict
    return found


def histories(engine: Engine, urls: Iterable[str]) -> dict[str, LinkHistory]:
    """The history of each address that was ever checked."""
    return {row[0]: LinkHistory(*row) for row in _rows(engine, urls, _SUMMARY)}


def due(engine: Engine, urls: Iterable[str], at: datetime | None = None) -> list[str]:
    """The addresses worth checking now: never checked, failed, too old, or limited until a time that has passed.

    What a stopped run has left is among them, so that checking what is due resumes it.
    """
    distinct = list(dict.fromkeys(urls))
    time = at or datetime.now(UTC)
    known = latest(engine, distinct)
    return [url for url in distinct if url not in known or is_due(known[url], time)]


def is_due(verdict: Verdict, at: datetime) -> bool:
    """Whether a verdict is too old at a time."""
    if verdict.retry_at and verdict.state is State.LIMITED:
        return at >= times.read(verdict.retry_at)
    if not verdict.checked_at:
        return True
    return at - times.read(verdict.checked_at) >= FRESH_FOR[verdict.state]


def prune(engine: Engine, at: datetime | None = None) -> int:
    """Delete what is stored of addresses that nobody has checked for 400 days; returns how many they were."""
    oldest = ((at or datetime.now(UTC)) - KEPT_FOR).isoformat(timespec="seconds")
    with writing(engine) as connection:
        gone = connection.execute(delete(newest_verdicts).where(newest_verdicts.c.checked_at < oldest)).rowcount
        connection.execute(delete(verdicts).where(verdicts.c.checked_at < oldest))
    return gone


def mark_of(url: str) -> str:
    """By what an address is found: the first 32 hex digits of its SHA-256."""
    return hashlib.sha256(url.encode(errors="surrogatepass")).hexdigest()[:32]


def _row(verdict: Verdict) -> dict[str, Any]:
    values = {name: getattr(verdict, name) for name in _FACTS}
    return values | {"state": verdict.state.value, "chain": json.dumps(verdict.chain)}


def _summary(before: Mapping[str, Any] | None, state: str, at: str) -> dict[str, Any]:
    """The summary of an address after one more check; a limit or a refusal by the guard changes no failures."""
    summary: dict[str, Any] = {"checks": 0, "last_alive": "", "failing_since": "", "failing_days": 0, "failing_day": ""}
    if before is not None:
        summary = {name: before[name] for name in summary}
    result = State(state)
    summary["checks"] += 1
    if result.reaches:
        summary["last_alive"] = at
    if result in (State.DOWN, State.DEAD):
        summary["failing_since"] = summary["failing_since"] or at
        if at[:10] > summary["failing_day"]:
            summary |= {"failing_days": summary["failing_days"] + 1, "failing_day": at[:10]}
    elif result not in (State.LIMITED, State.REFUSED):
        summary |= {"failing_since": "", "failing_days": 0, "failing_day": ""}
    return summary


def _put(connection: Connection, rows: list[dict[str, Any]]) -> None:
    inserted = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(newest_verdicts)
    names = [column.name for column in newest_verdicts.columns if column.name != "mark"]
    others = {name: inserted.excluded[name] for name in names}
    connection.execute(inserted.on_conflict_do_update(index_elements=["mark"], set_=others), rows)


def _shorten(connection: Connection, marks: list[str]) -> None:
    """Leave the newest verdicts on each of these addresses."""
    number = func.row_number().over(partition_by=verdicts.c.mark, order_by=verdicts.c.id.desc()).label("number")
    for start in range(0, len(marks), _AT_ONCE):
        some = verdicts.c.mark.in_(marks[start : start + _AT_ONCE])
        counted = select(verdicts.c.id, number).where(some).subquery()
        connection.execute(
            delete(verdicts).where(verdicts.c.id.in_(select(counted.c.id).where(counted.c.number > KEPT)))
        )


def _rows(engine: Engine, urls: Iterable[str], columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    marks = [mark_of(url) for url in dict.fromkeys(urls)]
    if not marks:
        return []
    with reading(engine) as connection:
        return _newest(connection, marks, columns)


def _newest(connection: Connection, marks: list[str], columns: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """These columns of the newest verdicts on some addresses, as the driver gives them: read at every rerun."""
    name = connection.dialect.name
    given = json.dumps(marks) if name == "sqlite" else marks
    cursor: Any = _select(name, columns).run(connection, {"marks": given}).cursor
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@lru_cache
def _select(dialect: str, columns: tuple[str, ...]) -> PreparedStatement:
    """Rows by their marks, which are one parameter however many they are: databases take only so many of them."""
    query = select(*(newest_verdicts.c[name] for name in columns))
    marks: BindParameter[Any] = bindparam("marks")
    if dialect == "sqlite":
        given = func.json_each(marks).table_valued("value")
        query = query.join_from(given, newest_verdicts, newest_verdicts.c.mark == given.c.value)
        return PreparedStatement(query, "marks")
    marks.type = postgresql.ARRAY(newest_verdicts.c.mark.type)
    return PreparedStatement(query.where(newest_verdicts.c.mark == func.any(marks)), "marks")


def _effective_verdict(
    url: str, state: str, status: int | None, final_url: str, chain: str, seconds: float, reason: str, checked_at: str,
    retry_at: str, failing_days: int,
) -> Verdict | None:  # fmt: skip
    known = _STATES.get(state)
    try:
        passed = (url,) if chain == f'["{url}"]' else tuple(json.loads(chain))
    except (ValueError, TypeError):
        return None
    if known is None:  # written by another version, or damaged
        return None
    if known is State.DOWN and failing_days >= DAYS_TO_DEAD:
        known, reason = State.DEAD, f"{reason}; it has failed on {failing_days} different days"
    return Verdict(url, known, status, final_url, passed, seconds, reason, checked_at, retry_at)
