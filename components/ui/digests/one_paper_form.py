"""Adding one paper by its address, DOI, arXiv number or title: looked up on a click, then taken in like any digest.

An address that names a paper (`?add=`) shows the form filled in; nothing is asked before the click.
"""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from components.papers.identity import LONGEST_REFERENCE
from components.ui.digests import add_digests
from components.ui.shared import url_state
from components.ui.shared.site import base
from components.ui.shared.text import plain
from components.workspace import allowances
from components.workspace.allowances import Allowance
from components.workspace.jobs import registry
from components.workspace.view import View

_AT_ONCE = 2.0  # seconds that the page waits before it shows that it goes on
_FIELD = "one_paper_text"
_FILLED = "_one_paper_filled"  # what the address asked for when the field was last filled in
_BOOKMARK = Path(__file__).with_name("bookmark.js")


def menu(view: View) -> None:
    """The menu that asks for a paper; none while one is looked up, or while the form stands on the page."""
    if registry.one_paper(view.workspace).running or url_state.to_add():
        return
    opened = st.popover("Add one paper", icon=":material/note_add:", key="one_paper", on_change="rerun")
    if not opened.open:
        return
    with opened:
        _form(view)
        if address := base():
            st.caption("To add the paper of any web page with a click, make a bookmark with this as its address:")
            st.code(bookmark(address), language=None)


def bookmark(address: str) -> str:
    """What a bookmark has for its address, of the app at `address`: a script in one line."""
    lines = _BOOKMARK.read_text(encoding="utf-8").splitlines()
    script = re.sub(r"/\*.*?\*/ ?", "", " ".join(line.strip() for line in lines if not line.startswith("//")))
    return "javascript:" + script.replace("ADDRESS", address)


def filled_in(view: View) -> None:
    """The form for what the address names, where it names something."""
    asked = url_state.to_add()[:LONGEST_REFERENCE]
    if not asked or registry.one_paper(view.workspace).running:
        return
    if st.session_state.get(_FILLED) != asked:
        st.session_state[_FILLED] = st.session_state[_FIELD] = asked
    with st.container(border=True):
        st.markdown("**Add this paper**")
        _form(view)
        st.button("Cancel", type="tertiary", key="one_paper_cancel", on_click=url_state.forget_to_add)


def progress(view: View) -> None:
    """What came is taken in; or that it is looked for, or why there is none."""
    job = registry.one_paper(view.workspace)
    file = job.take()
    if file is not None:
        add_digests.add(view, [file])
    if job.running:
        _progress(view)
    elif job.trouble:
        st.warning(plain(job.trouble), icon=":material/search_off:")


def _form(view: View) -> None:
    with st.form("one_paper_form", border=False):
        text = st.text_input("Paper", placeholder="arXiv number, DOI, address or title", key=_FIELD)
        st.caption("Asks arXiv, Hugging Face, Crossref or others, until one knows it. Only what you write is sent.")
        if st.form_submit_button("Add", type="primary", icon=":material/travel_explore:"):
            _start(view, text)


def _start(view: View, text: str) -> None:
    def may() -> bool:
        return allowances.take_all(view.engine, Allowance.COMPLETED, view.requester, 1) is not None

    url_state.forget_to_add()
    st.session_state.pop(_FILLED, None)
    job = registry.one_paper(view.workspace)
    with st.spinner("Looking the paper up"):
        job.start(view.engine, text, may)
        job.wait(_AT_ONCE)
    st.rerun()


@st.fragment(run_every="1s")
def _progress(view: View) -> None:
    job = registry.one_paper(view.workspace)
    if not job.running:
        st.rerun()
    st.caption(plain(f"Looking up “{job.asked[:80]}”"))
