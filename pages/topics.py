"""Topics: what the papers fall into, by name; choosing some filters every page, a person's hand corrects them."""

from contextlib import AbstractContextManager, nullcontext

import streamlit as st

from components.landscape.arrangement import counts_offered
from components.ui import (
    address,
    choice,
    paper_card,
    states,
    topic_detail,
    topic_hand,
    topic_list,
    topic_views,
    viewport,
)
from components.ui.visit import current

VIEWS = {"list": "List", "treemap": "Treemap", "time": "Over time"}
visit = current()
if visit.catalogue.empty:
    states.explains_emptiness(visit)
    st.stop()
analysis = states.analysis_of(visit)
fewest, usual, most = counts_offered(analysis)
view = address.one_of("view", VIEWS)
level = min(max(address.level() or usual, fewest), most)


if st.session_state.get("topics_level") != level:
    st.session_state["topics_level"] = level
with st.container(horizontal=True, gap="small", vertical_alignment="center"):
    if fewest < most:
        st.slider(
            "Topics",
            fewest,
            most,
            key="topics_level",
            label_visibility="collapsed",
            format="%d topics",
            width=220,
            help="Fewer and wider topics to the left, more and narrower ones to the right",
            on_change=lambda: topic_hand.choose_level(visit, st.session_state["topics_level"], usual),
        )
    choice.draw("View", "view", VIEWS, "topics_view")
    if analysis.hierarchy is not None:
        topic_hand.changes(visit)

looked = address.setting(topic_hand.LOOK, "")
content: AbstractContextManager[object] = nullcontext()
if address.open_paper():
    content = paper_card.beside(visit)
elif looked in visit.topics:
    # On a phone columns stand under each other: there the details come first.
    content, pane = st.columns([3, 2], gap="medium") if not viewport.is_narrow() else (content, st.container())
    with pane:
        topic_detail.draw(visit, analysis, looked)
with content:
    if view == "treemap":
        topic_views.treemap(visit, analysis)
    elif view == "time":
        topic_views.over_time(visit, analysis)
    else:
        topic_list.draw(visit, analysis)
