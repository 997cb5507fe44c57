"""Which papers came in since a visitor was here before, and what of it is no news."""

from __future__ import annotations

from sqlalchemy import Engine

from components.curation.workspaces import dates, uploads
from components.ingestion.fetchers.announcements import announced_again
from components.landscape.insights import growth
from components.papers.library import Library
from components.papers.records import digest_mark
from components.workspace import contexts
from components.workspace.contexts import Kind, Tier

_NEW: Kind[frozenset[str]] = Kind("new papers", Tier.VARIANT)


def new_since(engine: Engine, workspace: str, library: Library, since: str) -> frozenset[str]:
    """The papers that only digests hold which came after `since` (ISO 8601, UTC); none where that is "".

    What arXiv announced as replaced or cross-listed was there before, whenever its digest came.
    """
    if not since:
        return frozenset()
    marks = {mark for mark, at in dates.digest_dates(engine, workspace).items() if at > since}
    came = tuple(each.digest_id for each in library.digests if digest_mark(each.digest_id) in marks)
    if not came:
        return frozenset()

    def make() -> frozenset[str]:
        numbers = {f"arxiv:{each}" for file in uploads.contents_since(engine, workspace, since)
                   for each in announced_again(file)}  # fmt: skip
        again = {library.aliases.get(each, each) for each in numbers}
        return growth.new_with(library.appearances, came) - again

    return contexts.kept.get(library.version, _NEW, (workspace, since, came), make)
