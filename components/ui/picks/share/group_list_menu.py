"""Lists that several people fill, for their owner: made, opened, closed, given another link, shared as they are."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from components.curation import shared_lists
from components.curation.group_lists import contributions, lists
from components.curation.group_lists.lists import GroupList, GroupListError
from components.text import counted
from components.ui.shared.site import base
from components.ui.shared.text import plain
from components.workspace import allowances
from components.workspace.allowances import Allowance
from components.workspace.view import View

_NEWS = "_group_list_news"


def draw(view: View, papers: pd.DataFrame) -> None:
    """The part of a menu about these lists; nothing for who only looks."""
    if view.read_only:
        return
    mine = lists.lists_of(view.engine, view.workspace)
    with st.expander("Fill a list together", icon=":material/group_add:", expanded=_NEWS in st.session_state):
        if news := st.session_state.pop(_NEWS, ""):
            st.info(plain(news))
        for group in mine:
            _list(view, group)
        _new(view, papers)


def _new(view: View, papers: pd.DataFrame) -> None:
    with st.form("group_list_form", border=False, clear_on_submit=True):
        st.caption(
            "Others add papers, vote and remark at a link, without an account. With it they can search the titles and "
            "abstracts of your papers, not your decisions, tags or notes."
        )
        title = st.text_input("New list", placeholder="Title", max_chars=shared_lists.LONGEST_TITLE)
        introduction = st.text_area(
            "What it is for",
            placeholder="What it is for (optional)",
            max_chars=shared_lists.LONGEST_INTRODUCTION,
            height=80,
            label_visibility="collapsed",
        )
        begins = st.checkbox(f"Begin with {counted(len(papers), 'paper')} shown here")
        if st.form_submit_button("Make the list"):
            st.session_state[_NEWS] = _make(view, papers if begins else papers.head(0), title, introduction)
            st.rerun()


def _make(view: View, papers: pd.DataFrame, title: str, introduction: str) -> str:
    """Make a list of these papers; what became of it in words."""
    from components.curation.group_lists.paper_copy import packed
    from components.sharing.lists import filling

    rows = [view.rows[each] for each in papers["paper_id"]]
    copies = {entry.paper_id: filling.copy_of(entry) for entry in filling.entries_at(view, rows)}
    size = sum(len(packed(each)) for each in copies.values())
    grant = allowances.take_all(view.engine, Allowance.KEPT, view.requester, size)
    if grant is None:
        return allowances.KEPT_MUCH
    try:
        group = lists.create(view.engine, view.workspace, title, introduction)
    except GroupListError as refused:
        allowances.give_back(view.engine, grant, grant.amount)
        return str(refused)
    try:
        for paper_id, copy in copies.items():
            contributions.add(view.engine, group, None, paper_id, copy)
    except GroupListError as refused:  # it is full: the rest is left out
        return str(refused)
    return ""


def _list(view: View, group: GroupList) -> None:
    address = f"{base()}/fill/{group.address}"
    count = f"{counted(group.papers, 'paper')}, {counted(group.people, 'person', 'people')}"
    st.markdown(f"[{plain(group.title)}]({address}) · {count}{'' if group.is_open else ' · closed'}")
    st.code(address, language=None)
    with st.container(horizontal=True, gap="xsmall"):
        _button(
            group,
            "Share as it is",
            "share",
            "Keep it by votes as a list to read, which stays as it is now",
            _freeze,
            view,
        )
        if group.is_open:
            _button(group, "Close", "close", "It can still be read, and nothing be added", _open, view, False)
        else:
            _button(group, "Open again", "open", "People may add again", _open, view, True)
        _button(group, "New link", "renew", "The old link stops working", _renew, view)
        _button(group, "Delete", "delete", "The list and all that people added to it", _delete, view)


def _button(group: GroupList, label: str, what: str, about: str, work: Callable[..., None], *given: object) -> None:
    key = f"group_list_{what}_{group.id}"
    st.button(label, type="tertiary", key=key, help=about, on_click=work, args=(group, *given))


def _freeze(group: GroupList, view: View) -> None:
    """Share the list as it is now, with votes and remarks as notes."""
    from components.sharing.lists import filling

    papers = contributions.papers_of(view.engine, group)
    content = filling.frozen(view, papers, with_remarks=True)
    grant = allowances.take_all(view.engine, Allowance.KEPT, view.requester, len(content))
    if grant is None:
        st.session_state[_NEWS] = allowances.KEPT_MUCH
        return
    try:
        shared = shared_lists.share(view.engine, view.workspace, group.title, group.introduction, len(papers), content)
        st.session_state[_NEWS] = f"Shared as it is now: {base()}/list/{shared.address}"
    except shared_lists.ListError as trouble:
        allowances.give_back(view.engine, grant, grant.amount)
        st.session_state[_NEWS] = str(trouble)


def _open(group: GroupList, view: View, is_open: bool) -> None:
    lists.set_open(view.engine, view.workspace, group.id, is_open=is_open)
    st.session_state[_NEWS] = ""


def _renew(group: GroupList, view: View) -> None:
    lists.renew_address(view.engine, view.workspace, group.id)
    st.session_state[_NEWS] = f"The new link: send it to those who fill “{group.title}”. Their names stay."


def _delete(group: GroupList, view: View) -> None:
    lists.delete(view.engine, view.workspace, group.id)
    st.session_state[_NEWS] = ""
