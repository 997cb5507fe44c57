"""What a visitor says about the open paper beyond their decision: tags, a note, a rating."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from components.curation.annotations import notes, tags
from components.curation.annotations.notes import NoteError
from components.curation.annotations.tags import TagError
from components.ui.shared.paper import decide
from components.ui.shared.text import escaped, plain
from components.workspace.view import View

_NOTE = "margin:.5em 0 0;padding:6px 10px;border-left:3px solid #2F5BEA;white-space:pre-wrap;max-width:72ch"


def draw(view: View, paper_id: str) -> None:
    """What the visitor has written so far: rating, tags and note."""
    known, note, rating = _said(view, paper_id)
    if known or rating:
        parts = ["★" * rating + "☆" * (notes.BEST - rating)] if rating else []
        st.caption(" · ".join([*parts, *(f"\\#{plain(name)}" for name in known)]))
    if note:
        st.html(f'<p style="{_NOTE}">{escaped(note)}</p>')


def menu(view: View, paper_id: str, key: str) -> None:
    """A menu to say more; filled only while it is open."""
    known, note, rating = _said(view, paper_id)
    opened = st.popover("Tag", icon=":material/sell:", key=f"{key}_own", on_change="rerun", help="Tags, note, rating")
    if opened.open:
        with opened:
            _tags(view, paper_id, known, key)
            _note(view, paper_id, note, key)
            _rating(view, paper_id, rating, key)


def _said(view: View, paper_id: str) -> tuple[tuple[str, ...], str, int]:
    annotations = view.annotations
    return annotations.tags.get(paper_id, ()), annotations.notes.get(paper_id, ""), annotations.ratings.get(paper_id, 0)


def _tags(view: View, paper_id: str, known: tuple[str, ...], key: str) -> None:
    every = sorted({name for names in view.annotations.tags.values() for name in names}, key=str.casefold)
    field = f"{key}_tags_{paper_id}"
    if sorted(st.session_state.get(field) or []) != sorted(known):
        st.session_state[field] = list(known)
    st.multiselect(
        "Tags",
        every,
        key=field,
        accept_new_options=True,
        placeholder="Choose or type a tag",
        on_change=_set_tags,
        args=(view, paper_id, field),
    )


def _set_tags(view: View, paper_id: str, field: str) -> None:
    if not decide.may_change(view):
        return
    wanted, known = set(st.session_state[field] or ()), set(view.annotations.tags.get(paper_id, ()))
    try:
        for name in sorted(wanted - known):
            tags.tag(view.engine, view.workspace, [paper_id], name, uuid4().hex)
    except TagError as refused:
        st.toast(plain(str(refused)), icon=":material/error:")
    for name in sorted(known - wanted):
        tags.untag(view.engine, view.workspace, [paper_id], name, uuid4().hex, view.library.earlier)


def _note(view: View, paper_id: str, note: str, key: str) -> None:
    field = f"{key}_note_{paper_id}"
    if st.session_state.get(field) is None:
        st.session_state[field] = note
    st.text_area("Note", key=field, height=110, on_change=_set_note, args=(view, paper_id, field))


def _set_note(view: View, paper_id: str, field: str) -> None:
    if not decide.may_change(view):
        return
    try:
        text = str(st.session_state[field] or "")
        notes.write(view.engine, view.workspace, paper_id, text, uuid4().hex, view.library.earlier)
    except NoteError as refused:
        st.toast(plain(str(refused)), icon=":material/error:")


def _rating(view: View, paper_id: str, rating: int, key: str) -> None:
    field = f"{key}_rating_{paper_id}"
    if st.session_state.get(field) != (rating - 1 if rating else None):
        st.session_state[field] = rating - 1 if rating else None
    st.feedback("stars", key=field, on_change=_set_rating, args=(view, paper_id, field))


def _set_rating(view: View, paper_id: str, field: str) -> None:
    if not decide.may_change(view):
        return
    given = st.session_state[field]
    rating = 0 if given is None else given + 1
    notes.rate(view.engine, view.workspace, {paper_id: rating}, uuid4().hex, view.library.earlier)
