"""Everything a visitor has: as one file, out and back in; by a link, for others to look at; and deleted.

Not here: what the file holds (`curation.backup`).
"""

from __future__ import annotations

from uuid import uuid4

import streamlit as st

from components.curation import backup
from components.curation.backup import BackupError
from components.curation.uploads import UploadError
from components.store.database import now
from components.ui import forgetting, looking
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
        given = st.file_uploader(
            "Bring a backup or a download back", type=["jsonl", "json", "csv", "bib", "ris"], key=_FILE
        )
        if given is not None and st.session_state.get(_DONE) != given.file_id:
            st.session_state[_DONE] = given.file_id
            _restore(visit, given.getvalue())
        looking.draw(visit)
        if not visit.read_only:
            looking.draw_own()
        forgetting.draw(visit)


def _restore(visit: Visit, content: bytes) -> None:
    if not backup.is_backup(content):
        _bring_back(visit, content)
        return
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


def _bring_back(visit: Visit, content: bytes) -> None:
    """Decisions, tags, notes and ratings from a file that was downloaded here, as one step that can be undone."""
    from components.sharing import bringing_back

    try:
        said = bringing_back.read(content)
    except bringing_back.ExportError as refused:
        st.error(plain(str(refused)))
        return
    changed = bringing_back.restore(visit.engine, visit.workspace, said, uuid4().hex)
    st.toast(f"Brought {counted(changed, 'value')} back, of {counted(len(said), 'paper')}.", icon=":material/check:")
    st.rerun()
