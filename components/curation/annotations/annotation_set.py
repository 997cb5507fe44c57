"""All annotations of a workspace as one value: decisions, tags, notes, ratings, duplicates, shortlist, interests.

One query reads it, and `version` tells without reading it whether it changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Engine, Select, exists, func, select

from components.curation.annotations import (
    decisions,
    duplicate_decisions,
    fractional_index,
    match_decisions,
    notes,
    tags,
)
from components.curation.annotations.decisions import Decision
from components.curation.annotations.events import under_new_ids
from components.curation.annotations.match_decisions import MatchDecision, MatchKey
from components.curation.ranking import named_interests as interests
from components.curation.ranking.named_interests import Interests
from components.papers.merging import DuplicateDecision, PairKey
from components.store import times
from components.store.database import reading
from components.store.schema import batches, events, state
from components.text import short

RANK_KIND = "place"  # the kind of a paper's rank in the shortlist


@dataclass(frozen=True)
class Annotations:
    """Annotations by paper_id, of papers that have them. `version` is the number of the newest batch in them."""

    version: int = 0
    decisions: Mapping[str, Decision] = field(default_factory=dict)  # without papers in the inbox
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # in alphabetical order
    notes: Mapping[str, str] = field(default_factory=dict)
    ratings: Mapping[str, int] = field(default_factory=dict)  # 1 to 5
    duplicate_decisions: Mapping[PairKey, DuplicateDecision] = field(default_factory=dict)
    ranks: Mapping[str, str] = field(default_factory=dict)  # ranks in the shortlist that a move gave
    star_ranks: Mapping[str, str] = field(default_factory=dict)  # ranks that papers have from when they were starred
    skipped: tuple[str, ...] = ()  # sentences about what is stored, cannot be read and is left out
    match_decisions: Mapping[MatchKey, MatchDecision] = field(default_factory=dict)
    interests: Interests = field(default_factory=Interests)

    @cached_property
    def shortlist(self) -> tuple[str, ...]:
        """The starred papers in the order the visitor gave them, new ones last."""
        starred = (paper_id for paper_id, decision in self.decisions.items() if decision == Decision.STARRED)
        return fractional_index.sort_by_rank(starred, self.ranks, self.star_ranks)

    def under_new_ids(self, aliases: Mapping[str, str]) -> Annotations:
        """The same under the ids that papers have now (`Library.aliases`); duplicate decisions keep theirs."""
        if not aliases:
            return self
        return Annotations(
            self.version,
            under_new_ids(self.decisions, aliases),
            tags.under_new_ids(self.tags, aliases),
            under_new_ids(self.notes, aliases),
            under_new_ids(self.ratings, aliases),
            self.duplicate_decisions,
            under_new_ids(self.ranks, aliases),
            under_new_ids(dict(sorted(self.star_ranks.items(), key=lambda star: star[1], reverse=True)), aliases),
            self.skipped,
            self.match_decisions,
            self.interests,
        )


def version(engine: Engine, workspace: str) -> int:
    """A number that grows with every batch of this workspace, undo included; 0 before the first."""
    with reading(engine) as connection:
        return connection.execute(select(func.max(batches.c.seq)).where(batches.c.workspace == workspace)).scalar() or 0


def read(engine: Engine, workspace: str) -> Annotations:
    """The annotations of a workspace as they are now, the oldest value first."""
    with reading(engine) as connection:
        return read_within(connection, workspace)


def read_within(connection: Connection, workspace: str) -> Annotations:
    """The same as `read`, as part of a transaction."""
    at = connection.execute(select(func.max(batches.c.seq)).where(batches.c.workspace == workspace)).scalar() or 0
    rows = connection.execute(
        select(state.c.paper_id, state.c.kind, state.c.value)
        .where(state.c.workspace == workspace)
        .order_by(state.c.at, state.c.paper_id)
    ).all()
    decided = any(kind == decisions.KIND for _, kind, _ in rows)
    stars = [tuple(row) for row in connection.execute(_stars(workspace))] if decided else []
    found = _Reading()
    for paper_id, kind, value in rows:
        found.take(paper_id, kind, value)
    for paper_id, _, starred_at in stars:
        if times.parsed(starred_at) is None and paper_id not in found.placed:
            found.skip(paper_id, "star’s time", starred_at, "no time, so it stands last in the shortlist")
    in_order = {paper_id: tuple(sorted(names, key=str.casefold)) for paper_id, names in found.tagged.items()}
    return Annotations(
        at, found.decided, in_order, found.written, found.rated, found.answered, found.placed,
        fractional_index.star_ranks(stars), tuple(dict.fromkeys(found.skipped)), found.matched,
        interests.from_rows((name, kind) for name, kind, _ in rows if kind.startswith(interests.PREFIX)),
    )  # fmt: skip


@dataclass
class _Reading:
    """What the rows of `state` say, and what of it is odd: written by another version, or by hand into a backup."""

    decided: dict[str, Decision] = field(default_factory=dict)
    tagged: dict[str, list[str]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    rated: dict[str, int] = field(default_factory=dict)
    answered: dict[PairKey, DuplicateDecision] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)
    matched: dict[MatchKey, MatchDecision] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)

    def take(self, paper_id: str, kind: str, value: str) -> None:
        """Read one row; kinds that are others' are passed over."""
        if kind == decisions.KIND:
            if value in _DECISIONS:
                self.decided[paper_id] = _DECISIONS[value]
            else:
                self.skip(paper_id, "decision", value, "none there is")
        elif kind.startswith(tags.PREFIX):
            self.tagged.setdefault(paper_id, []).append(kind[len(tags.PREFIX) :])
        elif kind == notes.NOTE:
            self.written[paper_id] = value
        elif kind == notes.RATING:
            if value in notes.RATINGS:
                self.rated[paper_id] = int(value)
            else:
                self.skip(paper_id, "rating", value, f"no number from 1 to {notes.BEST}")
        elif kind == RANK_KIND:
            if fractional_index.RANK.fullmatch(value):
                self.placed[paper_id] = value
            else:
                self.skip(paper_id, "place in the shortlist", value, "no decimal fraction")
        elif kind.startswith(match_decisions.PREFIX):
            self._take_match(paper_id, kind, value)
        elif kind.startswith(duplicate_decisions.PREFIX):
            pair = paper_id, kind[len(duplicate_decisions.PREFIX) :]
            if value == "same":
                self.answered[pair] = "same"
            elif value == "different":
                self.answered[pair] = "different"
            else:
                self.skip(paper_id, "comparison with another paper", value, "neither “same” nor “different”")

    def _take_match(self, paper_id: str, kind: str, value: str) -> None:
        key = match_decisions.key_of(kind)
        if key is None or value not in ("same", "different"):
            self.skip(paper_id, "decision about a record", value, "neither “same” nor “different” of any record")
        else:
            self.matched[key] = "same" if value == "same" else "different"

    def skip(self, paper_id: str, what: str, value: str, why: str) -> None:
        """Note what is left out."""
        self.skipped.append(f"{short(paper_id, 80)}: its {what} is “{short(value, 40)}”, {why}.")


_DECISIONS = {str(decision): decision for decision in Decision}


def _stars(workspace: str) -> Select[Any]:
    """(paper_id, batch, time) of every star in batches that were not undone, in their order."""
    later = batches.alias()
    undone = exists().where(later.c.workspace == workspace, later.c.undoes == batches.c.seq)
    return (
        select(events.c.paper_id, batches.c.seq, batches.c.at)
        .join(batches, events.c.batch == batches.c.seq)
        .where(events.c.workspace == workspace, events.c.kind == decisions.KIND)
        .where(events.c.new == str(Decision.STARRED), batches.c.undoes.is_(None), ~undone)
        .order_by(events.c.seq)
    )
