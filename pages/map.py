"""Map: what the papers are about, near to near."""

import streamlit as st

from components.ui import (
    address,
    choice,
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


def toggle(value: str) -> None:
    """Filter by a legend entry, or no longer."""
    address.show(address.filters().toggled(map_colouring.FILTERED_BY[by], value))


left, right = st.columns([3, 2], gap="medium")
with left:
    choice.draw("Colour by", "colour", ways, "by")
    map_tidying.draw(visit)
    points, points_key = map_picture.points(visit, analysis)
    landing = map_insights.landing_places(visit, analysis, beside)
    paint = map_picture.paint(visit, analysis, by, address.open_paper(), landing, st.context.theme.type == "dark")
    selected = map_view.paper_map(KEY, analysis.paper_ids, points, points_key, paint, address.open_one, toggle)
with right:
    if address.open_paper():
        paper_card.draw(visit, address.open_paper())
    choice.draw("Beside the map", "beside", map_insights.BESIDE, "at")
    map_insights.draw(visit, analysis, beside, selected, KEY, narrow)
