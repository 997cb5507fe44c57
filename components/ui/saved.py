"""Saved searches: a menu that opens them again, says how many of their papers are new since, and keeps new ones.

Not here: what is kept of a search (`curation.searches`).
"""

from __future__ import annotations

from urllib.parse import parse_qs

import streamlit as st

from components.curation import searches
from components.curation.searches import SavedSearch, SearchError
from components.finding.filters import Filters
from components.ui import address
from components.ui.text import plain
from components.ui.visit import Visit

_NAME = "saved_name"
_NAMED = 40  # new papers that one query line can name


def menu(visit: Visit) -> None:
    """Draw the menu; it is filled, and the new papers are counted, only while it is open."""
    opened = st.popover("Saved", type="tertiary", key="saved_searches", on_change="rerun")
    if opened.open:
        with opened:
            offer(visit)


def offer(visit: Visit) -> None:
    """Draw the saved searches and the line that saves one."""
    kept = searches.searches(visit.engine, visit.workspace)
    for number, search in enumerate(kept):
        _search(visit, search, number)
    if not kept:
        st.caption("A saved search comes back with one click, and says what is new since.")
    st.text_input(
        "Save what is shown now as",
        key=_NAME,
        placeholder="Name, then Enter",
        max_chars=searches.LONGEST_NAME,
        on_change=_save,
        args=(visit,),
    )


def _search(visit: Visit, search: SavedSearch, number: int) -> None:
    wanted = Filters.from_params(parse_qs(search.address)).known(visit.catalogue)
    shown = wanted.apply(visit.catalogue)
    new = search.new(shown, visit.library.earlier)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.button(
            f"{plain(search.name)} · {len(shown):,}",
            key=f"saved_{number}",
            type="tertiary",
            help=plain(wanted.describe(visit.catalogue, visit.digest_labels, len(shown))),
            on_click=_open,
            args=(visit, search.name, wanted, shown),
        )
        if new:
            st.button(
                f"{len(new):,} new",
                key=f"saved_new_{number}",
                help=f"New since {search.seen_at[:10]}",
                on_click=_open,
                args=(visit, search.name, _only(wanted, new), shown),
            )
        st.button(
            "",
            icon=":material/delete:",
            key=f"saved_delete_{number}",
            type="tertiary",
            help=f"Delete the search {plain(search.name)}",
            on_click=_delete,
            args=(visit, search.name),
        )


def _only(wanted: Filters, new: list[str]) -> Filters:
    """The same filters with the new papers only: named in the query line, so that the address still says it all."""
    named = ",".join(paper_id.removeprefix("arxiv:") for paper_id in new[:_NAMED])
    return wanted.with_query(f"{wanted.query} id:{named}")


def _open(visit: Visit, name: str, wanted: Filters, shown: list[str]) -> None:
    if not visit.read_only:
        searches.look(visit.engine, visit.workspace, name, shown)
    address.show(wanted)


def _delete(visit: Visit, name: str) -> None:
    searches.delete(visit.engine, visit.workspace, name)


def _save(visit: Visit) -> None:
    name = str(st.session_state[_NAME] or "")
    if not name.strip():
        return
    try:
        searches.save(visit.engine, visit.workspace, name, visit.filters.address(), visit.shown["paper_id"].tolist())
        st.session_state[_NAME] = ""
        st.toast(f"Saved “{plain(name)}”.", icon=":material/bookmark:")
    except SearchError as refused:
        st.toast(plain(str(refused)), icon=":material/error:")
