"""Taking digests in: what a person uploads or pastes is read, kept when it holds a paper, and reported either way.

What cannot be read changes nothing. Not here: how a digest is read (`papers`) or kept (`curation.uploads`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from components.curation import uploads
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.settings import MEGABYTE, settings
from components.ui import visit as visits
from components.ui.text import counted, plain
from components.ui.visit import Visit

_NEWS = "_intake_news"
_TURN = "_intake_turn"


@dataclass(frozen=True, slots=True)
class News:
    """What became of one file."""

    name: str
    sentence: str
    taken: bool


def drop_zone(visit: Visit) -> None:
    """A place for files and a place for pasted text; what they gave is said under them."""
    turn = int(st.session_state.get(_TURN, 0))  # a new key empties the control once its files are taken
    files = st.file_uploader(
        "Drop digests here: pages of Daily Papers saved as text",
        accept_multiple_files=True,
        max_upload_size=max(1, settings().upload_bytes // MEGABYTE),
        key=f"upload_{turn}",
    )
    given = [DigestFile(file.name, file.getvalue()) for file in files or []]
    paste = st.popover("Paste a digest", icon=":material/content_paste:", key=f"paste_{turn}", on_change="rerun")
    if paste.open:
        with paste:
            given += _pasted(turn)
    if given:
        with st.spinner(f"Reading {counted(len(given), 'file')}"):
            st.session_state[_NEWS] = take(visit, given)
        st.session_state[_TURN] = turn + 1
        st.rerun()
    for news in st.session_state.get(_NEWS, []):
        show = st.success if news.taken else st.error
        show(news.sentence, icon=":material/check:" if news.taken else ":material/error:")


def _pasted(turn: int) -> list[DigestFile]:
    with st.form(f"paste_form_{turn}", border=False):
        text = st.text_area("The text of the page", height=240, placeholder="Title, empty line, abstract …")
        name = st.text_input("Call it", placeholder="Pasted digest")
        if st.form_submit_button("Add the text"):
            return [DigestFile((name.strip() or "Pasted digest") + ".txt", text.encode("utf-8"))]
    return []


def take(visit: Visit, files: Sequence[DigestFile]) -> list[News]:
    """Read each file and keep those that hold papers."""
    return [_take_one(visit, file) for file in files]


def _take_one(visit: Visit, file: DigestFile) -> News:
    name = plain(file.name)
    report = read_digests([file]).reports[0]
    if report.error or not report.papers:
        return News(name, f"“{name}” was not added. {plain(report.error)}", taken=False)
    bundled = _bundled_as(file)
    if bundled in visit.put_away:
        uploads.restore(visit.engine, visit.workspace, bundled)
        return News(name, f"“{name}” is one of the bundled digests and is back.", taken=True)
    if bundled:
        label = plain(visit.digest_labels.get(bundled, bundled))
        return News(name, f"“{name}” is loaded already, as {label}.", taken=False)
    try:
        added = uploads.add(visit.engine, visit.workspace, file)
    except uploads.UploadError as trouble:
        return News(name, plain(str(trouble)), taken=False)
    if not added:
        return News(name, f"“{name}” is loaded already.", taken=False)
    return News(name, f"“{name}” was read as {plain(report.shape)}: {counted(report.papers, 'paper')}.", taken=True)


def _bundled_as(file: DigestFile) -> str:
    """The id of the bundled digest that has this content, whatever the file is called; "" where none has."""
    return next((digest_id for digest_id, one in visits.bundled_by_id().items() if one.content == file.content), "")
