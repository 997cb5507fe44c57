"""Picks: deciding about papers one by one, the shortlist to read again and take away, and all that was done."""

import streamlit as st

from components.curation.decisions import Decision
from components.ui import (
    address,
    backup_menu,
    choice,
    decide,
    downloads,
    history_list,
    ordering,
    paper_card,
    papers_table,
    share_menu,
    states,
    table_view,
    tag_list,
    triage,
    viewport,
)
from components.ui.text import counted
from components.ui.visit import current

KEY = "picks"
VIEWS = {"list": "Shortlist", "decide": "Decide", "log": "History"}
visit = current()
narrow = viewport.is_narrow()
if visit.catalogue.empty:
    states.explains_emptiness(visit)
    st.stop()

view = address.one_of("view", VIEWS)
starred = visit.catalogue[visit.catalogue["decision"] == Decision.STARRED]
picks = ordering.arranged(visit, visit.shown[visit.shown["decision"] == Decision.STARRED], own=True)

with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
    choice.draw("Picks", "view", VIEWS, "picks_view")
    if view == "decide":
        triage.order_control(visit, narrow)
    else:
        amount = counted(len(starred), "pick")
        words = amount if len(picks) == len(starred) else f"{len(picks)} of {amount}"
        left = len(visit.catalogue) - int((visit.catalogue["decision"] != Decision.INBOX).sum())
        hidden = int((visit.catalogue["decision"] == Decision.HIDDEN).sum())
        st.markdown(f"**{words}** · {left} left to decide · {hidden} hidden", width="content")
        if not picks.empty and view == "list":
            downloads.draw(visit, picks)
            share_menu.draw(visit, picks)
            table_view.menu(visit, own=True)
        tag_list.menu(visit)
        if view == "log":
            backup_menu.menu(visit)
        decide.undo_button(visit)

if view == "decide":
    triage.draw(visit)
elif view == "log":
    history_list.draw(visit)
else:
    if starred.empty:
        st.info("No picks yet. Decide about papers one by one, or star them in the table.", icon=":material/star:")
        st.button("Decide one by one", type="primary", on_click=address.keep_setting, args=("view", "decide", "list"))
    elif picks.empty:
        st.info("None of your picks matches. Drop a part of the sentence above.", icon=":material/filter_alt_off:")
    with paper_card.beside(visit):
        if not picks.empty:
            columns, height = table_view.columns(visit, own=True), table_view.height()
            papers_table.draw(visit, picks, KEY, narrow, columns=columns, row_height=height)
