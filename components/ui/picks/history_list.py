"""All that a visitor did, the newest first, in words; the last step can be taken back, and the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from components.curation.annotations import decisions, events
from components.curation.annotations.decisions import Batch
from components.store import times
from components.text import counted, short
from components.ui.shared.text import MUTED, escaped, plain
from components.workspace.view import View

_SHOWN = 200
_SKIPPED = 5  # stored values that are named


def draw(view: View) -> None:
    """Draw the steps; those that were taken back are struck through."""
    steps = decisions.log(view.engine, view.workspace, _SHOWN)
    if not steps:
        st.info("Nothing yet. Every star, tag and note will be listed here and can be undone.")
        return
    about = events.papers(view.engine, view.workspace, _SHOWN)
    lines = "".join(_line(step, _titles(view, about.get(step.batch_id, ()))) for step in steps)
    st.html(f'<ul style="list-style:none;margin:0;padding:0;max-width:80ch">{lines}</ul>')
    if len(steps) == _SHOWN:
        st.caption(f"The newest {_SHOWN} steps; a backup holds all of them.")


def tell_skipped(view: View) -> None:
    """Say what is stored and cannot be read, as after a backup that was changed by hand."""
    if view.skipped:
        lines = "".join(f"\n- {plain(each)}" for each in view.skipped[:_SKIPPED])
        more = f"\n- and {len(view.skipped) - _SKIPPED:,} more" if len(view.skipped) > _SKIPPED else ""
        amount = counted(len(view.skipped), "stored value")
        words = f"{amount} cannot be read and had to be left out. Set anew what you miss."
        st.warning(f"{words}{lines}{more}", icon=":material/rule:")


def _titles(view: View, paper_ids: Sequence[str]) -> str:
    """The titles of the papers of one step, as far as these digests have them."""
    found = [view.paper(paper_id) for paper_id in paper_ids]
    return "; ".join(short(str(paper["title"]), 80) for paper in found if paper is not None)


def _line(step: Batch, titles: str) -> str:
    description = escaped(step.description)
    words = (
        f'<span style="text-decoration:line-through;opacity:.6">{description}</span>' if step.undone else description
    )
    about = f'<br><span style="{MUTED}">{escaped(titles)}</span>' if titles else ""
    at = escaped(when(step.at, st.context.timezone))
    return (
        '<li style="display:flex;justify-content:space-between;gap:1em;padding:.25em 0">'
        f'<span>{words}{about}</span><span style="{MUTED};white-space:nowrap">{at}</span></li>'
    )


def when(at: str, zone: str | None = None) -> str:
    """A time of the store as people read it, in their own time zone where it is known: "21 Nov 2026, 14:05 CET"."""
    time = times.read(at)
    with suppress(ValueError, OSError, OverflowError, ZoneInfoNotFoundError):  # a zone that this machine does not know
        time = time.astimezone(ZoneInfo(zone or "UTC"))
    return f"{time.day} {time:%b %Y, %H:%M %Z}"
