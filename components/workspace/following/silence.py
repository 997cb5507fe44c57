"""Which sources of a workspace brought nothing new since a time, and why: for whoever waits for their papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine

from components.ingestion import sources
from components.ingestion.schedule import Look
from components.ingestion.sources import Source


def silent(engine: Engine, workspace: str, since: datetime) -> list[str]:
    """A sentence a source that is followed and brought nothing new in the periods since then, in their order."""
    followed = [one for one in sources.sources_of(engine, workspace) if one.active and one.spec is not None]
    looks = sources.looks_of(engine, [one.source_id for one in followed], 40)
    found = []
    for each in followed:
        spec = each.spec
        if spec is None:
            continue
        recent = [look for look in looks[each.source_id].values() if look.period >= spec.span.key(since)]
        if not any(look.fresh for look in recent):
            found.append(f"{spec.label}: {_why(each, recent, since)}")
    return found


def _why(source: Source, recent: Sequence[Look], since: datetime) -> str:
    if source.sentence:
        return f"the last look failed. {source.sentence}"
    latest = next((look.sentence for look in reversed(recent) if look.sentence), "")
    if latest:
        return latest
    if source.looked_at is None:
        return "not looked at yet."
    if source.looked_at >= since:
        return "nothing new."
    return f"not looked at since {source.looked_at:%Y-%m-%d %H:%M} UTC."
