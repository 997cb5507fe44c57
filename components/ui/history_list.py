"""All that a visitor did, the newest first, in words; the last step can be taken back, and the one before it.

Not here: what a step is or how it is undone (`curation.events`).
"""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from components.curation import decisions
from components.curation.decisions import Step
from components.ui.text import escaped
from components.ui.visit import Visit

_SHOWN = 200
_MUTED = "opacity:.72;font-size:.9em"


def draw(visit: Visit) -> None:
    """Draw the steps; those that were taken back are struck through."""
    steps = decisions.log(visit.engine, visit.workspace, _SHOWN)
    if not steps:
        st.info("Nothing was decided yet. Every star, tag and note will stand here, and can be taken back.")
        return
    st.html(f'<ul style="list-style:none;margin:0;padding:0;max-width:72ch">{"".join(map(_line, steps))}</ul>')
    if len(steps) == _SHOWN:
        st.caption(f"The newest {_SHOWN} steps; a backup holds all of them.")


def _line(step: Step) -> str:
    said = escaped(step.says)
    words = f'<span style="text-decoration:line-through;opacity:.6">{said}</span>' if step.undone else said
    return (
        '<li style="display:flex;justify-content:space-between;gap:1em;padding:.25em 0">'
        f'<span>{words}</span><span style="{_MUTED};white-space:nowrap">{when(step.at)}</span></li>'
    )


def when(at: str) -> str:
    """A moment of the store (ISO 8601, UTC) as people read it: "21 Nov, 14:05" in UTC."""
    moment = datetime.fromisoformat(at)
    return f"{moment.day} {moment:%b, %H:%M}"
