"""Following a source: what it is, asked for in a menu. The first look is made at once.

Nothing is asked for until the button is pressed.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.ingestion import opml, source
from components.ingestion.source import Announced, InvalidSourceError, SourceKind, SourceSpec
from components.ingestion.sources import TooManySourcesError
from components.settings import settings
from components.ui.shared.text import plain
from components.workspace.following import rounds
from components.workspace.following.looking import look_now
from components.workspace.view import View

_KINDS = {
    SourceKind.DAILY_PAPERS: "Daily Papers",
    SourceKind.ARXIV: "arXiv",
    SourceKind.FEED: "Feed",
    SourceKind.PAGE: "Web page",
    SourceKind.OPENREVIEW: "OpenReview",
    SourceKind.FOLDER: "Server’s folder",
}
_Specs = Callable[[], list[SourceSpec]]
_EVERY = {"day": "By day", "week": "By week", "month": "By month", "trending": "Trending"}
_ANNOUNCED = {Announced.NEW: "New", Announced.CROSS: "Cross-lists", Announced.REPLACE: "Replacements"}


def menu(view: View) -> None:
    """The menu that asks what to follow."""
    opened = st.popover("Follow a source", icon=":material/rss_feed:", key="follow", on_change="rerun")
    if opened.open:
        with opened:
            _form(view)


def _form(view: View) -> None:
    kinds = [kind for kind in _KINDS if _is_offered(kind)]
    kind = st.segmented_control(
        "What to follow", kinds, format_func=_KINDS.__getitem__, default=kinds[0], key="follow_kind"
    )
    try:
        specs = _specs(kind or kinds[0])
        if st.button("Follow", type="primary", icon=":material/rss_feed:", key="follow_go"):
            _follow(view, specs())
            st.rerun()
    except (InvalidSourceError, TooManySourcesError) as trouble:
        st.error(plain(str(trouble)))


def _is_offered(kind: SourceKind) -> bool:
    try:
        rounds.check_allowed(SourceSpec(kind), settings())
    except InvalidSourceError:
        return False
    return True


def _specs(kind: SourceKind) -> _Specs:
    """The controls of a kind; what they say is read when the button is pressed."""
    if kind is SourceKind.DAILY_PAPERS:
        every = st.segmented_control(
            "How", list(_EVERY), format_func=_EVERY.__getitem__, default="day", key="follow_every"
        )
        floor = st.number_input("Papers with at least so many votes", 0, 10_000, 0, key="follow_floor")
        st.caption("Looks at each day once it is half over, and again one, three and seven days later for votes.")
        return lambda: [source.daily_papers(every or "day", int(floor))]
    if kind is SourceKind.ARXIV:
        categories = st.text_input("Categories", placeholder="cs.CL+cs.LG", key="follow_categories")
        announced = st.pills(
            "Announced as",
            list(_ANNOUNCED),
            format_func=_ANNOUNCED.__getitem__,
            selection_mode="multi",
            default=[Announced.NEW],
            key="follow_announced",
        )
        return lambda: [source.arxiv(categories, tuple(announced))]
    if kind is SourceKind.FOLDER:
        st.caption("Every file that the operator of this server puts there. Files are read, never moved or changed.")
        return lambda: [SourceSpec(SourceKind.FOLDER)]
    if kind is SourceKind.OPENREVIEW:
        venue = st.text_input("Venue", placeholder="ICLR.cc/2026/Conference", key="follow_venue")
        st.caption("What it accepted, with decisions and public ratings; looked at once a week.")
        return lambda: [source.openreview(venue)]
    if kind is SourceKind.PAGE:
        page = st.text_input("Address of a page that lists papers", key="follow_page")
        return lambda: [source.page(page)]
    address = st.text_input("Address of an RSS, Atom or JSON feed", key="follow_feed")
    lists = st.file_uploader("Or the feeds of your feed reader (OPML)", type=["opml", "xml"], key="follow_opml")
    return lambda: _feeds(lists.getvalue()) if lists is not None else [source.feed(address)]


def _feeds(content: bytes) -> list[SourceSpec]:
    found, wrong = opml.feeds(content)
    if not found:
        raise InvalidSourceError(f"This OPML names no feed that can be followed ({wrong} addresses are none).")
    return found


def _follow(view: View, specs: list[SourceSpec]) -> None:
    """Follow sources and look at them now."""
    rounds.add(view.engine, view.workspace, specs, rounds.present())
    look_now(view, [spec.key(view.workspace) for spec in specs])
