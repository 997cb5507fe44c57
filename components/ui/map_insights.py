"""What stands beside the map: the papers, two selections told apart, a text that lands, a reading route, what is new.

Only ids and texts a person gave are kept in the session. Not here: the computing (`landscape`) or the map itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from components.curation.decisions import Decision
from components.landscape import contrast, growth, landing, route
from components.landscape.analysis import Analysis
from components.ui import address, bulk, decide, loaders, map_view, papers_table
from components.ui.text import counted, escaped, plain, short
from components.ui.visit import Visit

BESIDE = {"papers": "Papers", "contrast": "Contrast", "landing": "Landing", "route": "Route", "new": "What is new"}
_LEFT, _RIGHT, _LIKE, _TEXT = "_contrast_left", "_contrast_right", "_more_like", "landing_text"
_MARKS = {"left": "#2F5BEA33", "right": "#C2570C33"}
_LISTED = 300  # papers beside the map at once: the list is for choosing, and the map must stay quick
_DOTS = 40  # of the landing's cloud on the map


def vectors(visit: Visit) -> np.ndarray:
    """The built-in vectors of the visit's papers, unit rows in the catalogue's order."""
    return loaders.vectors(visit.library.version, visit.library.papers)


def landing_places(visit: Visit, analysis: Analysis, beside: str) -> list[tuple[float, float]]:
    """Where the pasted text falls on the map, as a cloud; nothing where there is none."""
    found = _landed(visit, analysis) if beside == "landing" else None
    if found is None or found.xy is None:
        return []
    cloud = found.cloud[:: max(1, len(found.cloud) // _DOTS)]
    return [found.xy, *((float(x), float(y)) for x, y in cloud)]


def draw(visit: Visit, analysis: Analysis, beside: str, selected: Sequence[str], map_key: str, narrow: bool) -> None:
    """Draw one of BESIDE."""
    if beside == "contrast":
        _contrast(visit, selected)
    elif beside == "landing":
        _landing(visit, analysis)
    elif beside == "route":
        _route(visit)
    elif beside == "new":
        _new(visit, analysis)
    else:
        _papers(visit, selected, map_key, narrow)


def _papers(visit: Visit, selected: Sequence[str], map_key: str, narrow: bool) -> None:
    like = [each for each in st.session_state.get(_LIKE, []) if each in visit.by_id.index]
    if selected:
        _selection(visit, selected, map_key)
    if like and not selected:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(f"**Most like the {counted(len(like), 'paper')} you chose**", width="content")
            st.button("Show all", type="tertiary", on_click=lambda: st.session_state.pop(_LIKE, None))
        listed = _most_like(visit, like)
    else:
        listed = list(selected) or visit.shown["paper_id"].tolist()
    rows = visit.by_id.loc[listed[:_LISTED]].reset_index()
    papers_table.draw(visit, rows, "beside", narrow=True, height=420, room=270 if narrow else 360)
    if len(listed) > _LISTED:
        st.caption(f"The first {_LISTED:,} of {len(listed):,}; the table has them all.")


def _selection(visit: Visit, selected: Sequence[str], map_key: str) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(f"**{counted(len(selected), 'paper')} selected**", width="content")
        for decision, verb in ((Decision.STARRED, "Star"), (Decision.HIDDEN, "Hide")):
            st.button(
                f"{verb} {len(selected)}",
                icon=f":material/{decision.icon}:",
                on_click=decide.decide,
                args=(visit, list(selected), decision),
                key=f"bulk_{decision}",
            )
        bulk.menu(visit, list(selected), "Tag, save", "bulk_lasso")
        st.button("More like these", on_click=_show_like, args=(list(selected), map_key), key="more_like")
        st.button("Clear", type="tertiary", on_click=map_view.clear_selection, args=(map_key,))


def _show_like(selected: list[str], map_key: str) -> None:
    st.session_state[_LIKE] = selected
    map_view.clear_selection(map_key)


def _most_like(visit: Visit, like: Sequence[str]) -> list[str]:
    """The 30 shown papers whose vectors lie nearest to the middle of the chosen ones."""
    ids = visit.catalogue["paper_id"]
    chosen = ids.isin(list(like)).to_numpy(dtype=bool)
    rows = vectors(visit)
    nearness = np.where(visit.mask & ~chosen, rows @ rows[chosen].mean(axis=0), -np.inf)
    order = np.argsort(-nearness, kind="stable")[:30]
    return [str(ids.iloc[row]) for row in order if np.isfinite(nearness[row])]


def _contrast(visit: Visit, selected: Sequence[str]) -> None:
    st.markdown("Draw round some papers and keep them as A, then round others and keep them as B.")
    sides = ((_LEFT, "A"), (_RIGHT, "B"))
    with st.container(horizontal=True, gap="xsmall"):
        for name, letter in sides:
            kept = len(_kept(visit, name))
            st.button(
                f"Keep {len(selected)} as {letter}" if selected else f"{letter}: {counted(kept, 'paper')}",
                key=f"keep{name}",
                disabled=not selected,
                on_click=st.session_state.__setitem__,
                args=(name, list(selected)),
            )
    left, right = (_kept(visit, name) for name, _ in sides)
    if not left or not right:
        return
    told = contrast.contrast(visit.library.papers, left, right, vectors(visit))
    st.markdown(plain(told.sentence))
    st.html(_phrases("A says", told.left, told.read_left) + _phrases("B says", told.right, told.read_right))
    if told.border:
        st.html("<b>On the border</b>")
        for each in told.border:
            _paper_button(visit, each.paper_id, f"border_{each.paper_id}")
    opened = visit.paper(address.open_paper())
    if opened is not None:
        st.html(f'<p style="line-height:1.55">{_marked(opened["abstract"], told)}</p>')


def _kept(visit: Visit, name: str) -> list[str]:
    return [each for each in st.session_state.get(name, []) if each in visit.by_id.index]


def _phrases(title: str, phrases: Sequence[contrast.Separating], papers: int) -> str:
    items = [
        f'<li>{_in_colour(each.phrase, each.side)} <span style="opacity:.72;font-size:.9em">'
        f"{each.left if each.side == 'left' else each.right} of {papers}</span></li>"
        for each in phrases[:8]
    ]
    listed = "".join(items) or "<li>nothing of its own</li>"
    return f'<b>{title}</b><ul style="margin:.2em 0 .7em;padding-left:1.2em">{listed}</ul>'


def _in_colour(text: str, side: str) -> str:
    return f'<mark style="background:{_MARKS[side]};color:inherit;border-radius:3px">{escaped(text)}</mark>'


def _marked(text: str, told: contrast.Contrast) -> str:
    parts, end = [], 0
    for mark in contrast.marks(text, told):
        parts += [escaped(text[end : mark.start]), _in_colour(text[mark.start : mark.end], mark.side)]
        end = mark.end
    return "".join([*parts, escaped(text[end:])])


def _landing(visit: Visit, analysis: Analysis) -> None:
    st.text_area("Paste a title and an abstract to see where they fall", key=_TEXT, height=180)
    try:
        found = _landed(visit, analysis, quiet=False)
    except landing.NothingToLandError as trouble:
        st.info(plain(str(trouble)))
        return
    if found is None:
        return
    st.markdown(plain(found.sentence))
    st.caption("The crosses on the map are where it falls; the wider they lie, the less sure the place is.")
    with st.container(gap=None):
        for paper_id, cosine in found.nearest[:10]:
            _paper_button(visit, paper_id, f"landing_{paper_id}", f"Likeness {cosine:.2f}, 1 is the same text")


def _landed(visit: Visit, analysis: Analysis, *, quiet: bool = True) -> landing.Landing | None:
    title, abstract = landing.split_pasted(str(st.session_state.get(_TEXT) or ""))
    if not title and not abstract:
        return None
    try:
        return landing.land_text(landing.ground(analysis, vectors(visit)), title, abstract)
    except landing.NothingToLandError:
        if quiet:
            return None
        raise


def _route(visit: Visit) -> None:
    minutes = st.slider("Minutes to read", 5, 120, 30, step=5, key="route_minutes")
    names = visit.by_id["topic"].map(visit.topic_names).fillna("").to_dict()
    shown = visit.shown["paper_id"].tolist()
    rows = vectors(visit)[visit.mask]
    votes = {each: float(vote) for each, vote in visit.by_id["votes"].dropna().items()}
    read = [each for each, decision in visit.decisions.items() if decision in (Decision.STARRED, Decision.LATER)]
    found = route.route(shown, rows, minutes, votes=votes or None, read=read, topics=names)
    st.markdown(plain(found.sentence))
    with st.container(gap=None):
        for number, stop in enumerate(found.stops, 1):
            _paper_button(visit, stop.paper_id, f"route_{stop.paper_id}", before=f"{number}. ")
            st.caption(plain(stop.sentence))


def _new(visit: Visit, analysis: Analysis) -> None:
    labels = visit.digest_labels
    if len(labels) < 2:
        st.info("With two digests or more this shows which topics one of them brought more of than chance would.")
        return
    chosen = st.selectbox(
        "What is new with", list(labels), index=len(labels) - 1, format_func=labels.__getitem__, key="new_with"
    )
    found = growth.growth(analysis, growth.new_with(visit.library.sightings, [chosen]))
    st.markdown(plain(found.sentence))
    for region in found.regions:
        st.markdown(("**" if region.grew else "") + plain(region.sentence) + ("**" if region.grew else ""))


def _paper_button(visit: Visit, paper_id: str, key: str, help_text: str | None = None, before: str = "") -> None:
    if paper_id in visit.by_id.index:
        open_it: Callable[[str], None] = address.open_one
        title = short(visit.by_id.at[paper_id, "title"], 62)
        st.button(plain(before + title), type="tertiary", key=key, help=help_text, on_click=open_it, args=(paper_id,))
