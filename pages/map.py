"""Map: what the papers are about, near to near."""

import streamlit as st

from components.text import counted
from components.ui.map import colouring, map_component, map_insights, map_picture, map_relayout
from components.ui.shared import choice, states, url_state, viewport
from components.ui.shared.paper import paper_card
from components.ui.shared.papers_table import papers_table
from components.ui.shared.session import current

KEY = "map"
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


def toggle(value: str) -> None:
    """Filter by a legend entry, or no longer."""
    url_state.show(url_state.filters().toggled(colouring.FILTERED_BY[by], value))


left, right = st.columns([3, 2], gap="medium")
with left:
    choice.draw("Colour by", "colour", ways, "by")
    map_relayout.draw(view)
    points, points_key = map_picture.points(view, analysis)
    placement = map_insights.placement_cloud(view, analysis, beside)
    paint = map_picture.paint(view, analysis, by, url_state.open_paper(), placement, st.context.theme.type == "dark")
    selected = map_component.paper_map(
        KEY, analysis.paper_ids, points, points_key, paint, url_state.set_open_paper, toggle
    )
with right:
    if url_state.open_paper():
        paper_card.draw(view, url_state.open_paper())
    choice.draw("Beside the map", "beside", map_insights.BESIDE, "at", wraps=True)
    map_insights.draw(view, analysis, beside, selected, KEY, narrow)
