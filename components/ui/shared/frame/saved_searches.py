"""Saved searches: a menu that opens them again, says how many of their papers are new since, and keeps new ones."""

from __future__ import annotations

from urllib.parse import parse_qs

import streamlit as st

from components.curation.searches import saved_searches
from components.curation.searches.saved_searches import SavedSearch, SearchError
from components.finding.filters import Filters
from components.ui.shared import url_state
from components.ui.shared.text import plain
from components.workspace.view import View

_NAME = "saved_name"
_NAMED = 40  # new papers that one query line can name


def menu(view: View) -> None:
    """Draw the menu; it is filled, and the new papers are counted, only while it is open."""
    opened = st.popover("Saved", type="tertiary", key="saved_searches", on_change="rerun")
    if opened.open:
        with opened:
            offer(view)


def offer(view: View) -> None:
    """Draw the saved searches and the line that saves one."""
    kept = saved_searches.searches(view.engine, view.workspace)
    for number, search in enumerate(kept):
        _search(view, search, number)
    if not kept:
        st.caption("Opens again with one click, and shows what is new since you last looked.")
    st.text_input(
        "Save what is shown now as",
        key=_NAME,
        placeholder="Name, then Enter",
        max_chars=saved_searches.LONGEST_NAME,
        on_change=_save,
        args=(view,),
    )


def _search(view: View, search: SavedSearch, number: int) -> None:
    wanted = Filters.from_params(parse_qs(search.address)).known(view.catalogue)
    shown = wanted.apply(view.catalogue)
    new = search.new(shown, view.library.earlier)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.button(
            f"{plain(search.name)} · {len(shown):,}",
            key=f"saved_{number}",
            type="tertiary",
            help=plain(wanted.describe(view.catalogue, view.digest_labels, len(shown))),
            on_click=_open,
            args=(view, search.name, wanted, shown),
        )
        if new:
            st.button(
                f"{len(new):,} new",
                key=f"saved_new_{number}",
                help=f"New since {search.seen_at[:10]}",
                on_click=_open,
                args=(view, search.name, _only(wanted, new), shown),
            )
        st.button(
            "",
            icon=":material/delete:",
            key=f"saved_delete_{number}",
            type="tertiary",
            help=f"Delete the search {plain(search.name)}; its feed and its mails end",
            on_click=_delete,
            args=(view, search.name),
        )


def _only(wanted: Filters, new: list[str]) -> Filters:
    """The same filters with the new papers only: named in the query line, so that the address still says it all."""
    named = ",".join(paper_id.removeprefix("arxiv:") for paper_id in new[:_NAMED])
    return wanted.with_query(f"{wanted.query} id:{named}")


def _open(view: View, name: str, wanted: Filters, shown: list[str]) -> None:
    if not view.read_only:
        saved_searches.mark_seen(view.engine, view.workspace, name, shown)
    url_state.show(wanted)


def _delete(view: View, name: str) -> None:
    saved_searches.delete(view.engine, view.workspace, name)


def _save(view: View) -> None:
    name = str(st.session_state[_NAME] or "")
    if not name.strip():
        return
    try:
        saved_searches.save(view.engine, view.workspace, name, view.filters.address(), view.shown["paper_id"].tolist())
        st.session_state[_NAME] = ""
        st.toast(f"Saved “{plain(name)}”.", icon=":material/bookmark:")
    except SearchError as refused:
        st.toast(plain(str(refused)), icon=":material/error:")
