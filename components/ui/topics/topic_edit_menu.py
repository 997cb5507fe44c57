"""Changing topics on the Topics page: rename, merge, split, pin, exclude a word; the list of changes, undo, export."""

from __future__ import annotations

import streamlit as st

from components.landscape.result import Analysis, Topic
from components.landscape.topics.topic_editing import EditState
from components.landscape.topics.topic_edits import LONGEST, EditAction, edits_to_file
from components.text import counted, short
from components.ui.shared import topic_actions
from components.ui.shared.text import plain
from components.workspace.view import View

_MENU = "topic_change"
_ICONS = {
    EditState.KEPT: "check",
    EditState.ALREADY: "done_all",
    EditState.WAITING: "schedule",
    EditState.DISSOLVED: "link_off",
}


def menu(view: View, analysis: Analysis, topic: Topic) -> None:
    """Every change that can be made to one topic, drawn only while the menu is open."""
    opened = st.popover("Change", icon=":material/edit:", key=_MENU, on_change="rerun")
    if not opened.open:
        return
    slug = topic.slug
    others = {each.slug: each.name for each in analysis.topics if each.slug != slug}
    with opened:
        _field("New name", "Rename", f"name_{slug}", _rename, (view, slug), topic.name)
        if others:
            with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
                st.selectbox("Merge with", list(others), format_func=lambda each: others[each], key="merge_to")
                st.button("Merge", on_click=_merge, args=(view, slug, "merge_to"))
        _field("Word to keep out of all topic names", "Exclude", f"word_{slug}", _exclude_word, (view,), "")
        with st.container(horizontal=True, gap="xsmall"):
            st.button("Split in two", icon=":material/call_split:", on_click=_split, args=(view, slug))
            pinned = view.topic_selection is not None and slug in view.topic_selection.pinned
            if not pinned:
                st.button(
                    "Pin",
                    icon=":material/keep:",
                    help="Keep these papers together, however many topics the slider asks for",
                    on_click=_pin,
                    args=(view, slug),
                )
        if not view.topic_edits and st.button("Import changes", type="tertiary", icon=":material/upload:"):
            _changes_dialog(view)


def changes(view: View) -> None:
    """Buttons that undo the last change and that open the list of all changes; nothing before the first change."""
    edits = view.topic_edits
    if not edits:
        return
    st.button(
        "Undo",
        icon=":material/undo:",
        type="tertiary",
        key="topic_undo",
        help=plain(edits[-1].sentence),
        on_click=topic_actions.undo_edits,
        args=(view, edits[-1:]),
    )
    # A button, since a closed menu is sent again with every rerun and a button is not.
    if st.button(f"{counted(len(edits), 'change')} of yours", type="tertiary"):
        _changes_dialog(view)


@st.dialog("Your changes", width="medium")
def _changes_dialog(view: View) -> None:
    """Each edit with its effect, newest first. A dialog reruns alone, so an undo here has to redraw the page."""
    edits = view.topic_edits
    for outcome in reversed(view.topic_selection.outcomes if view.topic_selection else ()):
        edit = outcome.edit
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(
                f":material/{_ICONS[outcome.state]}: {plain(short(edit.sentence, 90))}: {outcome.state.value}. "
                f"{plain(outcome.sentence)}",
                width="stretch",
            )
            if st.button("Undo", type="tertiary", icon=":material/close:", key=f"back_{edit.edit_id}"):
                topic_actions.undo_edits(view, (edit,))
                st.rerun()
    if not edits:
        st.caption(
            "Rename, merge, split or pin a topic, or move a paper: the change is kept and applies to new digests too."
        )
    if edits:
        st.download_button(
            "Export", edits_to_file(edits), "topics.jsonl", "application/jsonl", icon=":material/download:"
        )
    given = st.file_uploader("Import changes from an exported file", type=["jsonl"], key="topic_file")
    if given is not None and st.button("Import") and topic_actions.import_edits(view, given.getvalue()):
        st.rerun()


def _field(label: str, verb: str, key: str, on_click: object, args: tuple[object, ...], value: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.text_input(label, value, max_chars=LONGEST, key=key)
        st.button(verb, on_click=on_click, args=(*args, key))  # type: ignore[arg-type]


def _rename(view: View, slug: str, key: str) -> None:
    name = _typed(key)
    if name and name != view.topics[slug].name:
        _close_after(topic_actions.edit_topics(view, EditAction.RENAME, [slug], text=name))


def _exclude_word(view: View, key: str) -> None:
    if word := _typed(key):
        _close_after(topic_actions.edit_topics(view, EditAction.FORBID, [], text=word))


def _merge(view: View, slug: str, key: str) -> None:
    _close_after(topic_actions.edit_topics(view, EditAction.MERGE, [slug, str(st.session_state.get(key) or "")]))


def _pin(view: View, slug: str) -> None:
    _close_after(topic_actions.edit_topics(view, EditAction.PIN, [slug], text=view.topics[slug].name))


def _split(view: View, slug: str) -> None:
    _close_after(topic_actions.split_topic(view, slug))


def _typed(key: str) -> str:
    """What was typed into a field, with single spaces."""
    return " ".join(str(st.session_state.get(key) or "").split())


def _close_after(changed: bool) -> None:
    """Close the menu, which lies over what was changed."""
    if changed:
        st.session_state[_MENU] = False
