"""What a page says when it has nothing to show: which case it is, and one button that leads on.

Three cases that must not be mixed up: nothing is loaded, nothing matches, the map is still being computed.
"""

from __future__ import annotations

import streamlit as st

from components.finding.filters import Filters
from components.landscape.analysis import Analysis
from components.landscape.vectors import DEFAULT_MODEL
from components.ui import address, loaders
from components.ui.text import plain
from components.ui.visit import Visit


def explains_emptiness(visit: Visit) -> bool:
    """Say why there is no paper to show and what to do; False when there are papers."""
    if visit.catalogue.empty:
        st.info("No digest is loaded. Add one, or bring the bundled ones back.", icon=":material/inbox:")
        st.page_link("digests.py", label="Go to Digests", icon=":material/arrow_forward:")
        return True
    if visit.shown.empty:
        st.info(
            "No paper matches. Drop a part of the sentence above, or all of them.", icon=":material/filter_alt_off:"
        )
        st.button("Show all papers", on_click=address.show, args=(Filters(),))
        return True
    return False


def analysis_of(visit: Visit) -> Analysis:
    """The Analysis of the visit's papers; where there is none yet, a worker computes it and the page ends here."""
    if visit.analysis is None:
        _progress(visit)
        st.stop()
    return visit.analysis


@st.fragment(run_every="1s")
def _progress(visit: Visit) -> None:
    run = loaders.analysis_run(visit.analysis_key, visit.library.papers, _model=visit.model)
    if run.finished and not run.error and not run.stopped:
        if loaders.analysis(visit.analysis_key, visit.library.version, visit.library.papers) is None:
            loaders.forget_run(visit.analysis_key)  # the cache folder was emptied since
        st.rerun()
    words, share = (run.steps() or [("Starting", 0.0)])[-1]
    if run.error or run.stopped:
        st.warning(plain(run.error) if run.error else "You stopped it. Nothing else needs it; the table works without.")
        st.button("Compute the map", type="primary", on_click=loaders.forget_run, args=(visit.analysis_key,))
        if visit.model != DEFAULT_MODEL and st.button("Use the built-in vectors"):
            address.choose_model(DEFAULT_MODEL)
            st.rerun()
        return
    st.progress(share, text=f"Computing the map and topics of {len(visit.library.papers):,} papers: {plain(words)}")
    st.button("Stop", icon=":material/stop:", on_click=run.stop)


@st.fragment(run_every="1s")
def ranking_is_made_ready(visit: Visit) -> None:
    """Say that the papers will be ranked in a moment, and show them ranked then."""
    desk = loaders.interest_desk(visit.library.version, visit.library.papers)
    if desk.ready:
        st.rerun()
    if desk.failed:
        st.caption("These papers cannot be ranked: too little of their text is known.")
    else:
        st.caption("Learning from your picks; the order follows in a moment.")
