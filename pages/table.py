"""Table: search, sort and read the papers."""

import streamlit as st

from components.curation.annotations.decisions import Decision
from components.text import counted
from components.ui.shared import states, url_state, viewport
from components.ui.shared.paper import decide, paper_card
from components.ui.shared.papers_table import bulk, ordering, papers_table, table_columns
from components.ui.shared.session import current

KEY = "papers"
view = current()
narrow = viewport.is_narrow()

if states.explain_if_empty(view):
    st.stop()

papers = ordering.ordered(view, view.shown)
shown = papers["paper_id"].tolist()
ticked = [paper_id for paper_id in papers_table.ticked(KEY) if paper_id in set(shown)]
with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
    table_columns.menu(view)
    if ticked:
        st.markdown(f"{counted(len(ticked), 'paper')} ticked", width="content")
        for decision, verb in ((Decision.STARRED, "Star"), (Decision.HIDDEN, "Hide")):
            st.button(
                f"{verb} {len(ticked)}",
                icon=f":material/{decision.icon}:",
                on_click=decide.decide,
                args=(view, ticked, decision),
            )
        bulk.menu(view, ticked, f"Actions ({len(ticked)} ticked)", "bulk_ticked")
        st.button("More like these", on_click=bulk.like, args=(view, ticked))
        st.button("Untick", type="tertiary", on_click=papers_table.untick, args=(KEY,))
    else:
        bulk.menu(view, shown, f"Actions ({counted(len(shown), 'paper')})", "bulk_shown")
        st.page_link(
            "picks.py",
            label="Decide one by one",
            icon=":material/keyboard_return:",
            query_params={**url_state.shared_parameters(), "view": "decide"},
        )
    decide.undo_button(view)

with paper_card.beside(view):
    papers_table.draw(view, papers, KEY, narrow, columns=table_columns.columns(view), row_height=table_columns.height())
    if not url_state.open_paper() and not view.annotations.version:  # who has decided anything knows how
        st.caption("Click a row to read its paper, the star to keep it; tick several to star or hide them together.")
    if ordering.chosen(view) == "interest" and view.ranking is None:
        states.ranking_progress(view)
