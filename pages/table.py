"""Table: search, sort and read the papers."""

import streamlit as st

from components.curation.decisions import Decision
from components.ui import address, decide, paper_card, papers_table, states, viewport
from components.ui.text import counted
from components.ui.visit import current

KEY = "papers"
visit = current()
narrow = viewport.is_narrow()

if states.explains_emptiness(visit):
    st.stop()

ticked = [paper_id for paper_id in papers_table.ticked(KEY) if paper_id in set(visit.shown["paper_id"])]
if ticked:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(f"{counted(len(ticked), 'paper')} ticked", width="content")
        for decision, verb in ((Decision.STARRED, "Star"), (Decision.HIDDEN, "Hide")):
            st.button(
                f"{verb} {len(ticked)}",
                icon=f":material/{decision.icon}:",
                on_click=decide.decide,
                args=(visit, ticked, decision),
            )
        st.button("Untick", type="tertiary", on_click=papers_table.untick, args=(KEY,))

with paper_card.beside(visit):
    papers_table.draw(visit, visit.shown, KEY, narrow)
    if not address.open_paper():
        st.caption("Click a row to read its paper, the star to keep it; tick several to star or hide them together.")
