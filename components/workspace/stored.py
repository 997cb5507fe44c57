"""What the store says about one workspace at one moment, read before anything is made of it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Engine

from components.curation.annotations import annotation_set, topic_edits
from components.curation.annotations.annotation_set import Annotations
from components.curation.workspaces import completed, current_map, uploads, visits
from components.landscape.topics.topic_edits import TopicEdit, UnreadableEditsError, edit_from_json
from components.papers.paper import DigestFile
from components.text import counted
from components.workspace import caches


@dataclass(frozen=True, slots=True)
class Stored:
    """A workspace as it is kept; ids of papers are those under which something was kept."""

    workspace: str
    version: int  # grows with every event
    annotations: Annotations
    files_version: str  # changes whenever the uploads or the hidden digests do
    hidden_digest_ids: frozenset[str]  # bundled digests that the visitor removed
    map_key: str  # the Analysis whose places the visitor knows, "" where there is none
    topic_edits: tuple[TopicEdit, ...]  # the oldest first
    completed: str = ""  # when its papers were last completed by services, "" where never
    since: str = ""  # when the visit before this one ended, "" where this is the first
    skipped: tuple[str, ...] = ()  # sentences about what is stored, cannot be read and is left out
    archived: bool = False  # with the digests in the archive


def read(engine: Engine, workspace: str, *, archived: bool = False) -> Stored:
    """Everything but the files themselves, which are read only where their papers are not at hand."""
    version = annotation_set.version(engine, workspace)
    annotations = caches.annotation_set(workspace, version, lambda: annotation_set.read(engine, workspace))
    edits, unread = caches.topic_edits(workspace, version, lambda: _edits(engine, workspace)) if version else ((), 0)
    odd = f"{counted(unread, 'change')} to topics cannot be read; another version may have made them." if unread else ""
    return Stored(
        workspace,
        version,
        annotations,
        uploads.version(engine, workspace, archived=archived),
        uploads.hidden(engine, workspace),
        current_map.read_key(engine, workspace),
        edits,
        completed.read(engine, workspace),
        visits.previous(engine, workspace),
        (*annotations.skipped, odd) if odd else annotations.skipped,
        archived,
    )


def files(engine: Engine, stored: Stored) -> list[DigestFile] | None:
    """The uploads that belong to `stored`; None where they came or went since, in another tab."""
    found = uploads.files(engine, stored.workspace, archived=stored.archived)
    now = uploads.version(engine, stored.workspace, archived=stored.archived)
    return found if now == stored.files_version else None


def _edits(engine: Engine, workspace: str) -> tuple[tuple[TopicEdit, ...], int]:
    """The edits that can be read, and how many cannot: these are kept, not applied."""
    found = []
    kept = topic_edits.stored_edits(engine, workspace)
    for each in kept:
        with suppress(UnreadableEditsError):
            found.append(edit_from_json(each.line))
    return tuple(found), len(kept) - len(found)
