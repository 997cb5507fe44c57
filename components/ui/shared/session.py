"""The view of one script run: looked up once by the frame, read by everything that draws."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import replace

import streamlit as st

from components.curation.workspaces import archive, visits
from components.curation.workspaces.tokens import TOKEN, new_token
from components.curation.workspaces.workspaces import Access, access, workspace_to_read
from components.net.addresses import network
from components.store.database import read_only
from components.ui.shared import url_state
from components.ui.shared.frame import streamlit_sessions
from components.workspace import cache, caches, view
from components.workspace.view import View
from components.workspace.visitor import COOKIE

HERE = "127.0.0.1"  # Streamlit tells no address of this machine
_SESSION_KEY = "_token"
_signed_out: ContextVar[bool] = ContextVar("signed_out", default=False)
_now: ContextVar[View | None] = ContextVar("view", default=None)


def begin(page: str = "") -> View:
    """Look everything up anew; the frame does this once at the start of a script run of a page.

    Picks stay picks where their digests were archived, so their list shows archived papers too.
    """
    cache.show_waiting.set(st.spinner)
    engine = caches.store()
    shared = workspace_to_read(engine, url_state.shared_token()) if url_state.shared_token() else None
    opened = Access(shared) if shared else access(engine, token())
    if not shared:
        visits.note(engine, opened.workspace)
    picks = page == "picks" and url_state.setting("view", "list") != "decide"
    archived = picks and archive.has_any(engine, opened.workspace)
    asked = url_state.filters()
    now = view.of(engine, opened.workspace, asked, url_state.level(), url_state.model(), archived=archived)
    now = replace(now, address=network(st.context.ip_address or HERE))
    if shared:
        now = replace(now, engine=read_only(engine), read_only=True)
    streamlit_sessions.note(now.library.version)
    _now.set(now)
    _signed_out.set(opened.signed_out)
    return now


def is_signed_out() -> bool:
    """Whether this browser's token was renewed in another one, so that it shows nothing of what it had."""
    return _signed_out.get()


def current() -> View:
    """The view of this script run."""
    return _now.get() or begin()


def token() -> str:
    """This visitor's secret token: from the cookie, or, where cookies are refused, for as long as the visit lasts."""
    kept = st.context.cookies.get(COOKIE, "")
    if TOKEN.fullmatch(kept):
        return kept
    if _SESSION_KEY not in st.session_state:
        st.session_state[_SESSION_KEY] = new_token()
    return str(st.session_state[_SESSION_KEY])
