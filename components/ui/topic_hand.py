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

from components.curation import topic_edits
from components.curation.topic_edits import Kept
from components.finding.facets import NOT
from components.landscape.analysis import Analysis, Topic
from components.landscape.arrangement import following
from components.landscape.hand import (
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
from components.ui import address
from components.ui.text import counted, plain, short
from components.ui.visit import Visit, arranged_topics

_CHANGE = "topic_change"
LOOK = "details"  # the topic looked at, in the address
_ICONS = {
    State.KEPT: "check",
    State.ALREADY: "done_all",
    State.WAITING: "schedule",
    State.DISSOLVED: "link_off",
}


def menu(visit: Visit, analysis: Analysis, topic: Topic) -> None:
    """All that can be done to one topic, drawn only while it is open."""
    pop = st.popover("Change", icon=":material/edit:", key=_CHANGE, on_change="rerun")
    if not pop.open:
        return
    slug = topic.slug
    others = {each.slug: each.name for each in analysis.topics if each.slug != slug}
    with pop:
        _field("New name", "Rename", f"name_{slug}", _rename, (visit, slug), topic.name)
        if others:
            with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
                st.selectbox("Merge with", list(others), format_func=lambda each: others[each], key="merge_to")
                st.button("Merge", on_click=_merge, args=(visit, slug, "merge_to"))
        _field("Never name topics by", "Forbid", f"word_{slug}", _forbid, (visit,), "")
        with st.container(horizontal=True, gap="xsmall"):
            st.button("Split in two", icon=":material/call_split:", on_click=_split, args=(visit, slug))
            pinned = visit.arrangement is not None and slug in visit.arrangement.pinned
            if not pinned:
                st.button(
                    "Pin",
                    icon=":material/keep:",
                    help="Keep these papers together whatever the slider says",
                    on_click=_pin,
                    args=(visit, slug),
                )
        if not visit.topic_edits and st.button("Bring changes from a file", type="tertiary", icon=":material/upload:"):
            _log(visit)


def move_menu(visit: Visit, paper_id: str, key: str) -> None:
    """Where else a paper could belong, drawn only while it is open."""
    if visit.analysis is None or visit.analysis.hierarchy is None or len(visit.topics) < 2:
        return
    pop = st.popover("Move", icon=":material/drive_file_move:", type="tertiary", key=f"{key}_move", on_change="rerun")
    if pop.open:
        here = visit.by_id.at[paper_id, "topic"]
        others = {slug: topic.name for slug, topic in visit.topics.items() if slug != here}
        with pop:
            st.selectbox("Move to the topic", list(others), format_func=lambda each: others[each], key=f"{key}_to")
            st.button("Move", key=f"{key}_move_it", on_click=_move, args=(visit, paper_id, f"{key}_to"))


def changes(visit: Visit) -> None:
    """What was done to the topics and what became of it; undo; the file to take along or bring."""
    edits = visit.topic_edits
    if not edits:
        return
    st.button(
        "Undo",
        icon=":material/undo:",
        type="tertiary",
        key="topic_undo",
        help=plain(edits[-1].says),
        on_click=take_back,
        args=(visit, edits[-1:]),
    )
    # A button, since a closed menu is sent again with every rerun and a button is not.
    if st.button(f"{counted(len(edits), 'change')} of yours", type="tertiary"):
        _log(visit)


@st.dialog("Your changes", width="medium")
def _log(visit: Visit) -> None:
    """The log of what became of each edit, newest first; a dialog runs by itself, so an act draws the page anew."""
    edits = visit.topic_edits
    for outcome in reversed(visit.arrangement.log if visit.arrangement else ()):
        edit = outcome.edit
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(
                f":material/{_ICONS[outcome.state]}: {plain(short(edit.says, 90))}: {outcome.state.value}. "
                f"{plain(outcome.sentence)}",
                width="stretch",
            )
            if st.button("Take back", type="tertiary", icon=":material/close:", key=f"back_{edit.edit_id}"):
                take_back(visit, (edit,))
                st.rerun()
    if not edits:
        st.caption(
            "Rename, merge, split or pin a topic, or move a paper: it is kept, and applied again to new digests."
        )
    if edits:
        st.download_button("Export", to_file(edits), "topics.jsonl", "application/jsonl", icon=":material/download:")
    given = st.file_uploader("Bring changes from a file", type=["jsonl"], key="topic_file")
    if given is not None and st.button("Bring them in") and _bring(visit, given.getvalue()):
        st.rerun()


def choose_level(visit: Visit, count: int, usual: int) -> None:
    """Cut the papers into so many topics; chosen topics follow their papers."""
    _follow(visit, visit.topic_edits, None if count == usual else count)


def take_back(visit: Visit, edits: Sequence[Edit]) -> None:
    """Take edits away; what they named follows its papers."""
    gone = {edit.edit_id for edit in edits}
    says = f"Took back: {edits[0].says}" if len(edits) == 1 else f"Took back {len(edits)} changes of topics"
    topic_edits.take_back(visit.engine, visit.workspace, [_kept(edit) for edit in edits], says, uuid4().hex)
    _follow(visit, [edit for edit in visit.topic_edits if edit.edit_id not in gone], address.level())


def _field(label: str, verb: str, key: str, act: object, args: tuple[object, ...], value: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        st.text_input(label, value, max_chars=LONGEST, key=key)
        st.button(verb, on_click=act, args=(*args, key))  # type: ignore[arg-type]


def _rename(visit: Visit, slug: str, key: str) -> None:
    name = " ".join(str(st.session_state.get(key) or "").split())
    if name and name != visit.topics[slug].name:
        _do(visit, Act.RENAME, [slug], words=name)


def _forbid(visit: Visit, key: str) -> None:
    word = " ".join(str(st.session_state.get(key) or "").split())
    if word:
        _do(visit, Act.FORBID, [], words=word)


def _merge(visit: Visit, slug: str, key: str) -> None:
    _do(visit, Act.MERGE, [slug, str(st.session_state.get(key) or "")])


def _pin(visit: Visit, slug: str) -> None:
    _do(visit, Act.PIN, [slug], words=visit.topics[slug].name)


def _split(visit: Visit, slug: str) -> None:
    analysis = visit.analysis
    if analysis is None or analysis.hierarchy is None:
        return
    found = halves(analysis.hierarchy, np.flatnonzero(analysis.topic == list(visit.topics).index(slug)))
    if found is None:
        st.toast("Too few papers to make two topics of.", icon=":material/info:")
        return
    groups = tuple(tuple(analysis.paper_ids[row] for row in half) for half in found)
    _keep(visit, Edit(_now(), Act.SPLIT, groups, was=(visit.topics[slug].name,)))


def _move(visit: Visit, paper_id: str, key: str) -> None:
    _do(visit, Act.MOVE, [str(st.session_state.get(key) or "")], paper=paper_id)


def _do(visit: Visit, act: Act, slugs: Sequence[str], words: str = "", paper: str = "") -> None:
    """One act on topics, tied to the papers that they have now."""
    known = [slug for slug in slugs if slug in visit.topics]
    if visit.analysis is None or len(known) < len(slugs):
        return
    numbers = [list(visit.topics).index(slug) for slug in slugs]
    ids = np.array(visit.analysis.paper_ids, dtype=object)
    groups = tuple(tuple(ids[visit.analysis.topic == number].tolist()) for number in numbers)
    names = tuple(visit.topics[slug].name for slug in slugs)
    _keep(visit, Edit(_now(), act, groups, words[:LONGEST], paper, names))


def _keep(visit: Visit, edit: Edit) -> None:
    if len(visit.topic_edits) >= MOST_EDITS:
        st.toast(
            f"There are {MOST_EDITS} changes, as many as there may be. Take some back first.", icon=":material/info:"
        )
        return
    topic_edits.keep(visit.engine, visit.workspace, [_kept(edit)], edit.says, uuid4().hex)
    st.session_state[_CHANGE] = False  # the menu closes over what it changed
    _follow(visit, [*visit.topic_edits, edit], address.level())


def _bring(visit: Visit, content: bytes) -> bool:
    """Add the edits of a file to her own, those she has already change nothing; False for no such file."""
    try:
        found = from_file(content)
    except UnreadableEditsError as trouble:
        st.error(plain(str(trouble)), icon=":material/error:")
        return False
    both = {edit.edit_id: edit for edit in (*visit.topic_edits, *found)}
    if len(both) > MOST_EDITS:
        st.error(f"With this file there would be {len(both)} changes; there may be {MOST_EDITS}. Take some back first.")
        return False
    says = f"Brought {counted(len(found), 'change')} of topics from a file"
    new = topic_edits.keep(visit.engine, visit.workspace, [_kept(edit) for edit in found], says, uuid4().hex)
    _follow(visit, [both[name] for name in sorted(both)], address.level())
    st.toast(f"{counted(new, 'change')} brought in.", icon=":material/check:")
    return True


def _kept(edit: Edit) -> Kept:
    return Kept(edit.edit_id, edit.paper or (edit.groups[0][0] if edit.groups else ""), edit.as_json())


def _now() -> str:
    return f"{time.time_ns():016x}"


def _follow(visit: Visit, edits: Sequence[Edit], level: int | None) -> None:
    """Write the level into the address, and the topics that it names under what they are called now."""
    address.keep_setting(address.LEVEL, str(level or ""), "")
    if visit.analysis is None or visit.map is None:
        return
    after = arranged_topics(visit.map.analysis, visit.library, level, tuple(edits)).analysis
    looked = following(visit.analysis, after, address.setting(LOOK, ""))
    address.keep_setting(LOOK, looked, "")
    now = address.filters()
    chosen = []
    for value in now.topics:
        slug = following(visit.analysis, after, value.removeprefix(NOT))
        if slug:
            chosen.append(NOT + slug if value.startswith(NOT) else slug)
    # An area keeps its papers only roughly: it is let go rather than shown as another.
    areas = {area.slug for area in after.areas}
    kept = [value for value in now.areas if value.removeprefix(NOT) in areas]
    address.show(now.choosing("topics", chosen).choosing("areas", kept))
