"""Streamlit's sessions: those whose page is gone are closed soon, and what was uploaded is let go of once it is read.

Streamlit keeps a session for its page to come back to after a short loss of connection, and forgets it only when some
other page goes: without visitors never. All that matters is in the address and the store, so half a minute is enough.
"""

from __future__ import annotations

import asyncio
import time

from streamlit.runtime import Runtime, exists
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.workspace import contexts

KEPT = 30.0  # seconds a page has to come back to its session
_LOOKS = 5.0  # seconds from one look to the next
_without_page: dict[str, float | None] = {}  # session → since when it has no page; None while it has one


def note(library_version: str) -> None:
    """Remember the session of this script run, so that it is closed when its page is gone, and what it shows."""
    context = get_script_run_ctx()
    if context is not None:
        _without_page.setdefault(context.session_id, None)
        contexts.kept.hold(context.session_id, library_version)


async def close_left(kept: float = KEPT, looks: float = _LOOKS) -> None:
    """Close sessions whose page does not come back; runs beside the server, in its event loop, until cancelled."""
    while True:
        await asyncio.sleep(looks)
        if exists():
            _close(Runtime.instance(), kept, time.monotonic())


def _close(runtime: Runtime, kept: float, now: float) -> None:
    for session, since in list(_without_page.items()):
        if runtime.is_active_session(session):
            _without_page[session] = None
        elif since is None:
            _without_page[session] = now
            contexts.kept.release(session)
        elif now - since >= kept:
            del _without_page[session]
            runtime.close_session(session)


def forget_uploads() -> None:
    """Let go of the bytes that this page's visitor uploaded; they were read."""
    context = get_script_run_ctx()
    if context is not None:
        context.uploaded_file_mgr.remove_session_files(context.session_id)


def held_uploads(session: str) -> tuple[int, int]:
    """Bytes of uploads that wait in memory to be read: (of one session, of all)."""
    if not exists():
        return 0, 0
    manager = Runtime.instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        return 0, 0
    stored = manager.file_storage.copy()
    sizes = {name: sum(len(file.data) for file in files.copy().values()) for name, files in stored.items()}
    return sizes.get(session, 0), sum(sizes.values())
