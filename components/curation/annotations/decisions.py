"""The four decisions about a paper: inbox, starred, later, hidden. Each can be changed and undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from sqlalchemy import Engine

from components.curation.annotations import events
from components.curation.annotations.events import Batch, Change, log, next_undo, undo

__all__ = ["Batch", "Decision", "current", "decide", "log", "next_undo", "undo"]

KIND = "decision"


class Decision(StrEnum):
    """What a visitor decided about a paper. Every paper is in the inbox until then."""

    INBOX = "inbox"
    STARRED = "starred"
    LATER = "later"
    HIDDEN = "hidden"

    @property
    def done(self) -> str:
        """What happened to papers that were given this decision; {} is "3 papers"."""
        return DONE[self]

    @property
    def icon(self) -> str:
        """The name of its Material symbol."""
        return ICONS[self]


DONE = {
    Decision.INBOX: "Put {} back into the inbox",
    Decision.STARRED: "Starred {}",
    Decision.LATER: "Kept {} for later",
    Decision.HIDDEN: "Hid {}",
}
ICONS = {
    Decision.INBOX: "inbox",
    Decision.STARRED: "star",
    Decision.LATER: "schedule",
    Decision.HIDDEN: "visibility_off",
}


def decide(
    engine: Engine,
    workspace: str,
    decisions: Mapping[str, Decision],
    batch_id: str,
    earlier: Mapping[str, Sequence[str]] | None = None,
) -> int:
    """Set the decisions of papers (by paper_id) as one batch that can be undone; returns how many changed.

    Durable when it returns. The same `batch_id` again changes nothing and returns 0. `earlier` as in `Library.earlier`.
    """
    changes = [
        Change(paper_id, KIND, None if decision == Decision.INBOX else str(decision))
        for paper_id, decision in decisions.items()
    ]
    return events.apply(engine, workspace, changes, batch_id, _says, earlier)


def current(engine: Engine, workspace: str) -> dict[str, Decision]:
    """paper_id → decision, for every paper that is not in the inbox."""
    known = {str(decision) for decision in Decision}
    kept = events.values(engine, workspace, KIND)
    return {paper_id: Decision(value) for paper_id, value in kept.items() if value in known}


def _says(changes: Sequence[Change]) -> str:
    counts = Counter(Decision(change.new or Decision.INBOX) for change in changes)
    sentences = [decision.done.format(_papers(count)) for decision, count in counts.items()]
    return ", ".join([sentences[0], *(sentence[0].lower() + sentence[1:] for sentence in sentences[1:])])


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count:,} papers"
