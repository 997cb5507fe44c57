"""Topics: what the papers fall into, by name; choosing some filters every page."""

import streamlit as st

from components.ui import paper_card, states, topic_list
from components.ui.text import counted
from components.ui.visit import current

visit = current()
if visit.catalogue.empty:
    states.explains_emptiness(visit)
    st.stop()
analysis = states.analysis_of(visit)

with paper_card.beside(visit):
    topic_list.draw(visit, analysis)
    st.caption(
        f"{counted(len(analysis.topics), 'topic')} found in the abstracts, named by their own phrases; "
        "every paper is in exactly one."
    )
