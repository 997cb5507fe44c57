"""Overview: what the papers are, at a glance, and where to begin."""

import streamlit as st

from components.ui.overview import overview
from components.ui.shared import states
from components.ui.shared.paper import paper_card
from components.ui.shared.session import current

view = current()
if states.explain_if_empty(view):
    st.stop()

with paper_card.beside(view):
    overview.draw(view, view.analysis)
    if view.analysis is None:
        states.analysis_of(view)
