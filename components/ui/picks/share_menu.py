"""Sharing from the pages: a list at a short address, saved searches to follow, a website, a key for programs."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.curation import shared_lists
from components.text import counted, short
from components.ui.picks.searches import follow_search
from components.ui.picks.share import group_list_menu, program_key, site_download, zotero_menu
from components.ui.shared.site import base
from components.ui.shared.text import in_a_sentence, plain
from components.workspace import allowances
from components.workspace.allowances import Allowance
from components.workspace.view import View

_NEWS = "_share_news"


def draw(view: View, papers: pd.DataFrame) -> None:
    """A menu to share these papers as a list, to take lists back, and to follow saved searches."""
    menu = st.popover("Share", icon=":material/share:", key="share", on_change="rerun", width="content")
    if not menu.open:
        return
    with menu:
        _new_list(view, papers)
        _own_lists(view)
        group_list_menu.draw(view, papers)
        if news := follow_search.draw(view):
            st.session_state[_NEWS] = news
            st.rerun()
        zotero_menu.draw(view, papers)
        site_download.draw(view, papers)
        program_key.draw(view)


def _new_list(view: View, papers: pd.DataFrame) -> None:
    with st.form("share_form", border=False, clear_on_submit=True):
        title = st.text_input(
            "Share as a list", _offered_title(papers), placeholder="Title", max_chars=shared_lists.LONGEST_TITLE
        )
        introduction = st.text_area(
            "Introduction",
            placeholder="Why these papers (optional)",
            max_chars=shared_lists.LONGEST_INTRODUCTION,
            height=80,
            label_visibility="collapsed",
        )
        notes = st.checkbox("With my notes and tags", help="Decisions are never shared")
        if st.form_submit_button(f"Share {counted(len(papers), 'paper')}", type="primary"):
            st.session_state[_NEWS] = _share(view, papers, title, introduction, notes)
            st.rerun()
    if news := st.session_state.pop(_NEWS, ""):
        st.info(plain(news))


def _offered_title(papers: pd.DataFrame) -> str:
    """A title to begin with, of the topics that most of the papers are in: "3 papers on causal models and circuits"."""
    names = papers.loc[papers["topic_name"] != "", "topic_name"].str.split(", ").str[0]
    most = [in_a_sentence(name) for name in names.value_counts().index[:2]]
    return short(
        f"{counted(len(papers), 'paper')}{' on ' if most else ''}{' and '.join(most)}", shared_lists.LONGEST_TITLE
    )


def _share(view: View, papers: pd.DataFrame, title: str, introduction: str, notes: bool) -> str:
    """Share the papers as they are now; what is wrong with it in words, or nothing."""
    from components.sharing.lists import snapshot

    content = snapshot.take(papers, view.digest_labels, view.analysis, with_notes=notes)
    grant = allowances.take_all(view.engine, Allowance.KEPT, view.requester, len(content))
    if grant is None:
        return allowances.KEPT_MUCH
    try:
        shared_lists.share(view.engine, view.workspace, title, introduction, len(papers), content)
    except shared_lists.ListError as trouble:
        allowances.give_back(view.engine, grant, grant.amount)
        return str(trouble)
    return ""


def _own_lists(view: View) -> None:
    for shared in shared_lists.lists(view.engine, view.workspace):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(
                f"[{plain(shared.title)}]({base()}/list/{shared.address}) · {counted(shared.papers, 'paper')}",
                width="stretch",
            )
            site_download.draw_of_list(view, shared)
            st.button(
                "Stop sharing",
                type="tertiary",
                key=f"take_back_{shared.address}",
                help="The link stops working",
                on_click=_take_back,
                args=(view, shared.address),
            )
        st.code(f"{base()}/list/{shared.address}", language=None)


def _take_back(view: View, address: str) -> None:
    shared_lists.unshare(view.engine, view.workspace, address)
