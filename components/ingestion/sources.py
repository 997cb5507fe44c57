"""The sources of a workspace in the store, and what each look found. Claims keep two processes from one source at once.

A claim is a random text in the source's row. Whoever writes what a look found writes it together with the digest, in
one transaction that begins by seeing that the claim is still theirs (`holds`); so a process that was killed, or took
so long that another went on, leaves nothing behind.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from components.ingestion.schedule import FUTURE, Followed, Look, LookOutcome
from components.ingestion.source import InvalidSourceError, SourceSpec, from_stored
from components.store import times
from components.store.database import reading, writing
from components.store.schema import source_looks as looks
from components.store.schema import sources

MOST = 50  # of a workspace
MOST_SEEN = 20_000  # ids of papers that a source remembers, the newest
STALE = timedelta(hours=1)  # a claim this old was left by a process that died
PLANNED = 400  # looks that a plan is made from: a day each for longer than a year, gaps included
KEPT_FOR = timedelta(days=800)  # that a look is remembered


@dataclass(frozen=True, slots=True)
class Cursor:
    """What a source showed when it was last looked at: `seen` holds paper ids, the newest last."""

    seen: tuple[str, ...] = ()
    etag: str = ""
    modified: str = ""  # Last-Modified, as it came
    files: Mapping[str, str] = field(default_factory=dict)  # of a folder: path → size and time


@dataclass(frozen=True, slots=True)
class Source:
    """One source as it is kept. `spec` is None where another version wrote what cannot be read: see `sentence`."""

    source_id: str
    workspace: str
    spec: SourceSpec | None
    active: bool
    created: datetime
    looked_at: datetime | None
    good_at: datetime | None
    next_at: datetime | None  # None: as soon as somebody looks
    failures: int
    sentence: str  # why the last look failed, "" where it did not
    claimed: bool  # somebody looks at it, or did when the process died

    @property
    def followed(self) -> Followed:
        """What its schedule depends on. Only where there is a `spec`."""
        if self.spec is None:
            raise InvalidSourceError(self.sentence)
        return Followed(self.source_id, self.spec, self.created)


class TooManySourcesError(ValueError):
    """The workspace has as many sources as it may; the message says what to do."""


def add_within(
    connection: Connection, workspace: str, spec: SourceSpec, at: datetime, since: datetime | None = None
) -> bool:
    """Follow a source, in a transaction in which the workspace was touched; False where it is followed already.

    It wants its first look at once, and looks at what it had from `since` on, where that can be asked for. Raises
    TooManySourcesError.
    """
    source_id = spec.key(workspace)
    if connection.execute(select(sources.c.id).where(sources.c.id == source_id)).first():
        return False
    count = select(func.count()).select_from(sources).where(sources.c.workspace == workspace)
    if connection.execute(count).scalar_one() >= MOST:
        raise TooManySourcesError(f"There are {MOST} sources, as many as there may be. Remove one first.")
    connection.execute(
        sources.insert().values(
            id=source_id, workspace=workspace, kind=str(spec.kind), parameters=spec.as_json(), active=1,
            created=times.written(since or at), cursor=_packed(Cursor()),
        )
    )  # fmt: skip
    _keep_look(connection, source_id, Look(spec.span.key(at), at, LookOutcome.WAITING, due=at))
    return True


def sources_of(engine: Engine, workspace: str) -> tuple[Source, ...]:
    """The sources of a workspace in the order in which they were added."""
    query = select(sources).where(sources.c.workspace == workspace).order_by(sources.c.created, sources.c.id)
    with reading(engine) as connection:
        return tuple(_source(row._mapping) for row in connection.execute(query))


def due(engine: Engine, now: datetime, only: str = "") -> tuple[Source, ...]:
    """The active sources that want a look now, who waits longest first; `only` names one source."""
    after, ahead = sources.c.next_at <= times.written(now), sources.c.looked_at > times.written(now + FUTURE)
    query = select(sources).where(sources.c.active == 1, or_(after, ahead)).order_by(sources.c.next_at, sources.c.id)
    if only:
        query = query.where(sources.c.id == only)
    with reading(engine) as connection:
        return tuple(_source(row._mapping) for row in connection.execute(query))


def looks_of(engine: Engine, source_ids: list[str], most: int = PLANNED) -> dict[str, dict[str, Look]]:
    """source id → period → what is kept of the looks at it, of the newest `most` periods of each."""
    ranked = (
        select(looks, func.row_number().over(partition_by=looks.c.source, order_by=looks.c.period.desc()).label("rank"))
        .where(looks.c.source.in_(source_ids))
        .subquery()
    )
    found: dict[str, dict[str, Look]] = {source_id: {} for source_id in source_ids}
    with reading(engine) as connection:
        query = select(ranked).where(ranked.c.rank <= most).order_by(ranked.c.period)
        for row in connection.execute(query) if source_ids else ():
            found[row.source][row.period] = _look(row._mapping)
    return found


def cursor_of(engine: Engine, source_id: str) -> Cursor:
    """What a source showed when it was last looked at; an empty one where that cannot be read."""
    with reading(engine) as connection:
        packed = connection.execute(select(sources.c.cursor).where(sources.c.id == source_id)).scalar()
    try:
        values = orjson.loads(zlib.decompress(packed or b""))
        return Cursor(tuple(values["seen"]), values["etag"], values["modified"], values["files"])
    except (zlib.error, ValueError, KeyError, TypeError):
        return Cursor()


def set_active(engine: Engine, workspace: str, source_id: str, active: bool) -> None:
    """Go on with a source, or pause it."""
    _change(engine, workspace, source_id, {"active": int(active), "next_at": ""})


def ask_now(engine: Engine, workspace: str, source_id: str, now: datetime) -> None:
    """Let the next look be now, at the present period too if it was looked at already."""
    source = next((one for one in sources_of(engine, workspace) if one.source_id == source_id), None)
    if source is None or source.spec is None:
        return
    here = and_(looks.c.source == source_id, looks.c.period == source.spec.span.key(now))
    with writing(engine) as connection:
        connection.execute(sources.update().where(sources.c.id == source_id).values(next_at="", active=1))
        if not connection.execute(looks.update().where(here).values(due=times.written(now))).rowcount:
            look = Look(source.spec.span.key(now), now, LookOutcome.WAITING, due=now)
            _keep_look(connection, source_id, look)


def remove(engine: Engine, workspace: str, source_id: str) -> None:
    """Follow it no more. The digests that it brought stay."""
    with writing(engine) as connection:
        connection.execute(sources.delete().where(sources.c.id == source_id, sources.c.workspace == workspace))


def claim(engine: Engine, source_id: str, token: str, now: datetime) -> bool:
    """Take a source to look at; False where another process has it. A claim from long ago, or the future, is none."""
    stale, ahead = times.written(now - STALE), times.written(now + FUTURE)
    free = or_(sources.c.claim == "", sources.c.claimed_at < stale, sources.c.claimed_at > ahead)
    taken = sources.update().where(sources.c.id == source_id, sources.c.active == 1, free)
    with writing(engine) as connection:
        return bool(connection.execute(taken.values(claim=token, claimed_at=times.written(now))).rowcount)


def holds(connection: Connection, source_id: str, token: str) -> bool:
    """Whether the claim is still this one; the row is held until the transaction ends."""
    here = and_(sources.c.id == source_id, sources.c.claim == token)
    return bool(connection.execute(sources.update().where(here).values(claim=token)).rowcount)


def keep_within(
    connection: Connection, source_id: str, found: list[Look], now: datetime, cursor: Cursor | None = None
) -> None:
    """Write what looks found; with a cursor they got an answer."""
    for look in found:
        _keep_look(connection, source_id, look)
    at = times.written(now)
    values: dict[str, Any] = {"looked_at": at, "claimed_at": at}
    if cursor is not None:
        values |= {"good_at": at, "failures": 0, "sentence": "", "cursor": _packed(cursor)}
    connection.execute(sources.update().where(sources.c.id == source_id).values(values))


def keep_failure(connection: Connection, source_id: str, sentence: str, now: datetime, *, pause: bool = False) -> None:
    """Write why a look got no answer; `pause` where it never will again."""
    at = times.written(now)
    values: dict[str, Any] = {"looked_at": at, "sentence": sentence, "failures": sources.c.failures + 1}
    values |= {"active": 0} if pause else {}
    connection.execute(sources.update().where(sources.c.id == source_id).values(values))


def release(engine: Engine, source_id: str, token: str, next_at: datetime) -> None:
    """Give a claim back, and say when to come again."""
    here = and_(sources.c.id == source_id, sources.c.claim == token)
    with writing(engine) as connection:
        connection.execute(sources.update().where(here).values(claim="", claimed_at="", next_at=times.written(next_at)))


def prune(engine: Engine, now: datetime) -> int:
    """Delete what is kept of looks from years ago; returns how many."""
    with writing(engine) as connection:
        return connection.execute(looks.delete().where(looks.c.at < times.written(now - KEPT_FOR))).rowcount


def _change(engine: Engine, workspace: str, source_id: str, values: Mapping[str, Any]) -> None:
    here = and_(sources.c.id == source_id, sources.c.workspace == workspace)
    with writing(engine) as connection:
        connection.execute(sources.update().where(here).values(values))


def _keep_look(connection: Connection, source_id: str, look: Look) -> None:
    values = {
        "at": times.written(look.at), "due": times.written(look.due) if look.due else "", "turn": look.turn,
        "tries": look.tries, "outcome": str(look.outcome), "found": look.found, "fresh": look.fresh,
        "sha256": look.sha256, "sentence": look.sentence,
    }  # fmt: skip
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
    row = insert(looks).values(source=source_id, period=look.period, **values)
    connection.execute(row.on_conflict_do_update(index_elements=[looks.c.source, looks.c.period], set_=values))


def _look(row: Mapping[Any, Any]) -> Look:
    known = {str(each) for each in LookOutcome}
    return Look(
        period=row["period"],
        at=times.read(row["at"]),
        outcome=LookOutcome(row["outcome"]) if row["outcome"] in known else LookOutcome.NOTHING,
        due=times.parsed(row["due"]),
        turn=row["turn"],
        tries=row["tries"],
        found=row["found"],
        fresh=row["fresh"],
        sha256=row["sha256"],
        sentence=row["sentence"],
    )


def _source(row: Mapping[Any, Any]) -> Source:
    sentence, spec = row["sentence"], None
    try:
        spec = from_stored(row["kind"], row["parameters"])
    except InvalidSourceError as trouble:
        sentence = str(trouble)
    return Source(
        source_id=row["id"],
        workspace=row["workspace"],
        spec=spec,
        active=bool(row["active"]),
        created=times.read(row["created"]),
        looked_at=times.parsed(row["looked_at"]),
        good_at=times.parsed(row["good_at"]),
        next_at=times.parsed(row["next_at"]),
        failures=row["failures"],
        sentence=sentence,
        claimed=bool(row["claim"]),
    )


def _packed(cursor: Cursor) -> bytes:
    values = {
        "seen": cursor.seen[-MOST_SEEN:], "etag": cursor.etag, "modified": cursor.modified, "files": cursor.files,
    }  # fmt: skip
    return zlib.compress(orjson.dumps(values))
