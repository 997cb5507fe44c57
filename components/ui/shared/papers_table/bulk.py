"""What is done to many papers at once: decide and tag, as one step to be taken back; download, find more like them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.curation.annotations.decisions import Decision
from components.finding import likeness
from components.text import counted
from components.ui.shared import downloads, url_state
from components.ui.shared.paper import decide
from components.workspace.view import View

_VERBS = (
    (Decision.STARRED, "Star"),
    (Decision.LATER, "Later"),
    (Decision.HIDDEN, "Hide"),
    (Decision.INBOX, "Mark as undecided"),
)


def menu(view: View, paper_ids: Sequence[str], label: str, key: str) -> None:
    """A menu of everything that can be done to these papers; filled only while it is open."""
    opened = st.popover(label, icon=":material/checklist:", key=key, on_change="rerun")
    if not opened.open:
        return
    ids = list(paper_ids)
    with opened:
        for decision, verb in _VERBS:
            st.button(
                f"{verb} ({counted(len(ids), 'paper')})",
                icon=f":material/{decision.icon}:",
                key=f"{key}_{decision}",
                width="stretch",
                on_click=decide.decide,
                args=(view, ids, decision),
            )
        field = f"{key}_tag"
        st.text_input(
            f"Tag {counted(len(ids), 'paper')}",
            key=field,
            placeholder="Type a tag, then Enter",
            on_change=lambda: decide.tag_many(view, ids, field),
        )
        downloads.choose(view, ids, key)


def like(view: View, paper_ids: Sequence[str]) -> None:
    """Look for papers like these (in a callback): the query line says so, so that it can be sent and dropped."""
    url_state.show(url_state.filters().with_query(likeness.line_for(view.catalogue, paper_ids)))
