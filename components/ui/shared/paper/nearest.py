"""The papers nearest to the open one, as one piece of the page: each opens with a click."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.ui.shared import component, url_state
from components.workspace.view import View

_HTML = '<section class="atlas-nearest"><b>Nearest papers</b><ul></ul></section>'
_component = component.define("nearest", "shared/paper/nearest.js", _HTML, ["shared/paper/nearest.css"])
_MOST = 5


def draw(view: View, paper_id: str, key: str) -> None:
    """Draw them, the nearest first; nothing while the papers have not been compared."""
    near = view.nearest(paper_id, _MOST)
    if not near:
        return
    papers = []
    for (other, score), why in zip(near, view.why_near(paper_id, [other for other, _ in near]), strict=True):
        title = str(view.by_id.at[other, "title"])
        about = f"{title} – similarity {score:.2f}; 1 means the same text"
        papers.append({"id": other, "title": title, "about": about, "why": both_say(why)})
    _component(
        key=key,
        data={"papers": papers},
        on_opened_change=lambda: _open(view, str(st.session_state[key].get("opened") or "")),
    )


def both_say(phrases: Sequence[str]) -> str:
    """Why two papers are near, in a few words: the phrases that both say; "" without any."""
    return f"both: {', '.join(phrases)}" if phrases else ""


def _open(view: View, paper_id: str) -> None:
    if paper_id in view.by_id.index:
        url_state.set_open_paper(paper_id)
