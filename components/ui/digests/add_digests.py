"""Where a visitor gives digests: by dropping files, choosing a folder or pasting text; and what became of them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.papers.paper import DigestFile
from components.settings import MEGABYTE, settings
from components.text import counted
from components.ui.digests import digest_rows
from components.ui.shared.frame import streamlit_sessions
from components.ui.shared.text import plain
from components.workspace import intake
from components.workspace.jobs import registry
from components.workspace.jobs.intake import IntakeResult
from components.workspace.view import View

_RESULTS = "_intake_news"
_TURN = "_intake_turn"
_AT_ONCE = 2.0  # seconds that the page waits for the answer before it shows progress
_SHOWN = 50  # sentences
_MOST_UNDOS = 5  # files that are offered to be taken out again at once
_TITLE = 90  # characters of a title
_TAKES = (
    "Daily Papers pages (saved or copied), API files, feeds, mails, newsletters, tables, "
    ".bib, .ris, .yaml, or a .zip of these"
)


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
    menu = st.popover("Choose a folder", icon=":material/folder_open:", key=key, on_change="rerun")
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
        name = st.text_input("Name", placeholder="Pasted digest")
        if st.form_submit_button("Add the text"):
            return [DigestFile((name.strip() or "Pasted digest") + ".txt", text.encode("utf-8"))]
    return []


def add(view: View, given: Sequence[DigestFile]) -> None:
    """Begin to take what was given, if anything was, and draw the page anew: with it, where that is quick."""
    if given:
        with st.spinner(f"Reading {counted(len(given), 'file')}"):
            intake.start(view, given).wait(_AT_ONCE)
        streamlit_sessions.forget_uploads()
        st.session_state[_TURN] = _turn() + 1  # new keys empty the controls
        st.session_state[_RESULTS] = []
        st.rerun()


def progress(view: View) -> None:
    """How far the reading is, with a stop; or what became of the last files."""
    if view.read_only:
        return  # who looks at somebody's workspace neither stops nor takes what is theirs
    job = registry.intake(view.workspace)
    if job.running:
        _progress(view)
    results = job.take()
    if results:
        st.session_state[_RESULTS] = results
    _show_results(view)


@st.fragment(run_every="1s")
def _progress(view: View) -> None:
    job = registry.intake(view.workspace)
    if not job.running:
        st.rerun()
    now = job.progress
    with st.container(horizontal=True, vertical_alignment="center"):
        of = f" ({now.done + 1:,} of {now.of:,})" if now.done < now.of else ""
        st.progress(now.done / now.of if now.of else 0.0, text=plain(f"{now.doing}{of}"))
        st.button("Stop", icon=":material/stop:", on_click=job.stop, key="intake_stop", disabled=job.stopping())


def _show_results(view: View) -> None:
    """Say what became of the last files: what was added in one box, what was not in another."""
    results: list[IntakeResult] = st.session_state.get(_RESULTS, [])
    for added, box, icon in ((False, st.error, ":material/error:"), (True, st.success, ":material/check:")):
        sentences = [each.sentence for each in results if each.added == added]
        if sentences:
            shown = [*sentences[:_SHOWN], *([f"And {len(sentences) - _SHOWN:,} more."] * (len(sentences) > _SHOWN))]
            box("\n\n".join(map(plain, shown)), icon=icon)
    for each in [each for each in results if each.titles and each.digest_id in view.digest_labels][:_MOST_UNDOS]:
        with st.container(horizontal=True, vertical_alignment="center"):
            first = "; ".join(
                f"“{title if len(title) <= _TITLE else title[: _TITLE - 1] + '…'}”" for title in each.titles
            )
            st.caption(plain(f"{view.digest_labels[each.digest_id]} begins with {first}. Looks wrong?"))
            st.button(
                "Undo",
                icon=":material/undo:",
                type="tertiary",
                key=f"undo_{each.digest_id}",
                on_click=_undo,
                args=(view, each.digest_id),
            )


def _undo(view: View, digest_id: str) -> None:
    digest_rows.remove(view, digest_id)
    results: list[IntakeResult] = st.session_state.get(_RESULTS, [])
    st.session_state[_RESULTS] = [each for each in results if each.digest_id != digest_id]


def _turn() -> int:
    return int(st.session_state.get(_TURN, 0))


def _largest() -> int:
    """Megabytes one file may have."""
    return max(1, settings().upload_bytes // MEGABYTE)
