"""The line above a map whose papers came or went since it was drawn: what is provisional, and how to draw it anew.

Drawing anew runs in the worker and starts from where papers stand; the old map stays until the new one is there.
"""

from __future__ import annotations

import streamlit as st

from components.curation.workspaces import current_map
from components.landscape.analysis.incremental import relayout_key
from components.text import counted
from components.ui.shared.text import plain
from components.workspace.jobs import registry
from components.workspace.view import View

_RELAYOUT, _ERROR = (
    "_relayout",
    "_relayout_error",
)  # the key of the map whose layout is being recomputed; why it could not be


def draw(view: View) -> None:
    """Say what is provisional and offer a new layout; nothing where the map was computed for these papers."""
    if view.map is None or view.map.is_final:
        return
    if st.session_state.get(_RELAYOUT) == view.map.analysis.key:
        _progress(view)
        return
    if trouble := st.session_state.get(_ERROR):
        st.warning(plain(trouble))
    new = len(view.map.provisional_ids)
    stand = "placed beside what it resembles" if new == 1 else "placed beside what they resemble"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(
            f"{counted(new, 'new paper')} ◇ {stand}" if new else "All papers kept their places", width="content"
        )
        if not (view.read_only or view.archived):
            st.button(
                "Recompute layout",
                icon=":material/auto_fix_high:",
                key="recompute_layout",
                help="Starts from where papers are now and says how far they moved.",
                on_click=_start,
                args=(view.map.analysis.key,),
            )


def _start(key: str) -> None:
    st.session_state[_RELAYOUT] = key
    st.session_state.pop(_ERROR, None)


def _let_go(trouble: str = "") -> None:
    """Forget the run: a fragment that went on would begin again a second later."""
    st.session_state.pop(_RELAYOUT, None)
    st.session_state[_ERROR] = trouble


@st.fragment(run_every="1s")
def _progress(view: View) -> None:
    if view.map is None:
        return
    before = view.map.analysis
    key = relayout_key(view.analysis_key, before.key)
    run = registry.analysis_run(key, view.library.papers, before)
    if run.error or run.stopped:
        _let_go(run.error)
        registry.forget_analysis_run(key)
        st.rerun()
    if run.finished:
        if run.analysis() is None:
            registry.forget_analysis_run(key)  # the cache folder was emptied since
        else:
            _let_go()
            current_map.save_key(view.engine, view.workspace, key)
        st.rerun()
    words, share = (run.steps() or [("Starting", 0.0)])[-1]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(share, text=f"Recomputing the layout: {plain(words)}")
        st.button("Stop", icon=":material/stop:", on_click=run.stop)
