"""Map: what the papers are about, near to near."""

import streamlit as st

from components.ui import (
    address,
    map_colouring,
    map_insights,
    map_picture,
    map_tidying,
    map_view,
    paper_card,
    papers_table,
    states,
    viewport,
)
from components.ui.text import counted
from components.ui.visit import current

KEY = "map"
visit = current()
narrow = viewport.is_narrow()
if visit.catalogue.empty:
    states.explains_emptiness(visit)
    st.stop()
analysis = states.analysis_of(visit)
if not analysis.has_map:
    st.info(f"{counted(len(visit.catalogue), 'paper')} are too few for a map: from 15 on it says something.")
    papers_table.draw(visit, visit.shown, "few", narrow)
    st.stop()

ways = map_colouring.offered(visit)
by = address.one_of("colour", ways)
beside = address.one_of("beside", map_insights.BESIDE)


def keep(name: str, control: str, usual: str) -> None:
    """Write what a control says into the address."""
    address.keep_choice(name, st.session_state[control], usual)


def toggle(value: str) -> None:
    """Filter by a legend entry, or no longer."""
    address.show(address.filters().toggled(map_colouring.FILTERED_BY[by], value))


for control, value in (("by", by), ("at", beside)):
    if st.session_state.get(control) != value:
        st.session_state[control] = value
left, right = st.columns([3, 2], gap="medium")
with left:
    st.segmented_control(
        "Colour by",
        list(ways),
        key="by",
        format_func=ways.__getitem__,
        on_change=keep,
        args=("colour", "by", "topic"),
        label_visibility="collapsed",
    )
    map_tidying.draw(visit)
    points, points_key = map_picture.points(visit, analysis)
    landing = map_insights.landing_places(visit, analysis, beside)
    paint = map_picture.paint(visit, analysis, by, address.open_paper(), landing, st.context.theme.type == "dark")
    rows = map_view.paper_map(KEY, points, points_key, paint, address.open_one, toggle)
    selected = visit.catalogue["paper_id"].iloc[rows].tolist()
with right:
    if address.open_paper():
        paper_card.draw(visit, address.open_paper())
    st.segmented_control(
        "Beside the map",
        list(map_insights.BESIDE),
        key="at",
        format_func=map_insights.BESIDE.__getitem__,
        on_change=keep,
        args=("beside", "at", "papers"),
        label_visibility="collapsed",
    )
    map_insights.draw(visit, analysis, beside, selected, KEY, narrow)
