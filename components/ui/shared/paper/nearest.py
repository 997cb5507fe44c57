"""The papers nearest to the open one, as one piece of the page: each opens with a click."""

from __future__ import annotations

import streamlit as st

from components.landscape.result import nearest
from components.text import short
from components.ui.shared import component, url_state
from components.workspace.view import View

_HTML = '<section class="atlas-nearest"><b>Nearest papers</b><ul></ul></section>'
_component = component.define("nearest", "shared/paper/nearest.js", _HTML, ["shared/paper/nearest.css"])
_MOST = 5
_TITLE = 58  # characters of a title


def draw(view: View, paper_id: str, key: str) -> None:
    """Draw them, the nearest first; nothing while the papers have not been compared."""
    if view.analysis is None:
        return
    near = [(other, score) for other, score in nearest(view.analysis, paper_id, _MOST) if other in view.by_id.index]
    if not near:
        return
    papers = []
    for other, score in near:
        title = str(view.by_id.at[other, "title"])
        about = f"{title} – similarity {score:.2f}; 1 means the same text"
        papers.append({"id": other, "title": short(title, _TITLE), "about": about})
    _component(
        key=key,
        data={"papers": papers},
        on_opened_change=lambda: _open(view, str(st.session_state[key].get("opened") or "")),
    )


def _open(view: View, paper_id: str) -> None:
    if paper_id in view.by_id.index:
        url_state.set_open_paper(paper_id)
