"""The map of a set that has outgrown the one its visitor knows: drawn once from there, and the visitor's from then on.

While digests come day by day the map is extended; when it knows less than half of the papers a new one is computed. It
begins where papers stood, and takes the old one's place, so that the days that follow extend it and not the old one.
"""

from __future__ import annotations

from components.curation.workspaces import current_map
from components.landscape.analysis.incremental import relayout_key
from components.landscape.embeddings.models import DEFAULT_MODEL
from components.landscape.result import Analysis
from components.workspace import caches
from components.workspace.view import View


def start_from(view: View) -> Analysis | None:
    """Where the papers of a view without a map begin; None where the visitor knows no map that says it."""
    map_key = current_map.read_key(view.engine, view.workspace) if _is_theirs(view) else ""
    if not map_key:
        return None
    return caches.outgrown_from(map_key, view.library.version, view.library.papers, view.library.aliases)


def key_of(view: View, before: Analysis | None) -> str:
    """The name of the Analysis that a view waits for."""
    return relayout_key(view.analysis_key, before.key) if before else view.analysis_key


def adopt(view: View, key: str) -> None:
    """The Analysis of this name is there: it is the visitor's map, where an earlier one was."""
    if _is_theirs(view) and current_map.read_key(view.engine, view.workspace):
        current_map.save_key(view.engine, view.workspace, key)


def _is_theirs(view: View) -> bool:
    """Who only looks changes nothing; another model's map, and one with the archive, is not kept."""
    return not (view.read_only or view.archived) and view.model == DEFAULT_MODEL
