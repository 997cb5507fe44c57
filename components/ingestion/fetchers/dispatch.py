"""One way to ask any source for some periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from components.ingestion.fetchers import address, arxiv, daily_papers, folder, openreview
from components.ingestion.fetchers.daily_papers_query import DailyPapersQuery
from components.ingestion.fetchers.outside import Arrived, FetchFailedError, Outside
from components.ingestion.source import SourceKind, SourceSpec
from components.ingestion.sources import Cursor
from components.papers.paper import DigestFile


def fetch(
    spec: SourceSpec, periods: Sequence[str], current: str, cursor: Cursor, outside: Outside, most_bytes: int
) -> Arrived:
    """What a source has for periods that one request can be about. Raises FetchFailedError."""
    if spec.kind is SourceKind.DAILY_PAPERS:
        (period,) = periods
        return Arrived(((period, _daily(spec, period, outside)),), whole=True)
    if spec.kind is SourceKind.ARXIV:
        return arxiv.fetch(spec, periods, current, outside)
    if spec.kind is SourceKind.FOLDER:
        return folder.fetch(periods[-1], outside, cursor.files, most_bytes)
    if spec.kind is SourceKind.OPENREVIEW:
        return openreview.fetch(spec, periods[-1], outside)
    return address.fetch(spec, periods[-1], outside, cursor.etag, cursor.modified)


def _daily(spec: SourceSpec, period: str, outside: Outside) -> DigestFile:
    """The items of a period that have enough votes."""
    query = DailyPapersQuery("trending") if spec.what == "trending" else DailyPapersQuery(spec.span, period)  # type: ignore[arg-type]
    try:
        file = daily_papers.fetch(query, outside)
    except daily_papers.FetchStopped as stop:
        raise FetchFailedError(str(stop)) from stop
    items = [item for item in orjson.loads(file.content) if not spec.floor or _votes(item) >= spec.floor]
    return DigestFile(spec.file_name(period), orjson.dumps(items))


def _votes(item: Any) -> int:
    inner = item.get("paper") if isinstance(item, Mapping) else None
    votes = inner.get("upvotes") if isinstance(inner, Mapping) else None
    return votes if isinstance(votes, int) else 0
