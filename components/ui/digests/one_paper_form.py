"""Adding one paper by its address, DOI, arXiv number or title: looked up on a click, then taken in like any digest."""

from __future__ import annotations

import streamlit as st

from components.ui.digests import add_digests
from components.ui.shared.text import plain
from components.workspace import allowances
from components.workspace.allowances import Allowance
from components.workspace.jobs import registry
from components.workspace.view import View

_AT_ONCE = 2.0  # seconds that the page waits before it shows that it goes on


def menu(view: View) -> None:
    """The menu that asks for a paper; none while one is looked up."""
    if registry.one_paper(view.workspace).running:
        return
    opened = st.popover("Add one paper", icon=":material/note_add:", key="one_paper", on_change="rerun")
    if not opened.open:
        return
    with opened, st.form("one_paper_form", border=False):
        text = st.text_input("Paper", placeholder="arXiv number, DOI, address or title", key="one_paper_text")
        st.caption("Asks arXiv, Hugging Face, Crossref or others, until one knows it. Only what you write is sent.")
        if st.form_submit_button("Add", type="primary", icon=":material/travel_explore:"):
            _start(view, text)


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


def _start(view: View, text: str) -> None:
    def may() -> bool:
        return allowances.take_all(view.engine, Allowance.COMPLETED, view.requester, 1) is not None

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
