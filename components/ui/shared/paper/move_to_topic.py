"""The menu of a paper's card that moves the paper to another topic."""

from __future__ import annotations

import streamlit as st

from components.landscape.topics.topic_edits import EditAction
from components.ui.shared import topic_actions
from components.workspace.view import View


def menu(view: View, paper_id: str, key: str) -> None:
    """The menu, filled only while it is open; nothing where there is no other topic."""
    if view.analysis is None or view.analysis.hierarchy is None or len(view.topics) < 2:
        return
    opened = st.popover(
        "Move", icon=":material/drive_file_move:", type="tertiary", key=f"{key}_move", on_change="rerun"
    )
    if opened.open:
        here = view.by_id.at[paper_id, "topic"]
        others = {slug: topic.name for slug, topic in view.topics.items() if slug != here}
        with opened:
            st.selectbox("Move to the topic", list(others), format_func=lambda each: others[each], key=f"{key}_to")
            st.button("Move", key=f"{key}_move_it", on_click=_move, args=(view, paper_id, f"{key}_to"))


def _move(view: View, paper_id: str, key: str) -> None:
    topic_actions.edit_topics(view, EditAction.MOVE, [str(st.session_state.get(key) or "")], paper=paper_id)
