"""Sharing from the pages: a list at a short address, and the feeds of saved searches."""

from __future__ import annotations

from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from components.curation import feeds, lists, searches
from components.settings import settings
from components.ui.shell import PAGES
from components.ui.text import counted, plain
from components.ui.visit import Visit

_NEWS = "_share_news"


def draw(visit: Visit, papers: pd.DataFrame) -> None:
    """A menu to share these papers as a list, to take lists back, and to follow saved searches."""
    menu = st.popover("Share", icon=":material/share:", key="share", on_change="rerun", width="content")
    if not menu.open:
        return
    with menu:
        _new_list(visit, papers)
        _own_lists(visit)
        _feeds(visit)


def base() -> str:
    """Where the app lies as this visitor reaches it, without a slash at the end."""
    if settings().address:
        return settings().address
    parts = urlsplit(st.context.url or "")
    names = {entry.script.removesuffix(".py") for entry in PAGES}
    path = parts.path.rstrip("/")
    before, _, last = path.rpartition("/")
    return f"{parts.scheme}://{parts.netloc}{before if last in names else path}"


def _new_list(visit: Visit, papers: pd.DataFrame) -> None:
    with st.form("share_form", border=False, clear_on_submit=True):
        title = st.text_input("Share as a list", placeholder="Title", max_chars=lists.LONGEST_TITLE)
        introduction = st.text_area(
            "Introduction",
            placeholder="Why these (may be left out)",
            max_chars=lists.LONGEST_INTRODUCTION,
            height=80,
            label_visibility="collapsed",
        )
        notes = st.checkbox("With my notes and tags", help="Decisions are never shared")
        if st.form_submit_button(f"Share {counted(len(papers), 'paper')}", type="primary"):
            st.session_state[_NEWS] = _share(visit, papers, title, introduction, notes)
            st.rerun()
    if news := st.session_state.pop(_NEWS, ""):
        st.warning(plain(news), icon=":material/error:")


def _share(visit: Visit, papers: pd.DataFrame, title: str, introduction: str, notes: bool) -> str:
    """Share the papers as they are now; what is wrong with it in words, or nothing."""
    from components.sharing import snapshot

    content = snapshot.take(papers, visit.digest_labels, visit.analysis, with_notes=notes)
    try:
        lists.share(visit.engine, visit.workspace, title, introduction, len(papers), content)
    except lists.ListError as trouble:
        return str(trouble)
    return ""


def _own_lists(visit: Visit) -> None:
    for shared in lists.lists(visit.engine, visit.workspace):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(
                f"[{plain(shared.title)}]({base()}/list/{shared.address}) · {counted(shared.papers, 'paper')}",
                width="stretch",
            )
            st.button(
                "Take back",
                type="tertiary",
                key=f"take_back_{shared.address}",
                help="Its address then leads nowhere",
                on_click=lists.take_back,
                args=(visit.engine, visit.workspace, shared.address),
            )
        st.code(f"{base()}/list/{shared.address}", language=None)


def _feeds(visit: Visit) -> None:
    names = [search.name for search in searches.searches(visit.engine, visit.workspace)]
    if not names:
        return
    name = st.selectbox(
        "Follow a saved search", names, format_func=plain, index=None, placeholder="Choose one", key="share_search"
    )
    if not name:
        return
    secret = feeds.address(visit.engine, visit.workspace, name)
    st.code(f"{base()}/feed/{secret}.atom\n{base()}/feed/{secret}.json", language=None)
    st.button(
        "New addresses",
        type="tertiary",
        icon=":material/refresh:",
        help="Whoever has the old ones sees nothing any more",
        on_click=_renew,
        args=(visit, name),
    )


def _renew(visit: Visit, name: str) -> None:
    feeds.address(visit.engine, visit.workspace, name, renew=True)
