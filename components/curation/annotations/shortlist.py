"""The shortlist: the starred papers in the order the visitor gave them, new stars last.

The place of a paper is a rank (`fractional_index`), stored like a decision: each move is one batch of the log and can
be undone. The list itself is read with all annotations (`Annotations.shortlist`).
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Engine

from components.curation.annotations import annotation_set, events, fractional_index
from components.curation.annotations.events import Change
from components.store.database import now


def move(
    engine: Engine, workspace: str, paper_id: str, after: str, batch_id: str, aliases: Mapping[str, str] | None = None
) -> int:
    """Put a paper right behind another one of the shortlist, "" for the first place; returns how many ranks changed.

    0 where it stands there already, or where either is no longer in the shortlist: another tab was quicker. Two moves
    at once run one after the other, each on what the other left. `aliases` as in `Library.aliases`.
    """

    def changes(connection: Connection) -> list[Change]:
        found = annotation_set.read_within(connection, workspace).under_new_ids(aliases or {})
        given = fractional_index.ranks_after_move(
            found.shortlist, found.ranks, found.star_ranks, paper_id, after, fractional_index.rank_of_time(now())
        )
        return [Change(each, annotation_set.RANK_KIND, rank) for each, rank in given.items()]

    return events.apply(engine, workspace, changes, batch_id, "Moved a paper in the shortlist")


def order(engine: Engine, workspace: str) -> tuple[str, ...]:
    """The starred papers in their order."""
    return annotation_set.read(engine, workspace).shortlist
