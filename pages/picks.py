"""Picks: the shortlist, to read again, take back and take away."""

import streamlit as st

from components.curation.decisions import Decision
from components.ui import address, decide, downloads, paper_card, papers_table, states, viewport
from components.ui.text import counted, plain
from components.ui.visit import current

KEY = "picks"
visit = current()
narrow = viewport.is_narrow()
if visit.catalogue.empty:
    states.explains_emptiness(visit)
    st.stop()

starred = visit.catalogue[visit.catalogue["decision"] == Decision.STARRED]
picks = visit.shown[visit.shown["decision"] == Decision.STARRED]
hidden = int((visit.catalogue["decision"] == Decision.HIDDEN).sum())

with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
    amount = counted(len(starred), "pick")
    words = amount if len(picks) == len(starred) else f"{len(picks)} of {amount}"
    left = len(visit.catalogue) - len(visit.decisions)
    st.markdown(f"**{words}** · {left} left to decide · {hidden} hidden", width="content")
    if not picks.empty:
        downloads.draw(visit, picks)
    step = decide.next_undo(visit)
    if step:
        st.button(
            "Undo", icon=":material/undo:", type="tertiary", help=plain(step.says), on_click=decide.undo, args=(visit,)
        )

if starred.empty:
    st.info("No picks yet. Star a paper in the table, on the map or while reading it.", icon=":material/star:")
    st.page_link("table.py", label="Go to the table", icon=":material/arrow_forward:", query_params=address.carried())
elif picks.empty:
    st.info("None of your picks matches. Drop a part of the sentence above.", icon=":material/filter_alt_off:")

with paper_card.beside(visit):
    if not picks.empty:
        papers_table.draw(visit, picks.reset_index(drop=True), KEY, narrow)
