"""Everything a visitor has, as one file, out and back in; and a link by which others may look at it.

Not here: what the file holds (`curation.backup`).
"""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from components.curation import backup
from components.curation.backup import BackupError
from components.curation.uploads import UploadError
from components.store.database import now
from components.ui import looking
from components.ui.text import counted, plain
from components.ui.visit import Visit

_FILE, _DONE = "backup_file", "_backup_done"


def menu(visit: Visit) -> None:
    """A menu with the backup to take away and the place to bring one back; filled only while it is open."""
    opened = st.popover("Backup", icon=":material/archive:", key="backup_menu", on_change="rerun")
    if not opened.open:
        return
    with opened:
        st.caption("Digests, decisions, tags, notes, searches and the whole history, as one file.")
        st.download_button(
            "Take everything away",
            data=lambda: backup.write(visit.engine, visit.workspace),
            file_name=f"digest-atlas-{now()[:10]}.jsonl",
            mime="application/jsonl",
            on_click="ignore",
            icon=":material/download:",
            key="backup_out",
            width="stretch",
        )
        given = st.file_uploader("Bring a backup back", type=["jsonl"], key=_FILE)
        if given is not None and st.session_state.get(_DONE) != given.file_id:
            st.session_state[_DONE] = given.file_id
            _restore(visit, given.getvalue())
        looking.draw(visit)


def _restore(visit: Visit, content: bytes) -> None:
    try:
        brought = backup.restore(visit.engine, visit.workspace, content, uuid4().hex)
    except (BackupError, UploadError) as refused:
        st.error(plain(str(refused)))
        return
    words = "Everything is as in the backup" if brought.exactly else "Added to what was here"
    values, digests = counted(brought.values, "value"), counted(brought.digests, "digest")
    searches = counted(brought.searches, "search", "searches")
    st.toast(f"{words}: {values}, {digests}, {searches}.", icon=":material/check:")
    st.rerun()
