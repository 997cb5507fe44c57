"""Picks: deciding about papers one by one, the shortlist to read again and take away, and all that was done."""

import streamlit as st

from components.curation.annotations.decisions import Decision
from components.text import counted
from components.ui.picks import backup_menu, history_list, import_review, interests_menu, share_menu, tag_list, triage
from components.ui.shared import choice, downloads, states, url_state, viewport
from components.ui.shared.paper import decide, paper_card
from components.ui.shared.papers_table import ordering, papers_table, table_columns
from components.ui.shared.session import current

KEY = "picks"
VIEWS = {"list": "Shortlist", "decide": "Decide", "log": "History"}
view = current()
narrow = viewport.is_narrow()
if view.catalogue.empty:
    states.explain_if_empty(view)
    st.stop()

chosen_view = url_state.one_of("view", VIEWS)
starred = view.catalogue[view.catalogue["decision"] == Decision.STARRED]
picks = ordering.ordered(view, view.shown[view.shown["decision"] == Decision.STARRED], own=True)

with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
    choice.draw("Picks", "view", VIEWS, "picks_view")
    if chosen_view == "decide":
        triage.order_control(view, narrow)
        interests_menu.menu(view)
    else:
        amount = counted(len(starred), "pick")
        words = amount if len(picks) == len(starred) else f"{len(picks)} of {amount}"
        left = len(view.catalogue) - int((view.catalogue["decision"] != Decision.INBOX).sum())
        hidden = int((view.catalogue["decision"] == Decision.HIDDEN).sum())
        st.markdown(f"**{words}** · {left} left to decide · {hidden} hidden", width="content")
        if not picks.empty and chosen_view == "list":
            downloads.draw(view, picks)
            share_menu.draw(view, picks)
            table_columns.menu(view, own=True)
        if chosen_view == "list":
            interests_menu.menu(view)
        tag_list.menu(view)
        if chosen_view == "log":
            backup_menu.menu(view)
        decide.undo_button(view)

history_list.tell_skipped(view)
if chosen_view == "decide":
    triage.draw(view)
elif chosen_view == "log":
    backup_menu.draw_result(view)
    import_review.draw(view)
    history_list.draw(view)
else:
    if starred.empty:
        st.info("No picks yet. Decide about papers one by one, or star them in the table.", icon=":material/star:")
        st.button("Decide one by one", type="primary", on_click=url_state.set_setting, args=("view", "decide", "list"))
    elif picks.empty:
        st.info("None of your picks matches the filters. Remove a filter above.", icon=":material/filter_alt_off:")
    with paper_card.beside(view):
        if not picks.empty:
            columns, height = table_columns.columns(view, own=True), table_columns.height()
            papers_table.draw(view, picks, KEY, narrow, columns=columns, row_height=height)
