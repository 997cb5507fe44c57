"""Workspaces whose stored values are odd: written by another version, by hand into a backup, or damaged."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, Integer, LargeBinary, select, update

from components.curation import shared_lists
from components.curation.annotations import duplicate_decisions, events, notes, shortlist, tags, topic_edits
from components.curation.annotations.decisions import Decision, decide
from components.curation.annotations.events import Change
from components.curation.annotations.topic_edits import StoredEdit
from components.curation.ranking import named_interests as interests
from components.curation.searches import feed_addresses, saved_searches, subscriptions
from components.curation.workspaces import current_map, uploads
from components.papers.paper import DigestFile
from components.store import schema
from components.store.database import writing
from components.workspace import caches

ODD_TEXTS = ("", "²", "2026-01-01T00:00:00", "9999-12-31T23:59:59-23:00", "null", "<b>x</b>\n" * 3, "🎲" * 300)
ODD_BLOBS = (b"", b"garbage", b"x\x9c\x03\x00\x00\x00\x00\x01" * 2)
ODD_NUMBERS = (-1, 2**31 - 1)
KEYS = {"id", "workspace", "token", "batch", "seq"}  # what rows are found by: changed, they are rows of nobody
TABLES = (
    schema.workspaces, schema.batches, schema.events, schema.state, schema.uploads, schema.hidden_digests,
    schema.saved_searches, schema.shared_lists, schema.feeds, schema.subscriptions,
)  # fmt: skip


def fill(engine: Engine, workspace: str, papers: list[str]) -> str:
    """Keep one of everything in a workspace; the token of its subscription, which is confirmed."""
    first, second, third = papers[:3]
    decide(engine, workspace, {first: Decision.STARRED, second: Decision.STARRED, third: Decision.HIDDEN}, "1")
    notes.write(engine, workspace, first, "a note", "2")
    notes.rate(engine, workspace, {first: 4, second: 1}, "3")
    tags.tag(engine, workspace, [first, third], "to read", "4")
    shortlist.move(engine, workspace, second, "", "5")
    duplicate_decisions.decide_duplicates(engine, workspace, {(first, second): "different"}, "6")
    edit = StoredEdit("e1", first, f'{{"id":"e1","act":"forbid","words":"video","paper":"{first}"}}')
    topic_edits.append(engine, workspace, [edit], "Named no topic by “video”", "7")
    events.apply(engine, workspace, [Change("https://example.org/", "link", '{"note": "x"}')], "8", "Wrote a note")
    interests.choose(engine, workspace, interests.Kind.WORD, ["causal"], "9")
    uploads.add(
        engine,
        workspace,
        DigestFile("mine.json", b'[{"title": "Causal Beans", "abstract": "On beans and why they grow."}]'),
    )
    uploads.hide(engine, workspace, "none-000000")
    current_map.save_key(engine, workspace, "0" * 32)
    saved_searches.save(engine, workspace, "Causal", "q=causal", [])
    feed_addresses.address(engine, workspace, "Causal")
    shared_lists.share(engine, workspace, "A list", "", 0, b"{}")
    made = subscriptions.subscribe(
        engine, workspace, "Causal", f"{workspace[:8]}@example.org", subscriptions.Period.DAY
    )
    assert made is not None
    subscriptions.confirm(engine, made.token)
    return made.token


def oddities() -> dict[tuple[Any, str], tuple[object, ...]]:
    """(table, column) → the values that are odd there, for every column that is no key."""
    found: dict[tuple[Any, str], tuple[object, ...]] = {}
    for table in TABLES:
        for column in table.columns:
            if column.name not in KEYS:
                if isinstance(column.type, LargeBinary):
                    values: tuple[object, ...] = ODD_BLOBS
                elif isinstance(column.type, Integer):
                    values = ODD_NUMBERS
                else:
                    values = ODD_TEXTS
                found[table, column.name] = values
    return found


def make_odd(engine: Engine, workspace: str, table: Any, column: str, value: object) -> None:
    """Set one column of one row of a workspace, past everything that judges values; caches are told of nothing else."""
    key = list(table.primary_key.columns)
    mine = table.c.id == workspace if table is schema.workspaces else table.c.workspace == workspace
    with writing(engine) as connection:
        row = connection.execute(select(*key).where(mine)).first()
        assert row is not None
        here = [column_of == value_of for column_of, value_of in zip(key, row, strict=True)]
        connection.execute(update(table).where(*here).values({column: value}))
    for cache in (caches._annotations, caches._edits):
        cache.clear()  # they go by the number of the newest batch
