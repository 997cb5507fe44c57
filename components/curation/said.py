"""All that a person said about papers at one moment: decisions, tags, notes, ratings and answers about pairs.

One query reads it, and `version` says without reading it whether it changed. Not here: changing any of it
(`decisions`, `tags`, `notes`, `pairs`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine, func, select

from components.curation import decisions, notes, pairs, tags
from components.curation.decisions import Decision
from components.curation.events import under_new_ids
from components.papers.library import PairDecision, PairKey
from components.store.database import reading
from components.store.schema import batches, state


@dataclass(frozen=True)
class Said:
    """What was said, by paper_id; what is not there was not said. `version` names this moment of the workspace."""

    version: int = 0
    decisions: Mapping[str, Decision] = field(default_factory=dict)  # no paper of the inbox
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # in alphabetical order
    notes: Mapping[str, str] = field(default_factory=dict)
    ratings: Mapping[str, int] = field(default_factory=dict)  # 1 to 5
    pairs: Mapping[PairKey, PairDecision] = field(default_factory=dict)

    def under_new_ids(self, aliases: Mapping[str, str]) -> Said:
        """The same under the ids that papers have now (`Library.aliases`); answers about pairs keep theirs."""
        if not aliases:
            return self
        return Said(
            self.version,
            under_new_ids(self.decisions, aliases),
            tags.under_new_ids(self.tags, aliases),
            under_new_ids(self.notes, aliases),
            under_new_ids(self.ratings, aliases),
            self.pairs,
        )


def version(engine: Engine, workspace: str) -> int:
    """A number that grows with every step in this workspace, undo included; 0 before the first."""
    with reading(engine) as connection:
        return connection.execute(select(func.max(batches.c.seq)).where(batches.c.workspace == workspace)).scalar() or 0


def read(engine: Engine, workspace: str) -> Said:
    """Everything at this moment, the oldest value first."""
    with reading(engine) as connection:
        at = connection.execute(select(func.max(batches.c.seq)).where(batches.c.workspace == workspace)).scalar() or 0
        rows = connection.execute(
            select(state.c.paper_id, state.c.kind, state.c.value)
            .where(state.c.workspace == workspace)
            .order_by(state.c.at, state.c.paper_id)
        ).all()
    known = {str(decision): decision for decision in Decision}
    decided: dict[str, Decision] = {}
    tagged: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    rated: dict[str, int] = {}
    answered: dict[PairKey, PairDecision] = {}
    for paper_id, kind, value in rows:
        if kind == decisions.KIND and value in known:
            decided[paper_id] = known[value]
        elif kind.startswith(tags.PREFIX):
            tagged.setdefault(paper_id, []).append(kind[len(tags.PREFIX) :])
        elif kind == notes.NOTE:
            written[paper_id] = value
        elif kind == notes.RATING and value.isdigit():
            rated[paper_id] = int(value)
        elif kind.startswith(pairs.PREFIX) and value in ("same", "different"):
            answered[paper_id, kind[len(pairs.PREFIX) :]] = value
    in_order = {paper_id: tuple(sorted(names, key=str.casefold)) for paper_id, names in tagged.items()}
    return Said(at, decided, in_order, written, rated, answered)
