"""The site of a workspace under some filters; its map is computed first where nobody has."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from components.finding.filters import Filters
from components.landscape.analysis import cache
from components.sharing.site import content
from components.sharing.site.content import SiteContent
from components.workspace.view import View

TITLE = "Papers"


class NoPapersError(ValueError):
    """Filters that show nothing to publish; the message says so."""


def site_of(
    view: Callable[[], View],
    asked: Mapping[str, Sequence[str]],
    title: str,
    address: str,
    made: str,
    *,
    with_notes: bool,
) -> SiteContent:
    """What is published of the view that `view` looks up anew; `asked` are the filters. Raises NoPapersError."""
    now = view()
    if now.analysis is None and len(now.library.papers):
        _compute_map(now)
        now = view()
    now = replace(now, filters=Filters.from_params(asked))
    if not len(now.shown):
        raise NoPapersError(f"There is nothing to publish: {now.sentence}.")
    labels = now.digest_labels
    named = title or (" and ".join(labels.values()) if 0 < len(labels) <= 2 else TITLE)
    return content.of(
        now.shown,
        labels,
        now.analysis,
        now.verdicts,
        title=named,
        about=now.sentence,
        made=made,
        address=address,
        with_notes=with_notes,
    )


def _compute_map(view: View) -> None:
    """Compute the map of a view's papers and keep it where views look for it."""
    from components.landscape.analysis.pipeline import compute_analysis
    from components.landscape.result import save

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "analysis.npz")
        analysis = compute_analysis(view.library.papers, model=view.model)
        save(analysis, made)
        cache.put(view.analysis_key, made)
