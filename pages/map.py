"""Map: what the papers are about, near to near."""

import streamlit as st

from components.curation.decisions import Decision
from components.ui import address, decide, map_picture, map_view, paper_card, papers_table, states, viewport
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

by = address.setting("colour", "topic")
by = by if by in map_picture.COLOURINGS else "topic"


def recolour() -> None:
    """Write the chosen colouring into the address."""
    address.keep_setting("colour", st.session_state["colour_by"] or "topic", "topic")


def toggle(value: str) -> None:
    """Filter by a legend entry, or no longer."""
    address.show(address.filters().toggled(map_picture.FILTERED_BY[by], value))


if st.session_state.get("colour_by") != by:
    st.session_state["colour_by"] = by
left, right = st.columns([3, 2], gap="medium")
with left:
    st.segmented_control(
        "Colour by",
        list(map_picture.COLOURINGS),
        key="colour_by",
        format_func=map_picture.COLOURINGS.__getitem__,
        on_change=recolour,
        label_visibility="collapsed",
    )
    points, points_key = map_picture.points(visit, analysis)
    paint = map_picture.paint(visit, analysis, by, address.open_paper(), st.context.theme.type == "dark")
    rows = map_view.paper_map(KEY, points, points_key, paint, address.open_one, toggle)
    selected = visit.catalogue["paper_id"].iloc[rows].tolist()
with right:
    if address.open_paper():
        paper_card.draw(visit, address.open_paper())
    listed = visit.catalogue.iloc[rows].reset_index(drop=True) if selected else visit.shown
    if selected:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(f"**{counted(len(selected), 'paper')} selected**", width="content")
            for decision, verb in ((Decision.STARRED, "Star"), (Decision.HIDDEN, "Hide")):
                st.button(
                    f"{verb} {len(selected)}",
                    icon=f":material/{decision.icon}:",
                    on_click=decide.decide,
                    args=(visit, selected, decision),
                    key=f"bulk_{decision}",
                )
            st.button("Clear", type="tertiary", on_click=map_view.clear_selection, args=(KEY,))
    papers_table.draw(visit, listed, "beside", narrow=True, height=420, room=270 if narrow else 360)
