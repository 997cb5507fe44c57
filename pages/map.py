"""Map: what the papers are about, near to near."""

import streamlit as st

from components.curation.annotations.decisions import Decision
from components.text import counted
from components.ui.map import colouring, map_component, map_insights, map_picture, map_relayout
from components.ui.shared import choice, states, url_state, viewport
from components.ui.shared.paper import decide, paper_card
from components.ui.shared.papers_table import papers_table
from components.ui.shared.session import current

KEY = "map"
SIDE_BY_SIDE = 1000  # pixels of the window
view = current()
narrow = viewport.is_narrow()
if view.catalogue.empty:
    states.explain_if_empty(view)
    st.stop()
analysis = states.analysis_of(view)
if not analysis.has_map:
    st.info(f"{counted(len(view.catalogue), 'paper')} are too few for a map: from 15 on it says something.")
    papers_table.draw(view, view.shown, "few", narrow)
    st.stop()

ways = colouring.offered(view)
by = url_state.one_of("colour", ways)
beside = url_state.one_of("beside", map_insights.BESIDE)


def toggle(value: str, is_area: bool) -> None:
    """Filter by a legend entry, or no longer."""
    url_state.show(url_state.filters().toggled("areas" if is_area else colouring.FILTERED_BY[by], value))


# Beside the map where there is room for both, below it on tablets and phones.
left, right = (
    st.columns([5, 3], gap="medium") if viewport.size()[0] >= SIDE_BY_SIDE else (st.container(), st.container())
)
with left:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if not narrow:
            st.markdown("Colour by", width="content")
        choice.draw("Colour by", "colour", ways, "by", folded=narrow)
    map_relayout.draw(view)
    points, points_key = map_picture.points(view, analysis)
    placement = map_insights.placement_cloud(view, analysis, beside)
    paint = map_picture.paint(view, analysis, by, url_state.open_paper(), placement, st.context.theme.type == "dark")
    selected = map_component.paper_map(
        KEY,
        analysis.paper_ids,
        points,
        points_key,
        paint,
        url_state.set_open_paper,
        lambda paper_id: decide.toggle(view, paper_id, Decision.STARRED),
        toggle,
    )
with right:
    if url_state.open_paper():
        paper_card.draw(view, url_state.open_paper())
    choice.draw("Beside the map", "beside", map_insights.BESIDE, "at", wraps=True)
    map_insights.draw(view, analysis, beside, selected, KEY, narrow)
