"""What a visitor does to topics, kept as edits that can be undone and that apply again to new digests.

After every edit the address follows: topics that filters name, and the topic that is open, are replaced by the topics
that hold most of their papers now.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from uuid import uuid4

import numpy as np
import streamlit as st

from components.curation.annotations import topic_edits
from components.curation.annotations.topic_edits import StoredEdit
from components.finding.facets import NOT
from components.landscape.topics.topic_editing import split_in_two
from components.landscape.topics.topic_edits import (
    LONGEST,
    MOST_EDITS,
    EditAction,
    TopicEdit,
    UnreadableEditsError,
    edits_from_file,
)
from components.landscape.topics.topic_selection import topic_after
from components.text import counted
from components.ui.shared import url_state
from components.ui.shared.text import plain
from components.workspace import assembly
from components.workspace.view import View

DETAILS = "details"  # URL parameter: the slug of the topic whose details are shown


def edit_topics(view: View, action: EditAction, slugs: Sequence[str], text: str = "", paper: str = "") -> bool:
    """Apply one edit to topics, stored with the papers that they have now; False where it was not possible."""
    known = [slug for slug in slugs if slug in view.topics]
    if view.analysis is None or len(known) < len(slugs):
        return False
    numbers = [list(view.topics).index(slug) for slug in slugs]
    ids = np.array(view.analysis.paper_ids, dtype=object)
    groups = tuple(tuple(ids[view.analysis.topic == number].tolist()) for number in numbers)
    names = tuple(view.topics[slug].name for slug in slugs)
    return _add(view, TopicEdit(_edit_id(), action, groups, text[:LONGEST], paper, names))


def split_topic(view: View, slug: str) -> bool:
    """Split a topic in two where its papers differ most; False where it is too small."""
    analysis = view.analysis
    if analysis is None or analysis.hierarchy is None:
        return False
    found = split_in_two(analysis.hierarchy, np.flatnonzero(analysis.topic == list(view.topics).index(slug)))
    if found is None:
        st.toast("Too few papers to make two topics of.", icon=":material/info:")
        return False
    groups = tuple(tuple(analysis.paper_ids[row] for row in half) for half in found)
    return _add(view, TopicEdit(_edit_id(), EditAction.SPLIT, groups, names=(view.topics[slug].name,)))


def undo_edits(view: View, edits: Sequence[TopicEdit]) -> None:
    """Remove edits, as one step of the history."""
    removed = {edit.edit_id for edit in edits}
    sentence = f"Undid: {edits[0].sentence}" if len(edits) == 1 else f"Undid {len(edits)} changes of topics"
    topic_edits.remove(view.engine, view.workspace, [_stored(edit) for edit in edits], sentence, uuid4().hex)
    _update_address(view, [edit for edit in view.topic_edits if edit.edit_id not in removed], url_state.level())


def import_edits(view: View, content: bytes) -> bool:
    """Add the edits of an exported file; those that are there already change nothing. False where it was refused."""
    try:
        found = edits_from_file(content)
    except UnreadableEditsError as trouble:
        st.error(plain(str(trouble)), icon=":material/error:")
        return False
    both = {edit.edit_id: edit for edit in (*view.topic_edits, *found)}
    if len(both) > MOST_EDITS:
        st.error(f"With this file there would be {len(both)} changes; {MOST_EDITS} is the limit. Undo some first.")
        return False
    sentence = f"Imported {counted(len(found), 'change')} of topics from a file"
    new = topic_edits.append(view.engine, view.workspace, [_stored(edit) for edit in found], sentence, uuid4().hex)
    _update_address(view, [both[name] for name in sorted(both)], url_state.level())
    st.toast(f"Imported {counted(new, 'change')}.", icon=":material/check:")
    return True


def choose_level(view: View, count: int, usual: int) -> None:
    """Show the papers in `count` topics."""
    _update_address(view, view.topic_edits, None if count == usual else count)


def _add(view: View, edit: TopicEdit) -> bool:
    if len(view.topic_edits) >= MOST_EDITS:
        st.toast(f"There are {MOST_EDITS} changes, which is the limit. Undo some first.", icon=":material/info:")
        return False
    topic_edits.append(view.engine, view.workspace, [_stored(edit)], edit.sentence, uuid4().hex)
    _update_address(view, [*view.topic_edits, edit], url_state.level())
    return True


def _stored(edit: TopicEdit) -> StoredEdit:
    return StoredEdit(edit.edit_id, edit.paper or (edit.groups[0][0] if edit.groups else ""), edit.as_json())


def _edit_id() -> str:
    return f"{time.time_ns():016x}"


def _update_address(view: View, edits: Sequence[TopicEdit], level: int | None) -> None:
    """Write the level into the address, and replace the topics it names by what holds their papers after the edits."""
    url_state.set_setting(url_state.LEVEL, str(level or ""), "")
    if view.analysis is None or view.map is None:
        return
    after = assembly.topic_selection(view.map.analysis, view.library, level, tuple(edits)).analysis
    url_state.set_setting(DETAILS, topic_after(view.analysis, after, url_state.setting(DETAILS, "")), "")
    now = url_state.filters()
    chosen = []
    for value in now.topics:
        slug = topic_after(view.analysis, after, value.removeprefix(NOT))
        if slug:
            chosen.append(NOT + slug if value.startswith(NOT) else slug)
    # An area keeps its papers only roughly, so its filter is removed rather than moved to another area.
    areas = {area.slug for area in after.areas}
    kept = [value for value in now.areas if value.removeprefix(NOT) in areas]
    url_state.show(now.choosing("topics", chosen).choosing("areas", kept))
