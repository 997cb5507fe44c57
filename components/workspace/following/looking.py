"""Looking at sources now, for a visitor who asked for it: beside the page, by the visitor's job."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from components.ingestion import sources
from components.settings import settings
from components.workspace.following import rounds
from components.workspace.following.outcome import FollowOutcome
from components.workspace.jobs import registry
from components.workspace.view import View


def look_now(view: View, source_ids: Sequence[str]) -> None:
    """Begin to look at these sources of the visitor's, after those that are being looked at."""
    engine = view.engine
    for source_id in source_ids:
        sources.ask_now(engine, view.workspace, source_id, rounds.present())

    def look(source_id: str, stopping: Callable[[], bool]) -> list[FollowOutcome]:
        return list(rounds.follow(engine, rounds.outside(engine, settings()), only=source_id, stopping=stopping))

    registry.looks(view.workspace).start(look, source_ids)
