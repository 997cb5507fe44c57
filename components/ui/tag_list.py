"""The visitor's tags: rename one, make two into one by giving both one name, delete one.

Not here: giving tags to papers (`own_words`, `bulk`) or filtering by them (`filter_bar`).
"""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from components.curation import tags
from components.curation.tags import TagError
from components.ui.text import plain
from components.ui.visit import Visit

_OLD, _NEW = "tag_to_change", "tag_new_name"


def menu(visit: Visit) -> None:
    """A menu to change tags, where there are any; filled only while it is open."""
    if not visit.said.tags:
        return
    opened = st.popover("Tags", icon=":material/sell:", key="tags_menu", on_change="rerun")
    if not opened.open:
        return
    with opened:
        names = tags.names(visit.engine, visit.workspace)
        old = st.selectbox(
            "Tag", list(names), key=_OLD, format_func=lambda name: f"{plain(name)} · {names.get(name, 0):,}"
        )
        st.text_input(
            "New name; that of another tag makes the two one",
            key=_NEW,
            placeholder="Name, then Enter",
            on_change=_rename,
            args=(visit,),
        )
        st.button("Delete this tag", icon=":material/delete:", key="tag_delete", on_click=_delete, args=(visit, old))


def _rename(visit: Visit) -> None:
    old, new = st.session_state.get(_OLD), str(st.session_state[_NEW] or "").strip()
    if not old or not new:
        return
    try:
        tags.rename(visit.engine, visit.workspace, old, new, uuid4().hex)
        st.session_state[_NEW] = ""
    except TagError as refused:
        st.toast(plain(str(refused)), icon=":material/error:")


def _delete(visit: Visit, name: str) -> None:
    tags.delete(visit.engine, visit.workspace, name, uuid4().hex)
