"""The visitor's tags: rename one, make two into one by giving both one name, delete one."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from components.curation.annotations import tags
from components.curation.annotations.tags import TagError
from components.ui.shared.text import plain
from components.workspace.view import View

_OLD, _NEW = "tag_to_change", "tag_new_name"


def menu(view: View) -> None:
    """A menu to change tags, where there are any; filled only while it is open."""
    if not view.annotations.tags:
        return
    opened = st.popover("Tags", icon=":material/sell:", key="tags_menu", on_change="rerun")
    if not opened.open:
        return
    with opened:
        names = tags.names(view.engine, view.workspace)
        old = st.selectbox("Tag", list(names), key=_OLD, format_func=lambda name: f"{name} · {names.get(name, 0):,}")
        st.text_input(
            "New name (that of another tag merges the two)",
            key=_NEW,
            placeholder="Name, then Enter",
            on_change=_rename,
            args=(view,),
        )
        st.button("Delete this tag", icon=":material/delete:", key="tag_delete", on_click=_delete, args=(view, old))


def _rename(view: View) -> None:
    old, new = st.session_state.get(_OLD), str(st.session_state[_NEW] or "").strip()
    if not old or not new:
        return
    try:
        tags.rename(view.engine, view.workspace, old, new, uuid4().hex)
        st.session_state[_NEW] = ""
    except TagError as refused:
        st.toast(plain(str(refused)), icon=":material/error:")


def _delete(view: View, name: str) -> None:
    tags.delete(view.engine, view.workspace, name, uuid4().hex)
