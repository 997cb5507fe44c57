"""What an import would change, as a list to show before it is done; and doing it, as one step that can be undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from components.curation.annotations import decisions, events, notes, tags
from components.curation.annotations.annotation_set import Annotations
from components.curation.annotations.decisions import Decision
from components.curation.annotations.events import Change
from components.sharing.importing.imported import ImportedPaper
from components.sharing.importing.matching import Matches


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One value that would become another; "" for none."""

    paper_id: str
    field: str  # "Decision", "Rating", "Note", "Tag"
    before: str
    after: str
    change: Change

    @property
    def removes(self) -> bool:
        """Whether something is there now and nothing would be."""
        return bool(self.before) and not self.after


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that would change, apart: what the file sets, and what would go because the file leaves it empty."""

    sets: tuple[PlannedChange, ...]
    removals: tuple[PlannedChange, ...]


def plan(matches: Matches, annotations: Annotations) -> ImportPlan:
    """Compare what a file says with what is there; of a paper that comes twice the later value counts."""
    spelled = {name.casefold(): name for names in annotations.tags.values() for name in names}
    planned = {
        (each.paper_id, each.change.kind): each
        for paper_id, paper in matches.found
        for each in _of_paper(paper_id, paper, annotations, spelled)
    }
    real = [each for each in planned.values() if each.before != each.after]
    return ImportPlan(tuple(each for each in real if not each.removes), tuple(each for each in real if each.removes))


def apply(
    engine: Engine,
    workspace: str,
    changes: Sequence[PlannedChange],
    batch_id: str,
    earlier: Mapping[str, Sequence[str]] | None = None,
) -> int:
    """Do it as one batch; returns how many values changed. `earlier` as in `Library.earlier`."""
    wanted = [each.change for each in changes]
    return events.apply(
        engine, workspace, wanted, batch_id, lambda real: f"Imported {_values(len(real))} from a file", earlier
    )


def _of_paper(
    paper_id: str, paper: ImportedPaper, annotations: Annotations, spelled: dict[str, str]
) -> Iterator[PlannedChange]:
    if paper.decision is not None:
        before = annotations.decisions.get(paper_id, Decision.INBOX)
        yield _planned(paper_id, "Decision", decisions.KIND, _decided(before), _decided(paper.decision))
    if paper.rating is not None:
        rated = annotations.ratings.get(paper_id, 0)
        yield _planned(paper_id, "Rating", notes.RATING, str(rated or ""), str(paper.rating or ""))
    if paper.note is not None:
        yield _planned(paper_id, "Note", notes.NOTE, annotations.notes.get(paper_id, ""), paper.note)
    has = {name.casefold() for name in annotations.tags.get(paper_id, ())}
    for name in paper.tags or ():
        known = spelled.setdefault(name.casefold(), name)
        if known.casefold() not in has:
            yield PlannedChange(paper_id, "Tag", "", known, Change(paper_id, tags.PREFIX + known, "1"))


def _planned(paper_id: str, field: str, kind: str, before: str, after: str) -> PlannedChange:
    return PlannedChange(paper_id, field, before, after, Change(paper_id, kind, after or None))


def _decided(decision: Decision) -> str:
    return "" if decision == Decision.INBOX else str(decision)


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count:,} values"
