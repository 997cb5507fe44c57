"""The visitor's edits of topics, as batches that can be undone. `landscape.topics` decides what an edit means.

Each edit is a line of text under an id that sorts by time, tied to a paper like everything in the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from components.curation.annotations import events
from components.curation.annotations.events import Change

PREFIX = "topics/"
ANY = "*"  # stands for the paper of an edit that is about no paper


@dataclass(frozen=True, slots=True)
class StoredEdit:
    """One edit as it is stored."""

    edit_id: str  # sorts by time
    paper_id: str  # one of the papers it is about; "" for none
    line: str  # what was done, as text


def append(engine: Engine, workspace: str, edits: Sequence[StoredEdit], sentence: str, batch_id: str) -> int:
    """Add edits as one batch that can be undone; returns how many were new. The same again changes nothing."""
    changes = [Change(edit.paper_id or ANY, PREFIX + edit.edit_id, edit.line) for edit in edits]
    return events.apply(engine, workspace, changes, batch_id, sentence)


def remove(engine: Engine, workspace: str, edits: Sequence[StoredEdit], sentence: str, batch_id: str) -> int:
    """Remove edits as one batch that can itself be undone; returns how many were there."""
    changes = [Change(edit.paper_id or ANY, PREFIX + edit.edit_id, None) for edit in edits]
    return events.apply(engine, workspace, changes, batch_id, sentence)


def stored_edits(engine: Engine, workspace: str) -> tuple[StoredEdit, ...]:
    """All edits, the oldest first."""
    rows = events.values_of_kinds(engine, workspace, PREFIX)
    found: Mapping[str, StoredEdit] = {
        name: StoredEdit(name, paper if paper != ANY else "", line) for paper, name, line in rows
    }
    return tuple(found[name] for name in sorted(found))
