"""How far completing papers is, service by service, with a stop; and how the last run ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from components.text import counted
from components.ui.shared.text import plain
from components.workspace.jobs import registry
from components.workspace.view import View

if TYPE_CHECKING:
    from components.enrichment.job import Progress

_SEEN = "_completing_seen"
_LONG_WAIT = 2.0  # seconds from which a service's pause is worth a word


def draw(view: View) -> None:
    """The running run, or how the last one ended; the page is drawn anew when it ends, with what was found."""
    jobs = registry.completion(view.workspace)
    if jobs.running:
        st.session_state.pop(_SEEN, None)
        _running(view)
        return
    if jobs.run is None or st.session_state.get(_SEEN) is jobs.run:
        return
    progress = jobs.run.progress()
    with st.container(horizontal=True, vertical_alignment="center", key="completing_ended"):
        st.markdown(plain(progress.sentence), width="content")
        st.button(
            "Close", type="tertiary", icon=":material/close:", key="completing_close", on_click=_seen, args=(view,)
        )
    if jobs.over_budget:
        left = counted(jobs.over_budget, "paper")
        st.caption(f"{left} not asked about: as many were looked up as may be within an hour. Try again later.")
    if jobs.run.error:
        st.warning(plain(jobs.run.error), icon=":material/error:")
    _services(progress)


def _seen(view: View) -> None:
    st.session_state[_SEEN] = registry.completion(view.workspace).run


@st.fragment(run_every="1s")
def _running(view: View) -> None:
    jobs = registry.completion(view.workspace)
    if jobs.run is None or not jobs.running:
        st.rerun()
    progress = jobs.run.progress()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(progress.share, text=plain(progress.sentence))
        if not view.read_only:
            st.button("Stop", icon=":material/stop:", on_click=jobs.stop, key="completing_stop")
    _services(progress)


def _services(progress: Progress) -> None:
    """What each service was asked, who is waited for, and who is not asked any more."""
    asked = [f"{each.name} {counted(each.questions, 'question')}" for each in progress.services if each.questions]
    waits = [
        f"{each.name} asks to wait {each.waits:.0f} s between questions"
        for each in progress.services
        if each.waits >= _LONG_WAIT and not each.sentence
    ]
    if asked or waits:
        st.caption(plain(" · ".join([*asked, *waits])))
    for each in progress.services:
        if each.sentence:
            st.caption(plain(each.sentence))
