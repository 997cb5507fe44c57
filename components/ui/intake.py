"""Taking digests in: what a person gives is read first, kept when it holds a paper, and reported either way.

Files, folders, archives, pasted text and the Daily Papers API all end here as files. What cannot be read changes
nothing. Not here: how a digest is read (`papers`), fetched (`fetch_desk`) or kept (`curation.uploads`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from components.curation import uploads
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.papers.reading import archives
from components.settings import MEGABYTE, settings
from components.ui import map_tidying
from components.ui.text import counted, plain
from components.ui.visit import Visit

_NEWS = "_intake_news"
_TURN = "_intake_turn"
_TAKES = (
    "pages of Daily Papers saved or copied in any way, API files, feeds, mails, newsletters, tables, "
    ".bib, .ris, .yaml, and .zip of any of these"
)


@dataclass(frozen=True, slots=True)
class News:
    """What became of one file."""

    sentence: str
    taken: bool


def files() -> list[DigestFile]:
    """The place to drop files; what was dropped since the last run."""
    dropped = st.file_uploader(
        f"Drop digests here: {_TAKES}",
        accept_multiple_files=True,
        max_upload_size=_largest(),
        key=f"upload_{_turn()}",
    )
    if settings().demo:
        days = counted(settings().workspace_days, "day")
        st.caption(f"A public demo: you alone see what you add, and it is deleted {days} after your last change.")
    return [DigestFile(file.name, file.getvalue()) for file in dropped or []]


def from_folder() -> list[DigestFile]:
    """A menu to choose a folder in; the files in it."""
    key = f"in_{_turn()}"
    menu = st.popover("A whole folder", icon=":material/folder_open:", key=key, on_change="rerun")
    if not menu.open:
        return []
    chosen = menu.file_uploader(
        "Every file in it that holds a digest is read",
        accept_multiple_files="directory",
        max_upload_size=_largest(),
        key=f"directory_{_turn()}",
    )
    return [DigestFile(file.name, file.getvalue()) for file in chosen or []]


def pasted() -> list[DigestFile]:
    """A menu to paste text in; the text as a file."""
    key = f"by_{_turn()}"
    menu = st.popover("Paste text", icon=":material/content_paste:", key=key, on_change="rerun")
    if not menu.open:
        return []
    with menu, st.form(f"paste_form_{_turn()}", border=False):
        text = st.text_area("The text of the page", height=240, placeholder="Title, empty line, abstract …")
        name = st.text_input("Call it", placeholder="Pasted digest")
        if st.form_submit_button("Add the text"):
            return [DigestFile((name.strip() or "Pasted digest") + ".txt", text.encode("utf-8"))]
    return []


def take_in(visit: Visit, given: Sequence[DigestFile]) -> None:
    """Take what was given, if anything was, and draw the page anew with it."""
    if given:
        with st.spinner(f"Reading {counted(len(given), 'file')}"):
            st.session_state[_NEWS] = take(visit, given)
        st.session_state[_TURN] = _turn() + 1  # new keys empty the controls
        st.rerun()


def show_news() -> None:
    """Say what became of the last files: what was taken in one box, what was not in another."""
    news: list[News] = st.session_state.get(_NEWS, [])
    for taken, box, icon in ((False, st.error, ":material/error:"), (True, st.success, ":material/check:")):
        sentences = [each.sentence for each in news if each.taken == taken]
        if sentences:
            box("\n\n".join(sentences), icon=icon)


def take(visit: Visit, files: Sequence[DigestFile]) -> list[News]:
    """Read each file, those in archives too, and keep the ones that hold papers."""
    map_tidying.keep_place(visit)
    plain_files: list[DigestFile] = []
    news: list[News] = []
    for file in files:
        try:
            plain_files += archives.expand(file)
        except archives.UnreadableArchive as trouble:
            news.append(News(f"“{plain(file.name)}” was not added. {plain(str(trouble))}", taken=False))
    return news + [_take_one(visit, file) for file in archives.gathered(plain_files)]


def _turn() -> int:
    return int(st.session_state.get(_TURN, 0))


def _largest() -> int:
    """Megabytes one file may have."""
    return max(1, settings().upload_bytes // MEGABYTE)


def _take_one(visit: Visit, file: DigestFile) -> News:
    name = plain(file.name)
    report = read_digests([file]).reports[0]
    if report.error or not report.papers:
        return News(f"“{name}” was not added. {plain(report.error)}", taken=False)
    loaded = _same_content(report.digest_id, visit.digest_labels)
    if loaded:
        return News(f"“{name}” is loaded already, as {plain(visit.digest_labels[loaded])}.", taken=False)
    put_away = _same_content(report.digest_id, visit.put_away)
    if put_away:
        uploads.restore(visit.engine, visit.workspace, put_away)
        return News(f"“{name}” is one of the bundled digests and is back.", taken=True)
    try:
        added = uploads.add(visit.engine, visit.workspace, file)
    except uploads.UploadError as trouble:
        return News(plain(str(trouble)), taken=False)
    if not added:
        return News(f"“{name}” is loaded already.", taken=False)
    more = f", {report.refused} refused" if report.refused else ""
    more += f", {counted(report.unknown, 'part')} not understood" if report.unknown else ""
    return News(f"“{name}” was read as {plain(report.shape)}: {counted(report.papers, 'paper')}{more}.", taken=True)


def _same_content(digest_id: str, others: Iterable[str]) -> str:
    """The digest among others that was read from the same bytes: an id ends with a mark of the content."""
    mark = digest_id.rpartition("-")[2]
    return next((other for other in others if other.rpartition("-")[2] == mark), "")
