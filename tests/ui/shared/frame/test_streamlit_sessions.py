"""Sessions whose page is gone are closed after a while, and not those that came back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from components.ui.shared.frame import streamlit_sessions


class Runtime:
    """What is asked of Streamlit's."""

    def __init__(self) -> None:
        self.active: set[str] = set()
        self.closed: list[str] = []
        self.uploaded_file_mgr = MemoryUploadedFileManager("/upload")

    def is_active_session(self, session: str) -> bool:
        return session in self.active

    def close_session(self, session: str) -> None:
        self.closed.append(session)


@pytest.fixture
def runtime(monkeypatch):
    made = Runtime()
    monkeypatch.setattr(streamlit_sessions, "_without_page", {})
    monkeypatch.setattr(streamlit_sessions, "exists", lambda: True)
    monkeypatch.setattr(streamlit_sessions, "Runtime", SimpleNamespace(instance=lambda: made))
    return made


def enter(monkeypatch, runtime, session):
    context = SimpleNamespace(session_id=session, uploaded_file_mgr=runtime.uploaded_file_mgr)
    monkeypatch.setattr(streamlit_sessions, "get_script_run_ctx", lambda: context)
    runtime.active.add(session)
    streamlit_sessions.note(f"library of {session}")


def test_a_session_is_closed_when_its_page_stays_away(monkeypatch, runtime):
    for session in ("left", "back", "here"):
        enter(monkeypatch, runtime, session)
    runtime.active = {"here"}
    streamlit_sessions._close(runtime, 30, now=0)
    runtime.active = {"here", "back"}
    streamlit_sessions._close(runtime, 30, now=20)
    assert runtime.closed == []
    runtime.active = {"here"}
    streamlit_sessions._close(runtime, 30, now=31)
    assert runtime.closed == ["left"]
    streamlit_sessions._close(runtime, 30, now=62)
    streamlit_sessions._close(runtime, 30, now=93)
    assert runtime.closed == ["left", "back"]
    assert list(streamlit_sessions._without_page) == ["here"]


def test_uploads_are_counted_while_they_wait_and_let_go_of_once_read(monkeypatch, runtime):
    for session in ("mine", "other"):
        runtime.uploaded_file_mgr.add_file(session, UploadedFileRec("1", "a.txt", "text/plain", b"12345"))
    enter(monkeypatch, runtime, "mine")
    assert streamlit_sessions.held_uploads("mine") == (5, 10)
    assert streamlit_sessions.held_uploads("nobody") == (0, 10)
    streamlit_sessions.forget_uploads()
    assert streamlit_sessions.held_uploads("mine") == (0, 5)
