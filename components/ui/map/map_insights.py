"""What stands beside the map: the papers, two selections told apart, a text that lands, a reading route, what is new.

Only ids and texts a person gave are kept in the session.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from components.curation.annotations.decisions import Decision
from components.landscape.insights import contrast, growth, placement, reading_order
from components.landscape.nearness.shared_phrases import SharedPhrases
from components.landscape.result import Analysis
from components.text import counted, short
from components.ui.map import map_component
from components.ui.shared import states, url_state
from components.ui.shared.paper import decide
from components.ui.shared.paper.nearest import both_say
from components.ui.shared.papers_table import bulk, papers_table
from components.ui.shared.text import escaped, plain
from components.ui.shared.topics import growth_list
from components.workspace.jobs import registry
from components.workspace.view import View

BESIDE = {
    "papers": "Papers",
    "contrast": "Compare two groups",
    "landing": "Place an abstract",
    "route": "Reading order",
    "new": "New since …",
}
_LEFT, _RIGHT, _LIKE, _TEXT = "_contrast_left", "_contrast_right", "_more_like", "landing_text"
_MARKS = {"left": "#2F5BEA33", "right": "#C2570C33"}
_LISTED = 300  # papers beside the map at once: the list is for choosing, and the map must stay quick
_DOTS = 40  # of the cloud around a placed abstract


def vectors(view: View) -> np.ndarray:
    """The built-in vectors of the visit's papers, unit rows in the catalogue's order."""
    return registry.embeddings(view.library.version, view.library.papers).vectors()


def placement_cloud(view: View, analysis: Analysis, beside: str) -> list[tuple[float, float]]:
    """Where the pasted text falls on the map, as a cloud; nothing where there is none."""
    found = _placement(view, analysis) if beside == "landing" else None
    if found is None or found.xy is None:
        return []
    cloud = found.cloud[:: max(1, len(found.cloud) // _DOTS)]
    return [found.xy, *((float(x), float(y)) for x, y in cloud)]


def draw(view: View, analysis: Analysis, beside: str, selected: Sequence[str], map_key: str, narrow: bool) -> None:
    """Draw one of BESIDE."""
    if beside == "contrast":
        _contrast(view, selected)
    elif beside == "landing":
        _landing(view, analysis)
    elif beside == "route":
        _route(view)
    elif beside == "new":
        _new(view, analysis)
    else:
        _papers(view, selected, map_key, narrow)


def _papers(view: View, selected: Sequence[str], map_key: str, narrow: bool) -> None:
    like = [each for each in st.session_state.get(_LIKE, []) if each in view.by_id.index]
    if selected:
        _selection(view, selected, map_key)
    if like and not selected:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(f"**Most like the {counted(len(like), 'paper')} you chose**", width="content")
            st.button("Show all", type="tertiary", on_click=lambda: st.session_state.pop(_LIKE, None))
        listed = _most_like(view, like)
    else:
        listed = list(selected) or view.shown["paper_id"].tolist()
    if not listed:
        states.explain_if_empty(view)
        return
    rows = view.by_id.loc[listed[:_LISTED]].reset_index()
    papers_table.draw(view, rows, "beside", narrow=True, height=420, title_width=270 if narrow else 360)
    if len(listed) > _LISTED:
        st.caption(f"The first {_LISTED:,} of {len(listed):,}; the table has them all.")


def _selection(view: View, selected: Sequence[str], map_key: str) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(f"**{counted(len(selected), 'paper')} selected**", width="content")
        for decision, verb in ((Decision.STARRED, "Star"), (Decision.HIDDEN, "Hide")):
            st.button(
                f"{verb} {len(selected)}",
                icon=f":material/{decision.icon}:",
                on_click=decide.decide,
                args=(view, list(selected), decision),
                key=f"bulk_{decision}",
            )
        bulk.menu(view, list(selected), "Tag, save", "bulk_lasso")
        st.button("More like these", on_click=_show_like, args=(list(selected), map_key), key="more_like")
        st.button("Clear", type="tertiary", on_click=map_component.clear_selection, args=(map_key,))


def _show_like(selected: list[str], map_key: str) -> None:
    st.session_state[_LIKE] = selected
    map_component.clear_selection(map_key)


def _most_like(view: View, like: Sequence[str]) -> list[str]:
    """The 30 shown papers that are nearest to one of the chosen."""
    nearness = registry.embeddings(view.library.version, view.library.papers).nearness()
    ids = view.catalogue["paper_id"]
    found = nearness.nearest_to_all([view.rows[each] for each in like], 30, among=view.mask)
    return [str(ids.iloc[row]) for row, _ in found]


def _contrast(view: View, selected: Sequence[str]) -> None:
    st.markdown("Draw around some papers and set them as group A, then around others and set them as group B.")
    sides = ((_LEFT, "A"), (_RIGHT, "B"))
    with st.container(horizontal=True, gap="xsmall"):
        for name, letter in sides:
            kept = len(_kept(view, name))
            st.button(
                f"Set {len(selected)} as {letter}" if selected else f"{letter}: {counted(kept, 'paper')}",
                key=f"keep{name}",
                disabled=not selected,
                on_click=st.session_state.__setitem__,
                args=(name, list(selected)),
            )
    left, right = (_kept(view, name) for name, _ in sides)
    if not left or not right:
        return
    compared = contrast.contrast(view.library.papers, left, right, vectors(view))
    st.markdown(plain(compared.sentence))
    st.html(
        _phrases("Typical of A", compared.left, compared.read_left)
        + _phrases("Typical of B", compared.right, compared.read_right)
    )
    if compared.border:
        st.html("<b>Between the two groups</b>")
        for each in compared.border:
            _paper_button(view, each.paper_id, f"border_{each.paper_id}")
    opened = view.paper(url_state.open_paper())
    if opened is not None:
        st.html(f'<p style="line-height:1.55">{_marked(opened["abstract"], compared)}</p>')


def _kept(view: View, name: str) -> list[str]:
    return [each for each in st.session_state.get(name, []) if each in view.by_id.index]


def _phrases(title: str, phrases: Sequence[contrast.DistinctivePhrase], papers: int) -> str:
    items = [
        f'<li>{_in_colour(each.phrase, each.side)} <span style="opacity:.72;font-size:.9em">'
        f"{each.left if each.side == 'left' else each.right} of {papers}</span></li>"
        for each in phrases[:8]
    ]
    listed = "".join(items) or "<li>no words of its own</li>"
    return f'<b>{title}</b><ul style="margin:.2em 0 .7em;padding-left:1.2em">{listed}</ul>'


def _in_colour(text: str, side: str) -> str:
    return f'<mark style="background:{_MARKS[side]};color:inherit;border-radius:3px">{escaped(text)}</mark>'


def _marked(text: str, compared: contrast.Contrast) -> str:
    parts, end = [], 0
    for mark in contrast.marks(text, compared):
        parts += [escaped(text[end : mark.start]), _in_colour(text[mark.start : mark.end], mark.side)]
        end = mark.end
    return "".join([*parts, escaped(text[end:])])


def _landing(view: View, analysis: Analysis) -> None:
    st.text_area("Paste a title and an abstract to see where on the map they belong", key=_TEXT, height=180)
    try:
        found = _placement(view, analysis, quiet=False)
    except placement.NothingToPlaceError as trouble:
        st.info(plain(str(trouble)))
        return
    if found is None:
        return
    st.markdown(plain(found.sentence))
    st.caption("The crosses mark where on the map it may belong: the wider they spread, the less certain the place.")
    with st.container(gap=None):
        near = [(paper_id, score) for paper_id, score in found.nearest[:10] if paper_id in view.by_id.index]
        for (paper_id, score), why in zip(near, _shared_with_pasted(view, [each for each, _ in near]), strict=True):
            _paper_button(view, paper_id, f"landing_{paper_id}", f"Similarity {score:.2f}; 1 means the same text")
            if why:
                st.caption(plain(why))


def _shared_with_pasted(view: View, near: Sequence[str]) -> list[str]:
    """What the pasted text and each of these papers both say, in a few words."""
    title, abstract = placement.split_pasted(str(st.session_state.get(_TEXT) or ""))
    papers = view.by_id.loc[list(near)]
    shared = SharedPhrases(
        [title, *papers["title"]], [abstract, *papers["abstract"]], view.nearness.words if view.nearness else None
    )
    return [both_say(shared.of(0, number)) for number in range(1, len(near) + 1)]


def _placement(view: View, analysis: Analysis, *, quiet: bool = True) -> placement.Placement | None:
    title, abstract = placement.split_pasted(str(st.session_state.get(_TEXT) or ""))
    if not title and not abstract:
        return None
    try:
        prepared = placement.prepare_reference_map(analysis, vectors(view))
        return placement.place_text(prepared, title, abstract, nearness=view.nearness)
    except placement.NothingToPlaceError:
        if quiet:
            return None
        raise


def _route(view: View) -> None:
    minutes = st.slider("Minutes to read", 5, 120, 30, step=5, key="route_minutes")
    names = view.by_id["topic"].map(view.topic_names).fillna("").to_dict()
    shown = view.shown["paper_id"].tolist()
    rows = vectors(view)[view.mask]
    votes = {each: float(vote) for each, vote in view.by_id["votes"].dropna().items()}
    read = [each for each, decision in view.decisions.items() if decision in (Decision.STARRED, Decision.LATER)]
    found = reading_order.plan_reading_order(shown, rows, minutes, votes=votes or None, read=read, topics=names)
    st.markdown(plain(found.sentence))
    with st.container(gap=None):
        for number, stop in enumerate(found.steps, 1):
            _paper_button(view, stop.paper_id, f"route_{stop.paper_id}", before=f"{number}. ")
            st.caption(plain(stop.sentence))


def _new(view: View, analysis: Analysis) -> None:
    labels = view.digest_labels
    if len(labels) < 2:
        st.info("With two or more digests, this shows which topics grew with one of them.")
        return
    chosen = st.selectbox(
        "Papers new with", list(labels), index=len(labels) - 1, format_func=labels.__getitem__, key="new_with"
    )
    found = growth.growth(analysis, growth.new_with(view.library.appearances, [chosen]))
    st.markdown(plain(found.sentence))
    st.html(growth_list(found.regions))


def _paper_button(view: View, paper_id: str, key: str, help_text: str | None = None, before: str = "") -> None:
    if paper_id in view.by_id.index:
        open_it: Callable[[str], None] = url_state.set_open_paper
        title = short(view.by_id.at[paper_id, "title"], 62)
        st.button(plain(before + title), type="tertiary", key=key, help=help_text, on_click=open_it, args=(paper_id,))
