"""Papers that may be one: a question about each group of them, in pages; the visitor decides, and it lasts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import uuid4

import pandas as pd
import streamlit as st

from components.curation.annotations.duplicate_decisions import decide_duplicates
from components.papers.comparing.doubtful import DoubtfulGroup, PairKey
from components.papers.merging import DuplicateDecision
from components.text import counted
from components.ui.shared.text import MUTED, escaped, plain
from components.workspace.view import View

_PAGE = "_duplicate_page"
_A_PAGE = 10  # questions
_NAMED = 6  # papers of a group that are named
_CHOSEN_FROM = 100  # papers of a group among which those that are the same can be chosen
_ALL_SAME = 50  # papers of a group that may be one by a single click


def draw(view: View) -> None:
    """The questions that nobody has answered yet; nothing where there is none."""
    groups = view.library.doubtful
    if not groups:
        return
    st.subheader("Perhaps the same paper", anchor=False)
    _all_pairs(view, [group for group in groups if len(group.papers) == 2 and group.title])
    pages = (len(groups) - 1) // _A_PAGE + 1
    page = min(int(st.session_state.get(_PAGE, 0)), pages - 1)
    first = page * _A_PAGE
    for number, group in enumerate(groups[first : first + _A_PAGE], first):
        with st.container(border=True):
            if len(group.papers) == 2:
                _pair(view, group, number)
            else:
                _many(view, group, number)
    if pages > 1:
        _pager(page, pages, len(groups))


def _pair(view: View, group: DoubtfulGroup, number: int) -> None:
    st.html("<br>".join(_named(view, *one) for one in zip(group.papers, group.titles, strict=True)))
    with st.container(horizontal=True, gap="xsmall"):
        _button(view, "The same paper", f"pair_{number}_same", group.decisions(group.papers))
        _button(view, "Different papers", f"pair_{number}_different", group.decisions(()))


def _many(view: View, group: DoubtfulGroup, number: int) -> None:
    count = counted(len(group.papers), "paper")
    called = f"are called “{escaped(group.title)}”" if group.title else "have titles or abstracts that are nearly alike"
    shown = list(zip(group.papers, group.titles, strict=True))[:_NAMED]
    more = len(group.papers) - len(shown)
    items = "".join(f"<li>{_named(view, *one)}</li>" for one in shown) + (f"<li>and {more:,} more</li>" if more else "")
    st.html(f'<b>{count} {called}.</b> Are they all different?<ul style="margin:0">{items}</ul>')
    with st.container(horizontal=True, gap="xsmall"):
        _button(view, "All different", f"group_{number}_different", group.decisions(()))
        numbered = sum(paper.startswith("arxiv:") for paper in group.papers)  # two of these are never one
        if len(group.papers) <= _ALL_SAME and numbered < 2:
            _button(view, "All the same paper", f"group_{number}_same", group.decisions(group.papers))
        _some(view, group, number)


def _some(view: View, group: DoubtfulGroup, number: int) -> None:
    """A menu to choose those of a group that are one paper."""
    menu = st.popover("Some are the same", key=f"group_{number}_menu", on_change="rerun")
    if not menu.open:
        return
    labels = {paper: f"{k}. {_facts(view, paper) or title}" for k, (paper, title) in enumerate(_first(group), 1)}
    with menu:
        chosen = st.multiselect(
            "These are one paper, the others are different",
            list(labels),
            format_func=lambda paper: labels[paper],
            key=f"group_{number}_chosen",
            width=420,
        )
        if len(group.papers) > _CHOSEN_FROM:
            st.caption(f"The first {_CHOSEN_FROM} of {len(group.papers):,} can be chosen.")
        _button(view, "Merge the chosen ones", f"group_{number}_some", group.decisions(chosen), len(chosen) < 2)


def _first(group: DoubtfulGroup) -> list[tuple[str, str]]:
    return list(zip(group.papers, group.titles, strict=True))[:_CHOSEN_FROM]


def _all_pairs(view: View, pairs: Collection[DoubtfulGroup]) -> None:
    """One answer for all pairs under one title, where there are several: two digests of one day bring dozens."""
    if len(pairs) < 3:
        return
    with st.container(border=True):
        st.markdown(
            f"{counted(len(pairs), 'title')} stand twice, with too little beside them to tell whether it is one paper."
        )
        with st.container(horizontal=True, gap="xsmall"):
            for words, key, same in (("All pairs are one paper", "same", True), ("All differ", "different", False)):
                decided: dict[PairKey, DuplicateDecision] = {}
                for group in pairs:
                    decided |= group.decisions(group.papers if same else ())
                _button(view, words, f"pairs_{key}", decided)


def _button(
    view: View, words: str, key: str, decided: Mapping[PairKey, DuplicateDecision], disabled: bool = False
) -> None:
    st.button(words, key=key, on_click=_decide, args=(view, decided), disabled=disabled)


def _decide(view: View, decided: Mapping[PairKey, DuplicateDecision]) -> None:
    decide_duplicates(view.engine, view.workspace, decided, uuid4().hex)


def _named(view: View, paper_id: str, title: str) -> str:
    """A paper in HTML: its title, and muted what tells it from others of that title."""
    facts = _facts(view, paper_id)
    return escaped(title) + (f' <span style="{MUTED}">{escaped(facts)}</span>' if facts else "")


def _facts(view: View, paper_id: str) -> str:
    """Whose paper it is, from when, and in which digest, as plain text."""
    paper = view.paper(paper_id)
    if paper is None:
        return ""
    authors = list(paper["authors"])
    names = ", ".join(authors[:2]) + (" and others" if len(authors) > 2 else "")
    digests = ", ".join(view.digest_labels.get(one, "") for one in paper["digests"][:2])
    number = f"arXiv {paper['arxiv_id']}" if paper["arxiv_id"] else ""
    return " · ".join(part for part in (names, str(paper["published"]), number, digests, _beginning(paper)) if part)


def _beginning(paper: pd.Series) -> str:
    words = str(paper["abstract"])[:90]
    return f"“{words}…”" if words else ""


def _pager(page: int, pages: int, count: int) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        _turn("Previous", page - 1, disabled=page == 0)
        last = min(count, (page + 1) * _A_PAGE)
        st.markdown(plain(f"Questions {page * _A_PAGE + 1:,} to {last:,} of {count:,}"), width="content")
        _turn("Next", page + 1, disabled=page == pages - 1)


def _turn(words: str, page: int, *, disabled: bool) -> None:
    st.button(words, key=f"questions_{words.lower()}", disabled=disabled, on_click=_turn_to, args=(page,))


def _turn_to(page: int) -> None:
    st.session_state[_PAGE] = page
