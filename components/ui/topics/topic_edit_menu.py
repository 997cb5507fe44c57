"""A person's hand on the topics: rename, merge, split, pin, forbid a word, move a paper, take back, keep as a file.

Every act is one step in the log; filters and the topic looked at follow their papers to wherever these are now. Not
here: what an edit does (`landscape.hand`) and how it is kept (`curation.topic_edits`).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from uuid import uuid4

import numpy as np
import streamlit as st

from components.curation.annotations import topic_edits
from components.curation.annotations.topic_edits import Kept
from components.finding.facets import NOT
from components.landscape.result import Analysis, Topic
from components.landscape.topics.arrangement import following
from components.landscape.topics.topic_edits import (
    LONGEST,
    MOST_EDITS,
    Act,
    Edit,
    State,
    UnreadableEditsError,
    from_file,
    halves,
    to_file,
)
from components.text import counted, short
from components.ui.shared import url_state
from components.ui.shared.text import plain
from components.workspace import assembly
from components.workspace.view import View

_CHANGE = "topic_change"
LOOK = "details"  # the topic looked at, in the address
_ICONS = {
    State.KEPT: "check",
    State.ALREADY: "done_all",
    State.WAITING: "schedule",
    State.DISSOLVED: "link_off",
}


def menu(view: View, analysis: Analysis, topic: Topic) -> None:
    """All that can be done to one topic, drawn only while it is open."""
    pop = st.popover("Change", icon=":material/edit:", key=_CHANGE, on_change="rerun")
    if not pop.open:
        return
    slug = topic.slug
    others = {each.slug: each.name for each in analysis.topics if each.slug != slug}
    with pop:
        _field("New name", "Rename", f"name_{slug}", _rename, (view, slug), topic.name)
        if others:
            with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
                st.selectbox("Merge with", list(others), format_func=lambda each: others[each], key="merge_to")
                st.button("Merge", on_click=_merge, args=(view, slug, "merge_to"))
        _field("Never name topics by", "Forbid", f"word_{slug}", _forbid, (view,), "")
        with st.container(horizontal=True, gap="xsmall"):
            st.button("Split in two", icon=":material/call_split:", on_click=_split, args=(view, slug))
            pinned = view.arrangement is not None and slug in view.arrangement.pinned
            if not pinned:
                st.button(
                    "Pin",
                    icon=":material/keep:",
                    help="Keep these papers together whatever the slider says",
                    on_click=_pin,
                    args=(view, slug),
                )
        if not view.topic_edits and st.button("Bring changes from a file", type="tertiary", icon=":material/upload:"):
            _log(view)


def move_menu(view: View, paper_id: str, key: str) -> None:
    """Where else a paper could belong, drawn only while it is open."""
    if view.analysis is None or view.analysis.hierarchy is None or len(view.topics) < 2:
        return
    pop = st.popover("Move", icon=":material/drive_file_move:", type="tertiary", key=f"{key}_move", on_change="rerun")
    if pop.open:
        here = view.by_id.at[paper_id, "topic"]
        others = {slug: topic.name for slug, topic in view.topics.items() if slug != here}
        with pop:
            st.selectbox("Move to the topic", list(others), format_func=lambda each: others[each], key=f"{key}_to")
            st.button("Move", key=f"{key}_move_it", on_click=_move, args=(view, paper_id, f"{key}_to"))


def changes(view: View) -> None:
    """What was done to the topics and what became of it; undo; the file to take along or bring."""
    edits = view.topic_edits
    if not edits:
        return
    st.button(
        "Undo",
        icon=":material/undo:",
        type="tertiary",
        key="topic_undo",
        help=plain(edits[-1].says),
        on_click=take_back,
        args=(view, edits[-1:]),
    )
    # A button, since a closed menu is sent again with every rerun and a button is not.
    if st.button(f"{counted(len(edits), 'change')} of yours", type="tertiary"):
        _log(view)


@st.dialog("Your changes", width="medium")
def _log(view: View) -> None:
    """The log of what became of each edit, newest first; a dialog runs by itself, so an act draws the page anew."""
    edits = view.topic_edits
    for outcome in reversed(view.arrangement.log if view.arrangement else ()):
        edit = outcome.edit
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(
                f":material/{_ICONS[outcome.state]}: {plain(short(edit.says, 90))}: {outcome.state.value}. "
                f"{plain(outcome.sentence)}",
                width="stretch",
            )
            if st.button("Take back", type="tertiary", icon=":material/close:", key=f"back_{edit.edit_id}"):
                take_back(view, (edit,))
                st.rerun()
    if not edits:
        st.caption(
            "Rename, merge, split or pin a topic, or move a paper: it is kept, and applied again to new digests."
        )
    if edits:
        st.download_button("Export", to_file(edits), "topics.jsonl", "application/jsonl", icon=":material/download:")
    given = st.file_uploader("Bring changes from a file", type=["jsonl"], key="topic_file")
    if given is not None and st.button("Bring them in") and _bring(view, given.getvalue()):
        st.rerun()


def choose_level(view: View, count: int, usual: int) -> None:
    """Cut the papers into so many topics; chosen topics follow their papers."""
    _follow(view, view.topic_edits, None if count == usual else count)


def take_back(view: View, edits: Sequence[Edit]) -> None:
    """Take edits away; what they named follows its papers."""
    gone = {edit.edit_id for edit in edits}
    says = f"Took back: {edits[0].says}" if len(edits) == 1 else f"Took back {len(edits)} changes of topics"
    topic_edits.take_back(view.engine, view.workspace, [_kept(edit) for edit in edits], says, uuid4().hex)
    _follow(view, [edit for edit in view.topic_edits if edit.edit_id not in gone], url_state.level())


def _field(label: str, verb: str, key: str, act: object, args: tuple[object, ...], value: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.text_input(label, value, max_chars=LONGEST, key=key)
        st.button(verb, on_click=act, args=(*args, key))  # type: ignore[arg-type]


def _rename(view: View, slug: str, key: str) -> None:
    name = " ".join(str(st.session_state.get(key) or "").split())
    if name and name != view.topics[slug].name:
        _do(view, Act.RENAME, [slug], words=name)


def _forbid(view: View, key: str) -> None:
    word = " ".join(str(st.session_state.get(key) or "").split())
    if word:
        _do(view, Act.FORBID, [], words=word)


def _merge(view: View, slug: str, key: str) -> None:
    _do(view, Act.MERGE, [slug, str(st.session_state.get(key) or "")])


def _pin(view: View, slug: str) -> None:
    _do(view, Act.PIN, [slug], words=view.topics[slug].name)


def _split(view: View, slug: str) -> None:
    analysis = view.analysis
    if analysis is None or analysis.hierarchy is None:
        return
    found = halves(analysis.hierarchy, np.flatnonzero(analysis.topic == list(view.topics).index(slug)))
    if found is None:
        st.toast("Too few papers to make two topics of.", icon=":material/info:")
        return
    groups = tuple(tuple(analysis.paper_ids[row] for row in half) for half in found)
    _keep(view, Edit(_now(), Act.SPLIT, groups, was=(view.topics[slug].name,)))


def _move(view: View, paper_id: str, key: str) -> None:
    _do(view, Act.MOVE, [str(st.session_state.get(key) or "")], paper=paper_id)


def _do(view: View, act: Act, slugs: Sequence[str], words: str = "", paper: str = "") -> None:
    """One act on topics, tied to the papers that they have now."""
    known = [slug for slug in slugs if slug in view.topics]
    if view.analysis is None or len(known) < len(slugs):
        return
    numbers = [list(view.topics).index(slug) for slug in slugs]
    ids = np.array(view.analysis.paper_ids, dtype=object)
    groups = tuple(tuple(ids[view.analysis.topic == number].tolist()) for number in numbers)
    names = tuple(view.topics[slug].name for slug in slugs)
    _keep(view, Edit(_now(), act, groups, words[:LONGEST], paper, names))


def _keep(view: View, edit: Edit) -> None:
    if len(view.topic_edits) >= MOST_EDITS:
        st.toast(
            f"There are {MOST_EDITS} changes, as many as there may be. Take some back first.", icon=":material/info:"
        )
        return
    topic_edits.keep(view.engine, view.workspace, [_kept(edit)], edit.says, uuid4().hex)
    st.session_state[_CHANGE] = False  # the menu closes over what it changed
    _follow(view, [*view.topic_edits, edit], url_state.level())


def _bring(view: View, content: bytes) -> bool:
    """Add the edits of a file to her own, those she has already change nothing; False for no such file."""
    try:
        found = from_file(content)
    except UnreadableEditsError as trouble:
        st.error(plain(str(trouble)), icon=":material/error:")
        return False
    both = {edit.edit_id: edit for edit in (*view.topic_edits, *found)}
    if len(both) > MOST_EDITS:
        st.error(f"With this file there would be {len(both)} changes; there may be {MOST_EDITS}. Take some back first.")
        return False
    says = f"Brought {counted(len(found), 'change')} of topics from a file"
    new = topic_edits.keep(view.engine, view.workspace, [_kept(edit) for edit in found], says, uuid4().hex)
    _follow(view, [both[name] for name in sorted(both)], url_state.level())
    st.toast(f"{counted(new, 'change')} brought in.", icon=":material/check:")
    return True


def _kept(edit: Edit) -> Kept:
    return Kept(edit.edit_id, edit.paper or (edit.groups[0][0] if edit.groups else ""), edit.as_json())


def _now() -> str:
    return f"{time.time_ns():016x}"


def _follow(view: View, edits: Sequence[Edit], level: int | None) -> None:
    """Write the level into the address, and the topics that it names under what they are called now."""
    url_state.keep_setting(url_state.LEVEL, str(level or ""), "")
    if view.analysis is None or view.map is None:
        return
    after = assembly.arrangement(view.map.analysis, view.library, level, tuple(edits)).analysis
    looked = following(view.analysis, after, url_state.setting(LOOK, ""))
    url_state.keep_setting(LOOK, looked, "")
    now = url_state.filters()
    chosen = []
    for value in now.topics:
        slug = following(view.analysis, after, value.removeprefix(NOT))
        if slug:
            chosen.append(NOT + slug if value.startswith(NOT) else slug)
    # An area keeps its papers only roughly: it is let go rather than shown as another.
    areas = {area.slug for area in after.areas}
    kept = [value for value in now.areas if value.removeprefix(NOT) in areas]
    url_state.show(now.choosing("topics", chosen).choosing("areas", kept))
