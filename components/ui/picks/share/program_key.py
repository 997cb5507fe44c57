"""Letting a program use one's papers (MCP): what to paste into it, and an end to that."""

from __future__ import annotations

import json

import streamlit as st

from components.curation.workspaces import agent_keys
from components.curation.workspaces.workspaces import SignedOutError, read_token
from components.ui.shared import session, site
from components.workspace.view import View

_KEY = "_program_key"


def draw(view: View) -> None:
    """The part of a menu that makes a key for a program, shows what to paste, and takes keys back."""
    if view.read_only:
        return
    with st.expander("Connect an assistant (MCP)", icon=":material/smart_toy:", key="program_menu"):
        st.checkbox(
            "It may star, tag, write notes and share lists",
            value=True,
            key="program_changes",
            help="Otherwise it can search and read, as anyone with your view-only link. Every change can be undone",
        )
        st.button("Create a key", key="program_make", width="stretch", on_click=_make, args=(view,))
        if key := st.session_state.get(_KEY):
            st.caption("Paste this into Claude, Cursor or another assistant. The key is shown only now.")
            st.code(configuration(f"{site.base()}/mcp", key), language="json", wrap_lines=True)
        if agent_keys.has_key(view.engine, view.workspace):
            st.button(
                "Disconnect; the key stops working",
                type="tertiary",
                key="program_end",
                on_click=_end,
                args=(view,),
            )


def configuration(address: str, key: str) -> str:
    """What assistants take as the description of a server."""
    server = {"type": "http", "url": address, "headers": {"Authorization": f"Bearer {key}"}}
    return json.dumps({"mcpServers": {"digest-atlas": server}}, indent=2)


def _make(view: View) -> None:
    make = agent_keys.make_key if st.session_state["program_changes"] else read_token
    try:
        st.session_state[_KEY] = make(view.engine, session.token())
    except SignedOutError as trouble:
        st.toast(str(trouble), icon=":material/error:")


def _end(view: View) -> None:
    agent_keys.end_key(view.engine, view.workspace)
    st.session_state.pop(_KEY, None)
