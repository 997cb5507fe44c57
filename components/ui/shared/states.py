"""What a page says when it has nothing to show: which case it is, and one button that leads on.

Three cases that must not be mixed up: nothing is loaded, nothing matches, the map is still being computed.
"""

from __future__ import annotations

import streamlit as st

from components.finding.filters import Filters
from components.landscape.embeddings.models import DEFAULT_MODEL
from components.landscape.result import Analysis
from components.ui.shared import url_state
from components.ui.shared.text import plain
from components.workspace import caches
from components.workspace.jobs import outgrown_map, registry
from components.workspace.view import View


def explain_if_empty(view: View) -> bool:
    """Say why there is no paper to show and what to do; False when there are papers."""
    if view.catalogue.empty:
        st.info("No digest is loaded. Add one, or restore the bundled ones.", icon=":material/inbox:")
        st.page_link("digests.py", label="Go to Digests", icon=":material/arrow_forward:")
        return True
    if view.shown.empty:
        st.info("No paper matches. Remove a filter above, or all of them.", icon=":material/filter_alt_off:")
        st.button("Show all papers", on_click=url_state.show, args=(Filters(),))
        return True
    return False


def analysis_of(view: View) -> Analysis:
    """The Analysis of the visit's papers; where there is none yet, a worker computes it and the page ends here."""
    if view.analysis is None:
        _progress(view)
        st.stop()
    return view.analysis


@st.fragment(run_every="1s")
def _progress(view: View) -> None:
    before = outgrown_map.start_from(view)
    key = outgrown_map.key_of(view, before)
    run = registry.analysis_run(key, view.library.papers, before, view.model)
    if run.finished and not run.error and not run.stopped:
        if caches.analysis(key, view.library.version, view.library.papers) is None:
            registry.forget_analysis_run(key)  # the cache folder was emptied since
        else:
            outgrown_map.adopt(view, key)
        st.rerun()
    words, share = (run.steps() or [("Starting", 0.0)])[-1]
    if run.error or run.stopped:
        st.warning(plain(run.error) if run.error else "Stopped. The table works without the map.")
        st.button("Compute the map", type="primary", on_click=registry.forget_analysis_run, args=(key,))
        if view.model != DEFAULT_MODEL and st.button("Use the built-in model"):
            url_state.choose_model(DEFAULT_MODEL)
            st.rerun()
        return
    st.progress(share, text=f"Computing the map and topics of {len(view.library.papers):,} papers: {plain(words)}")
    if not view.read_only:  # others wait for the same map
        st.button("Stop", icon=":material/stop:", on_click=run.stop)


@st.fragment(run_every="1s")
def ranking_progress(view: View) -> None:
    """Say that the papers will be ranked in a moment, and show them ranked then."""
    job = registry.ranking(view.library.version, view.library.papers)
    if job.ready:
        st.rerun()
    if job.failed:
        st.caption("These papers cannot be ranked: too little of their text is known.")
    else:
        st.caption("Learning from your picks; the order follows in a moment.")
