"""Star, hide, undo: a person's clicks become decisions in their workspace.

Every click is one batch that can be taken back; a double click on a slow page is still one decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

import streamlit as st

from components.curation.annotations import decisions, tags
from components.curation.annotations.decisions import Decision
from components.curation.annotations.tags import TagError
from components.text import counted
from components.ui.shared.text import plain
from components.workspace.view import View


def toggle(view: View, paper_id: str, decision: Decision) -> None:
    """Give a paper this decision, or put it back into the inbox if it has it already."""
    now = view.decisions.get(paper_id, Decision.INBOX)
    decide(view, [paper_id], Decision.INBOX if now == decision else decision)


def may_change(view: View) -> bool:
    """Whether these papers are the visitor's own; says so where they are not."""
    if view.read_only:
        st.toast("Somebody shared these papers with you: you cannot change them.", icon=":material/visibility:")
    return not view.read_only


def decide(view: View, paper_ids: Sequence[str], decision: Decision) -> None:
    """Give papers one decision, as one step that can be undone."""
    if not may_change(view):
        return
    given = dict.fromkeys(paper_ids, decision)
    changed = decisions.decide(view.engine, view.workspace, given, uuid4().hex, view.library.earlier)
    if changed > 1:
        st.toast(decision.done.format(counted(changed, "paper")) + ".", icon=":material/check:")


def tag_many(view: View, paper_ids: Sequence[str], field: str) -> None:
    """Give papers the tag that was typed into a field, as one step; the field is empty then."""
    typed = str(st.session_state[field] or "").strip()
    if not typed or not may_change(view):
        return
    try:
        changed = tags.tag(view.engine, view.workspace, paper_ids, typed, uuid4().hex)
        st.toast(f"Tagged {counted(changed, 'paper')} “{plain(typed)}”.", icon=":material/sell:")
        st.session_state[field] = ""
    except TagError as refused:
        st.toast(plain(str(refused)), icon=":material/error:")


def undo(view: View) -> None:
    """Take the last step back and say what it was."""
    if not may_change(view):
        return
    step = decisions.undo(view.engine, view.workspace)
    message = f"Undone: {plain(step.description)}" if step else "There is nothing to undo."
    st.toast(message, icon=":material/undo:")


def undo_button(view: View) -> None:
    """A button that takes the last step back, where there is one; its tooltip says which."""
    step = next_undo(view) if view.annotations.version else None
    if step:
        st.button(
            "Undo",
            icon=":material/undo:",
            type="tertiary",
            help=plain(step.description),
            on_click=undo,
            args=(view,),
            key="undo",
        )


def next_undo(view: View) -> decisions.Batch | None:
    """The step that undo would take back, or None."""
    return decisions.next_undo(view.engine, view.workspace)
