"""Everything a visitor has: as one file, out and back in; by a link, for others to look at; and deleted."""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from components.curation.workspaces import backup
from components.curation.workspaces.backup import BackupError
from components.curation.workspaces.uploads import UploadError
from components.store.database import now
from components.text import counted
from components.ui.picks import delete_workspace, import_review
from components.ui.shared.frame import read_only_banner
from components.ui.shared.text import plain
from components.workspace import allowances
from components.workspace.allowances import Allowance
from components.workspace.view import View

_FILE, _DONE = "backup_file", "_backup_done"


def menu(view: View) -> None:
    """A menu with the backup to take away and the place to bring one back; filled only while it is open."""
    opened = st.popover("Backup", icon=":material/archive:", key="backup_menu", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.caption("Digests, decisions, tags, notes, searches and the whole history, as one file.")
        st.download_button(
            "Download a full backup",
            data=lambda: backup.write(view.engine, view.workspace),
            file_name=f"digest-atlas-{now()[:10]}.jsonl",
            mime="application/jsonl",
            on_click="ignore",
            icon=":material/download:",
            key="backup_out",
            width="stretch",
        )
        given = st.file_uploader(
            "Restore a backup or import a file",
            type=["zip", "jsonl", "json", "csv", "tsv", "txt", "xlsx", "bib", "ris"],
            key=_FILE,
        )
        if given is not None and st.session_state.get(_DONE) != given.file_id:
            st.session_state[_DONE] = given.file_id
            content = given.getvalue()
            if backup.is_backup(content):
                _restore(view, content)
            else:
                import_review.offer(given.name, content)
        read_only_banner.draw(view)
        read_only_banner.draw_own(view)
        delete_workspace.draw(view)


def _restore(view: View, content: bytes) -> None:
    grant = allowances.take_all(view.engine, Allowance.KEPT, view.requester, len(content))
    if grant is None:
        st.error(allowances.KEPT_MUCH)
        return
    try:
        brought = backup.restore(view.engine, view.workspace, content, uuid4().hex)
    except (BackupError, UploadError) as refused:
        allowances.give_back(view.engine, grant, grant.amount)
        st.error(plain(str(refused)))
        return
    words = "Everything is as in the backup" if brought.exactly else "Added to what was here"
    values, digests = counted(brought.values, "value"), counted(brought.digests, "digest")
    searches = counted(brought.searches, "search", "searches")
    st.toast(f"{words}: {values}, {digests}, {searches}.", icon=":material/check:")
    st.rerun()
