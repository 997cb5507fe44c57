"""Table: search, sort and read the papers."""

import streamlit as st

from components.curation.annotations.decisions import Decision
from components.ui.shared import states, url_state, viewport
from components.ui.shared.completing import completing_form, completing_progress
from components.ui.shared.frame import filter_bar
from components.ui.shared.paper import decide, paper_card
from components.ui.shared.papers_table import bulk, ordering, papers_table, table_columns
from components.ui.shared.session import current

KEY, NEAR = "papers", "near"
view = current()
narrow = viewport.is_narrow()

papers, near = ordering.parted(view)
if near.empty and states.explain_if_empty(view):
    st.stop()

shown = view.shown["paper_id"].tolist()
listed = {*papers["paper_id"], *near["paper_id"]}
ticked = [paper_id for key in (KEY, NEAR) for paper_id in papers_table.ticked(key) if paper_id in listed]
with filter_bar.controls():
    table_columns.menu(view)
    if ticked:
        st.markdown(f"{len(ticked):,} ticked", width="content")
        for decision, verb in ((Decision.STARRED, "Star"), (Decision.HIDDEN, "Hide")):
            st.button(
                f"{verb} {len(ticked)}",
                icon=f":material/{decision.icon}:",
                on_click=decide.decide,
                args=(view, ticked, decision),
            )
        bulk.menu(view, ticked, f"Actions ({len(ticked)} ticked)", "bulk_ticked")
        st.button("More like these", on_click=bulk.like, args=(view, ticked))
        st.button("Untick", type="tertiary", on_click=papers_table.untick, args=(KEY, NEAR))
    elif shown:
        bulk.menu(view, shown, "Actions", "bulk_shown")
        st.page_link(
            "picks.py",
            label="Decide one by one",
            icon=":material/keyboard_return:",
            query_params={**url_state.shared_parameters(), "view": "decide"},
        )
        if not narrow:  # on a phone the list comes first; Digests and each paper have it too
            completing_form.menu(view, shown)
    decide.undo_button(view)

completing_progress.draw(view)
with paper_card.beside(view):
    columns, height = table_columns.columns(view), table_columns.height()
    if len(papers):
        papers_table.draw(view, papers, KEY, narrow, columns=columns, row_height=height)
    if len(near):
        st.markdown(
            f"**Near in meaning**, {'without all these words' if len(papers) else 'no paper has all these words'}"
        )
        papers_table.draw(view, near, NEAR, narrow, columns=columns, row_height=height)
    if not url_state.open_paper() and not view.annotations.version:  # who has decided anything knows how
        st.caption("Click a row to read its paper, the star to keep it; tick several to star or hide them together.")
    if ordering.chosen(view) == "interest" and view.has_picks and view.ranking is None:
        states.ranking_progress(view)
