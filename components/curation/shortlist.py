"""The shortlist: the starred papers in the order a person gave them.

New stars stand last. A place is a rank of a paper (`ranks`), kept like a decision: each move is one step of the
history, and undo takes it back. What stands in the shortlist is read with everything else (`said.Said.shortlist`).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine

from components.curation import events, ranks, said
from components.curation.events import Change
from components.store.database import now


def move(
    engine: Engine, workspace: str, paper_id: str, after: str, batch_id: str, aliases: Mapping[str, str] | None = None
) -> int:
    """Put a paper right behind another one of the shortlist, "" for the first place; returns how many ranks changed.

    0 where it stands there already, or where either is no longer in the shortlist: somebody was quicker. Two moves at
    once come one after the other, each on what the other left. `aliases` as in `Library.aliases`.
    """

    def changes(connection: events.Connection) -> list[Change]:
        found = said.of(connection, workspace).under_new_ids(aliases or {})
        given = ranks.moved(found.shortlist, found.places, found.first_stars, paper_id, after, ranks.of_moment(now()))
        return [Change(each, said.PLACE, rank) for each, rank in given.items()]

    return events.apply(engine, workspace, changes, batch_id, "Moved a paper in the shortlist")


def order(engine: Engine, workspace: str) -> tuple[str, ...]:
    """The starred papers in their order."""
    return said.read(engine, workspace).shortlist
