"""What the visitor asks for by name: authors to follow, topics and words to pin, words to mute."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from components.curation.annotations.decisions import Decision
from components.curation.ranking import named_interests as interests
from components.curation.ranking.named_interests import LONGEST, MOST, InterestError, Kind
from components.ui.shared.text import plain
from components.workspace.view import View

_LABELS = {
    Kind.AUTHOR: ("Authors I follow", "Choose or type a name"),
    Kind.TOPIC: ("Topics I pin", "Choose a topic"),
    Kind.WORD: ("Words I pin", "Type a word or phrase"),
    Kind.MUTED: ("Words I mute", "Type a word or phrase"),
}
_ABOUT = (
    "Papers that meet what you follow or pin come first wherever papers are ordered by interest, those with a muted "
    "word last. Mails and feeds leave muted ones out."
)
_MOST_AUTHORS = 200  # offered, of papers that were starred


def menu(view: View) -> None:
    """The menu; filled only while it is open."""
    opened = st.popover("Interests", icon=":material/interests:", key="interests_menu", on_change="rerun")
    if not opened.open:
        return
    with opened:
        for kind in Kind:
            _names(view, kind)
        st.caption(_ABOUT)


def _names(view: View, kind: Kind) -> None:
    """The names of one kind, to add to and to remove from; what is chosen is kept at once."""
    label, placeholder = _LABELS[kind]
    key, now = f"interests_{kind.value}", list(view.annotations.interests.of(kind))
    if sorted(st.session_state.get(key) or []) != sorted(now):
        st.session_state[key] = now
    st.multiselect(
        label,
        list(dict.fromkeys([*now, *_offered(view, kind)])),
        key=key,
        placeholder=placeholder,
        max_selections=MOST,
        accept_new_options=kind != Kind.TOPIC,
        on_change=_keep,
        args=(view, kind, key),
    )


def _offered(view: View, kind: Kind) -> list[str]:
    """Names to choose from: the topics there are, the authors of starred papers; words are typed."""
    if kind == Kind.TOPIC:
        names = sorted({*view.topic_names.values(), *view.area_names.values()}, key=str.casefold)
    elif kind == Kind.AUTHOR:
        starred = view.catalogue.loc[view.catalogue["decision"] == Decision.STARRED, "authors"]
        names = sorted({name for authors in starred for name in authors}, key=str.casefold)[:_MOST_AUTHORS]
    else:
        names = []
    return [name for name in names if len(name) <= LONGEST]


def _keep(view: View, kind: Kind, key: str) -> None:
    try:
        interests.choose(view.engine, view.workspace, kind, list(st.session_state[key] or ()), uuid4().hex)
    except InterestError as refused:
        st.toast(plain(str(refused)), icon=":material/error:")
