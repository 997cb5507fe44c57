"""Table: search, sort and read the papers."""

import streamlit as st

from components.curation.decisions import Decision
from components.ui import address, bulk, decide, ordering, paper_card, papers_table, states, table_view, viewport
from components.ui.text import counted
from components.ui.visit import current

KEY = "papers"
visit = current()
narrow = viewport.is_narrow()

if states.explains_emptiness(visit):
    st.stop()

papers = ordering.arranged(visit, visit.shown)
shown = papers["paper_id"].tolist()
ticked = [paper_id for paper_id in papers_table.ticked(KEY) if paper_id in set(shown)]
with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
    table_view.menu(visit)
    if ticked:
        st.markdown(f"{counted(len(ticked), 'paper')} ticked", width="content")
        for decision, verb in ((Decision.STARRED, "Star"), (Decision.HIDDEN, "Hide")):
            st.button(
                f"{verb} {len(ticked)}",
                icon=f":material/{decision.icon}:",
                on_click=decide.decide,
                args=(visit, ticked, decision),
            )
        bulk.menu(visit, ticked, f"{len(ticked)} ticked", "bulk_ticked")
        st.button("More like these", on_click=bulk.like, args=(ticked,))
        st.button("Untick", type="tertiary", on_click=papers_table.untick, args=(KEY,))
    else:
        bulk.menu(visit, shown, f"All {len(shown):,} shown", "bulk_shown")
        st.page_link(
            "picks.py",
            label="Decide one by one",
            icon=":material/keyboard_return:",
            query_params={**address.carried(), "view": "decide"},
        )
    decide.undo_button(visit)

with paper_card.beside(visit):
    papers_table.draw(visit, papers, KEY, narrow, columns=table_view.columns(visit), row_height=table_view.height())
    if not address.open_paper() and not visit.said.version:  # who has decided anything knows how
        st.caption("Click a row to read its paper, the star to keep it; tick several to star or hide them together.")
    if ordering.chosen(visit) == "interest" and visit.ranking is None:
        states.ranking_is_made_ready(visit)
