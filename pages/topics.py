"""Topics: what the papers fall into, by name; choosing some filters every page, a person's hand corrects them."""

from contextlib import AbstractContextManager, nullcontext

import streamlit as st

from components.landscape.topics.topic_selection import topic_count_range
from components.ui.shared import choice, states, topic_actions, url_state, viewport
from components.ui.shared.paper import paper_card
from components.ui.shared.session import current
from components.ui.topics import topic_charts, topic_detail, topic_edit_menu, topic_list

VIEWS = {"list": "List", "treemap": "Treemap", "time": "Over time"}
view = current()
if states.explain_if_empty(view):
    st.stop()
analysis = states.analysis_of(view)
fewest, usual, most = topic_count_range(analysis)
chosen_view = url_state.one_of("view", VIEWS)
level = min(max(url_state.level() or usual, fewest), most)


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
            on_change=lambda: topic_actions.choose_level(view, st.session_state["topics_level"], usual),
        )
    choice.draw("View", "view", VIEWS, "topics_view")
    if analysis.hierarchy is not None:
        topic_edit_menu.changes(view)

looked = url_state.setting(topic_actions.DETAILS, "")
content: AbstractContextManager[object] = nullcontext()
if url_state.open_paper():
    content = paper_card.beside(view)
elif looked in view.topics:
    # On a phone columns stand under each other: there the details come first.
    content, pane = st.columns([3, 2], gap="medium") if not viewport.is_narrow() else (content, st.container())
    with pane:
        topic_detail.draw(view, analysis, looked)
with content:
    if chosen_view == "treemap":
        topic_charts.treemap(view, analysis)
    elif chosen_view == "time":
        topic_charts.over_time(view, analysis)
    else:
        topic_list.draw(view, analysis)
