"""Deleting everything a visitor has, for good, after a confirmation; the one thing that no undo takes back."""

from __future__ import annotations

import streamlit as st

from components.curation.workspaces import workspaces
from components.workspace.view import View

_ASKED = "_forget_asked"


def draw(view: View) -> None:
    """The part of a menu that begins it, and asks."""
    if view.read_only:
        return
    if not st.session_state.get(_ASKED):
        st.button(
            "Delete all my data",
            icon=":material/delete_forever:",
            key="forget",
            width="stretch",
            on_click=_ask,
            args=(True,),
        )
        return
    st.markdown(
        "Your digests, decisions, tags, notes, searches, shared lists, lists filled together, feeds and history are "
        "deleted, and links to them stop working. **This cannot be undone**; a backup can restore everything but the "
        "links.",
        width=400,
    )
    with st.container(horizontal=True):
        st.button("Delete everything", type="primary", key="forget_yes", on_click=_forget, args=(view,))
        st.button("Keep it", key="forget_no", on_click=_ask, args=(False,))


def _ask(asked: bool) -> None:
    st.session_state[_ASKED] = asked


def _forget(view: View) -> None:
    workspaces.forget(view.engine, view.workspace)
    _ask(False)
    st.toast("All your data was deleted.", icon=":material/check:")
