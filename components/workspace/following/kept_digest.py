"""What a source brought, read in a process of its own and kept as the digest of its period.

Daily Papers and files of a folder are kept as they came. Of feeds, pages and arXiv only the papers are kept that the
source did not show before, written as our own JSON; what comes later in the same period joins them.
"""

from __future__ import annotations

import logging
import math
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, and_, select

from components.curation.workspaces import current_map, uploads
from components.ingestion.fetchers.announcements import KEY, announced_again
from components.ingestion.source import SourceKind, SourceSpec
from components.papers.identity import paper_key
from components.papers.paper import DigestFile
from components.papers.process.reading import Expanded, expand_apart, read_apart
from components.settings import settings
from components.store.schema import uploads as rows

_log = logging.getLogger(__name__)
_FEED, _ENTRY = re.compile(rb"<(?:rss|feed|rdf:RDF)\b"), re.compile(rb"<(?:\w+:)?(?:item|entry)\b")
_FIELDS = {
    "title": "title", "abstract": "abstract", "ai_summary": "summary", "arxiv_id": "arxiv_id", "doi": "doi",
    "authors": "authors", "organization": "organisation", "published": "published", "upvotes": "votes",
    "numComments": "comments", "githubStars": "stars", "project": "links", "keywords": "keywords",
    "categories": "categories", "venue": "venue", "status": "status", "review_rating": "review_rating",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadPapers:
    """One file that came for a period: its papers' ids and fields, or the sentence that says why there are none."""

    period: str
    file: DigestFile
    paper_ids: tuple[str, ...] = ()
    papers: tuple[Mapping[str, Any], ...] = ()
    error: str = ""


def read(files: Iterable[tuple[str, DigestFile]], spec: SourceSpec) -> list[ReadPapers]:
    """Every file read, in order; archives in a folder are unpacked. Raises ReadingFailedError, ReadingStopped."""
    found: list[ReadPapers] = []
    for period, file in files:
        expanded = expand_apart([file]) if spec.kind is SourceKind.FOLDER else Expanded((file,), ())
        found += [ReadPapers(period, file, error=why) for _, why in expanded.refused]
        found += [_read(period, each) for each in expanded.files]
    return found


def _read(period: str, file: DigestFile) -> ReadPapers:
    if file.content.strip() in (b"", b"[]") or (_FEED.search(file.content[:5_000]) and not _ENTRY.search(file.content)):
        return ReadPapers(period, file)  # nothing in it, which is no fault
    library = read_apart([file])
    errors = [report.error for report in library.reports if report.error]
    if not len(library.papers):
        return ReadPapers(period, file, error=errors[0] if errors else "")
    records = library.papers.to_dict("records")
    papers = tuple({name: _plain(record[column]) for name, column in _FIELDS.items()} for record in records)
    return ReadPapers(period, file, tuple(library.papers["paper_id"]), papers)


def votes(one: ReadPapers) -> dict[str, int]:
    """Key of a paper (`identity.paper_key`) → its votes, of those that have some number of them."""
    return {
        paper_key(str(paper["title"] or ""), str(paper["abstract"] or "")): paper["upvotes"]
        for paper in one.papers
        if paper["upvotes"] is not None
    }


def _plain(value: Any) -> Any:
    """A value of the frame as JSON has it; None for what is missing."""
    if isinstance(value, tuple):
        return list(value) or None
    if isinstance(value, float):
        return None if math.isnan(value) else value
    return value if isinstance(value, str) and value else int(value) if isinstance(value, int) else None


def prepare(engine: Engine, workspace: str, read_papers: Sequence[ReadPapers]) -> None:
    """Before the first digest comes by itself: the map that the workspace has now is the one that stays."""
    if not any(one.paper_ids for one in read_papers) or current_map.read_key(engine, workspace):
        return
    from components.finding.filters import Filters
    from components.workspace import intake, view

    try:
        intake.keep_current_map(view.of(engine, workspace, Filters()))
    except Exception:  # no reason to lose the digest
        _log.warning("the map of a workspace could not be kept as it was", exc_info=True)


def keep(
    connection: Connection, workspace: str, spec: SourceSpec, one: ReadPapers, fresh: set[str], before: str
) -> str:
    """Write the digest of a period, over the one that earlier looks kept under `before`; the SHA-256 of what is kept.

    A digest that its visitor removed does not come back. Raises UploadError.
    """
    if not one.paper_ids:
        return before
    old = _content(connection, workspace, before) if before and spec.kind is not SourceKind.FOLDER else None
    if spec.kind is SourceKind.FOLDER:
        file = one.file
    elif spec.keeps_whole:
        if before and old is None:
            return before
        file = one.file
    else:
        both = zip(one.paper_ids, one.papers, strict=True)
        again = announced_again(one.file.content) if spec.kind is SourceKind.ARXIV else frozenset()
        day = spec.span.start(one.period).date().isoformat()
        new = [
            {**paper, "date": day} | ({KEY: "again"} if paper["arxiv_id"] in again else {})
            for paper_id, paper in both
            if paper_id in fresh
        ]
        if not new:
            return before
        file = DigestFile(spec.file_name(one.period), orjson.dumps([*(orjson.loads(old) if old else []), *new]))
    sha256 = uploads.content_hash(file.content)
    if sha256 == before:
        return before
    if old is None:
        uploads.add_within(connection, workspace, file, settings())
    else:
        uploads.replace_within(connection, workspace, before, file, settings())
    return sha256


def _content(connection: Connection, workspace: str, sha256: str) -> bytes | None:
    here = and_(rows.c.workspace == workspace, rows.c.sha256 == sha256)
    packed = connection.execute(select(rows.c.content).where(here)).scalar()
    try:
        return None if packed is None else zlib.decompress(packed)
    except zlib.error:
        return None
