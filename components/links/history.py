"""The history of links: every verdict is stored, none is changed.

A link that is `down` counts as dead only after failures on three different days without one good answer between. Not
here: the table (`store.schema`) and the checking (`checker`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row, insert, select

from components.links.verdict import State, Verdict
from components.store.schema import verdicts

_Row = Row[*tuple[Any, ...]]

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
_AT_ONCE = 400  # addresses in one query: below every database's limit on parameters


@dataclass(frozen=True, slots=True)
class LinkHistory:
    """The checks of one link, summed up."""

    url: str
    checks: int
    last_alive: str  # ISO 8601, "" if it never was
    failing_since: str  # when the present run of failures began, "" if the last answer was good
    failing_days: int  # different days of that run


def append(engine: Engine, found: Iterable[Verdict]) -> None:
    """Store verdicts, those that are conclusive."""
    rows = [
        {
            "url": verdict.url,
            "state": verdict.state.value,
            "status": verdict.status,
            "final_url": verdict.final_url,
            "chain": json.dumps(verdict.chain),
            "seconds": verdict.seconds,
            "reason": verdict.reason,
            "checked_at": verdict.checked_at,
            "retry_at": verdict.retry_at,
        }
        for verdict in found
        if verdict.is_conclusive
    ]
    if rows:
        with engine.begin() as connection:
            connection.execute(insert(verdicts), rows)


def latest(engine: Engine, urls: Iterable[str]) -> dict[str, Verdict]:
    """The last verdict on each address that has one, with `down` already turned to dead where three days say so."""
    return {url: _effective_verdict(rows) for url, rows in _rows(engine, urls).items()}


def histories(engine: Engine, urls: Iterable[str]) -> dict[str, LinkHistory]:
    """The history of each address that was ever checked."""
    found = {}
    for url, rows in _rows(engine, urls).items():
        failing = _failing(rows)
        alive = [row.checked_at for row in rows if State(row.state).reaches]
        found[url] = LinkHistory(
            url=url,
            checks=len(rows),
            last_alive=alive[-1] if alive else "",
            failing_since=failing[0].checked_at if failing else "",
            failing_days=len({row.checked_at[:10] for row in failing}),
        )
    return found


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
        return at >= datetime.fromisoformat(verdict.retry_at)
    if not verdict.checked_at:
        return True
    return at - datetime.fromisoformat(verdict.checked_at) >= FRESH_FOR[verdict.state]


def _rows(engine: Engine, urls: Iterable[str]) -> dict[str, list[_Row]]:
    distinct = list(dict.fromkeys(urls))
    found: dict[str, list[_Row]] = {}
    with engine.connect() as connection:
        for start in range(0, len(distinct), _AT_ONCE):
            some = distinct[start : start + _AT_ONCE]
            for row in connection.execute(select(verdicts).where(verdicts.c.url.in_(some)).order_by(verdicts.c.id)):
                found.setdefault(row.url, []).append(row)
    return found


def _failing(rows: Sequence[_Row]) -> list[_Row]:
    """The failures since the last answer; a limit or a refusal by the guard says nothing either way."""
    failing: list[_Row] = []
    for row in rows:
        state = State(row.state)
        if state in (State.DOWN, State.DEAD):
            failing.append(row)
        elif state not in (State.LIMITED, State.REFUSED):
            failing.clear()
    return failing


def _effective_verdict(rows: Sequence[_Row]) -> Verdict:
    verdict = _verdict(rows[-1])
    if verdict.state is not State.DOWN:
        return verdict
    days = {row.checked_at[:10] for row in _failing(rows)}
    if len(days) < DAYS_TO_DEAD:
        return verdict
    return replace(verdict, state=State.DEAD, reason=f"{verdict.reason}; it has failed on {len(days)} different days")


def _verdict(row: _Row) -> Verdict:
    return Verdict(
        url=row.url,
        state=State(row.state),
        status=row.status,
        final_url=row.final_url,
        chain=tuple(json.loads(row.chain)),
        seconds=row.seconds,
        reason=row.reason,
        checked_at=row.checked_at,
        retry_at=row.retry_at,
    )
