"""Everything a visitor has: as one file, out and back in; by a link, for others to look at; and deleted."""

from __future__ import annotations

import io
from typing import IO
from urllib.parse import urlencode
from uuid import uuid4

import streamlit as st

from components.curation.backups import writing
from components.curation.backups.container import BackupError, is_backup
from components.curation.workspaces.uploads import UploadError
from components.settings import MEGABYTE, settings
from components.store.database import now
from components.text import counted
from components.ui.picks import delete_workspace, import_review
from components.ui.shared import site, url_state
from components.ui.shared.frame import read_only_banner
from components.ui.shared.text import plain
from components.workspace import bring_back
from components.workspace.view import View
from components.workspace.visitor import COOKIE

_FILE, _DONE, _LEFT_OUT = "backup_file", "_backup_done", "_backup_told"


def menu(view: View) -> None:
    """A menu with the backup to take away and the place to bring one back; filled only while it is open."""
    opened = st.popover("Backup", icon=":material/archive:", key="backup_menu", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.caption("Digests, decisions, tags, notes, searches and the whole history, as one file.")
        _download(view)
        if not view.read_only:
            _upload(view)
        read_only_banner.draw(view)
        if not view.read_only:
            read_only_banner.draw_own(view)
        delete_workspace.draw(view)


def draw_result(view: View) -> None:
    """What the last restored backup held that could not be kept."""
    for sentence in st.session_state.get(_LEFT_OUT, ()) if not view.read_only else ():
        st.warning(plain(sentence), icon=":material/help:")


def _download(view: View) -> None:
    """The whole workspace as a zip: by an address that streams it, or, without a cookie, through this page."""
    words, icon = "Download a full backup", ":material/download:"
    if st.context.cookies.get(COOKIE):
        look = f"?{urlencode({url_state.LOOK: url_state.shared_token()})}" if view.read_only else ""
        st.link_button(words, f"{site.base()}/backup.zip{look}", icon=icon, width="stretch")
        return
    st.download_button(
        words,
        data=lambda: _written(view),
        file_name=f"digest-atlas-{now()[:10]}.zip",
        mime="application/zip",
        on_click="ignore",
        icon=icon,
        key="backup_out",
        width="stretch",
    )


def _written(view: View) -> bytes:
    out = io.BytesIO()
    writing.write(view.engine, view.workspace, out)
    return out.getvalue()


def _upload(view: View) -> None:
    given = st.file_uploader(
        "Restore a backup or import a file",
        type=["zip", "jsonl", "json", "csv", "tsv", "txt", "xlsx", "bib", "ris"],
        max_upload_size=max(1, settings().upload_bytes // MEGABYTE),
        key=_FILE,
    )
    if settings().workspace_bytes > settings().upload_bytes and st.context.cookies.get(COOKIE):
        st.caption(f"A larger backup: [restore it here]({site.base()}/restore).")
    if given is not None and st.session_state.get(_DONE) != given.file_id:
        st.session_state[_DONE] = given.file_id
        st.session_state.pop(_LEFT_OUT, None)
        if is_backup(given):
            _restore(view, given)
        else:
            import_review.offer(given.name, given.getvalue())


def _restore(view: View, file: IO[bytes]) -> None:
    try:
        brought = bring_back.bring_back(view.engine, view.requester, file, uuid4().hex)
    except (BackupError, UploadError) as refused:
        st.error(plain(str(refused)))
        return
    words = "Everything is as in the backup" if brought.exactly else "Added to what was here"
    values, digests = counted(brought.values, "value"), counted(brought.digests, "digest")
    searches = counted(brought.searches, "search", "searches")
    st.toast(f"{words}: {values}, {digests}, {searches}.", icon=":material/check:")
    st.session_state[_LEFT_OUT] = brought.skipped
    st.rerun()
