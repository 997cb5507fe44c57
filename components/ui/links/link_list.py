"""The list on the Links page: the grouping, the totals that are also the filter, and the table.

Which group is looked at stands in the address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from components.links.link_status import LinkStatus
from components.links.verdict import State
from components.store import times
from components.text import short
from components.ui.links.link_rows import ACCEPTED, REPLACED, UNCHECKED, Grouping, Row
from components.ui.shared import choice, url_state, viewport
from components.ui.shared.text import host_and_path, plain
from components.workspace.view import View

BY, ONLY, LINK = "by", "only", "link"  # this page's own names in the address
TABLE = "links"
_OF_CHECKS = ("result", "checked")  # columns that stand empty until a link is checked
_NAMED = 8  # moves told in one tooltip
_MOST = 40  # groups offered at once, the first ones
_SETTLED = {UNCHECKED: "radio_button_unchecked", ACCEPTED: "task_alt", REPLACED: "swap_horiz"}
_ICONS = {state.value: f":{state.colour}[:material/{state.icon}:]" for state in State} | {
    word: f":gray[:material/{icon}:]" for word, icon in _SETTLED.items()
}
_LABELS = {state.value: state.label for state in State} | {word: word.capitalize() for word in _SETTLED}
_COLOURS = [*(state.colour for state in State), *("gray" for _ in _SETTLED)]
_COLUMNS = {
    Grouping.VERDICT: ("state", "url", "kind", "paper", "result", "checked", "source"),
    Grouping.HOST: ("url", "state", "kind", "paper", "result", "checked", "source"),
    Grouping.KIND: ("kind", "state", "url", "paper", "result", "checked", "source"),
    Grouping.PAPER: ("paper", "promise", "state", "url", "kind", "result", "checked", "source"),
}


def grouping() -> Grouping:
    """How the address wants the rows grouped."""
    return Grouping(url_state.one_of(BY, [each.value for each in Grouping]))


def only() -> list[str]:
    """The groups the address is narrowed to; empty for all."""
    return [group for group in url_state.setting(ONLY, "").split("|") if group]


def opened() -> str:
    """The link that stands beside the list, "" for none."""
    return url_state.setting(LINK, "")


def beside() -> tuple[str, str]:
    """What stands beside the list: a link, a paper, or neither."""
    return opened(), url_state.open_paper()


def open_link(url: str) -> None:
    """Put a link beside the list, in place of a paper; "" closes it."""
    url_state.set_setting(LINK, url, "")
    if url:
        url_state.set_open_paper("")


def open_paper(paper_id: str) -> None:
    """Put a paper beside the list, in place of a link."""
    url_state.set_setting(LINK, "", "")
    url_state.set_open_paper(paper_id)


def choose_grouping() -> None:
    """The control that says by what the rows are grouped."""
    ways = {each.value: f"By {'state' if each is Grouping.VERDICT else each.value}" for each in Grouping}
    choice.draw("Group by", BY, ways, BY, then=lambda: url_state.set_setting(ONLY, "", ""))


def totals(amounts: Mapping[str, int], by: Grouping) -> None:
    """How much is in each group; choosing some shows only these."""
    now = [group for group in only() if group in amounts]
    groups = [group for number, group in enumerate(amounts) if number < _MOST or group in now]
    key = f"only_{by.value}"
    if sorted(st.session_state.get(key) or []) != sorted(now):
        st.session_state[key] = now
    st.pills(
        "Show only",
        groups,
        selection_mode="multi",
        key=key,
        format_func=lambda group: _counted(group, amounts.get(group, 0), by),
        on_change=lambda: url_state.set_setting(ONLY, "|".join(st.session_state[key] or ()), ""),
        label_visibility="collapsed",
    )


def _counted(group: str, amount: int, by: Grouping) -> str:
    if by is Grouping.VERDICT:
        return f"{_ICONS[group]} {amount:,} {group}"
    return f"{plain(group)} · {amount:,}"


def offered(offers: Mapping[str, str]) -> str:
    """Which link has moved where, the new addresses in full, as Markdown."""
    lines = [f"{plain(host_and_path(url))} → {plain(new)}" for url, new in list(offers.items())[:_NAMED]]
    more = len(offers) - len(lines)
    return "\n\n".join([*lines, *([f"and {more:,} more"] if more else [])])


def table(view: View, shown: Sequence[Row], by: Grouping) -> None:
    """The rows; a click opens the link, in the column of papers the paper."""
    _follow(shown)

    def open_clicked() -> None:
        cells = st.session_state[TABLE]["selection"]["cells"]
        if not cells or cells[0][0] >= len(shown):
            return
        row, column = shown[cells[0][0]], cells[0][1]
        if column == "paper" or not row.url:
            open_paper(row.paper_id)
        elif column != "url":  # a click there follows the link
            open_link(row.url)

    frame = _frame(view, shown, by)
    wanted = ("state", "url") if viewport.is_narrow() else _COLUMNS[by]
    st.dataframe(
        frame,
        key=TABLE,
        hide_index=True,
        column_order=[name for name in wanted if name in frame and (name not in _OF_CHECKS or frame[name].any())],
        on_select=open_clicked,
        selection_mode="single-cell",
        row_height=35,
        height=min(640, 35 * (len(shown) + 1) + 3),
        column_config=_config(),
        alt=f"{len(shown)} links with their state, kind and paper",
    )


def _follow(shown: Sequence[Row]) -> None:
    """Move the marked cell to where the opened link or paper is now: Streamlit keeps it by its row number."""
    link, paper = beside()
    place = next((number for number, row in enumerate(shown) if link == row.url != "" or paper == row.paper_id), None)
    now = st.session_state.get(TABLE)
    cells = now["selection"]["cells"] if now else []
    if place is None:
        wanted = []
    elif cells and cells[0][0] == place:
        return
    else:
        wanted = [[place, cells[0][1] if cells else "paper" if paper else "state"]]
    if wanted != [list(cell) for cell in cells]:
        st.session_state[TABLE] = {"selection": {"rows": [], "columns": [], "cells": wanted}}


def _config() -> dict[str, Any]:
    config = st.column_config
    wide = not viewport.is_narrow()
    return {
        "state": config.MultiselectColumn("State", options=list(_LABELS.values()), color=_COLOURS, width=105),
        "url": config.LinkColumn("Link", width=300 if wide else 220, display_text=r"^https?://(?:www\.)?(.+?)/?$"),
        "kind": config.TextColumn("Kind", width=90),
        "paper": config.TextColumn("Paper", width=290),
        "promise": config.TextColumn("Promised", width=185),
        "result": config.TextColumn("Result", width=260),
        "checked": config.TextColumn("Checked", width=90),
        "source": config.TextColumn("Looked up", width=120, help="Not in the digest: a look-up found it"),
    }


def _frame(view: View, shown: Sequence[Row], by: Grouping) -> pd.DataFrame:
    now = datetime.now(UTC)
    wanted = {row.paper_id for row in shown}
    known = zip(view.catalogue["paper_id"], view.catalogue["title"], strict=True)
    titles = {paper_id: short(title, 90) for paper_id, title in known if paper_id in wanted}
    frame = pd.DataFrame(
        {
            "state": [[_LABELS[row.state]] if row.state else [] for row in shown],
            "url": [row.url or None for row in shown],
            "kind": [row.standing.link.kind.value if row.standing else "" for row in shown],
            "paper": [titles[row.paper_id] for row in shown],
            "result": [_result(row.standing) if row.standing else "" for row in shown],
            "checked": [_day(row.standing, now) if row.standing else "" for row in shown],
        }
    )
    if any(row.standing and row.standing.link.source for row in shown):
        frame["source"] = [row.standing.link.source.split(",")[0] if row.standing else "" for row in shown]
    return frame.assign(promise=[row.group for row in shown]) if by is Grouping.PAPER else frame


def _result(one: LinkStatus) -> str:
    """What was seen and what the curator says to it, in one line."""
    words = [one.verdict.reason] if one.verdict and one.verdict.reason else []
    if one.decision.replacement:
        words.insert(0, f"use {one.decision.replacement}")
    if one.decision.accepted_until:
        words.append(f"accepted until {one.decision.accepted_until}")
    if one.decision.note:
        words.append(f"note: {short(one.decision.note, 80)}")
    return "; ".join(words)


def _day(one: LinkStatus, now: datetime) -> str:
    """The age of a verdict in days: in words that stay the same while nothing changes."""
    if one.verdict is None or not one.verdict.checked_at:
        return ""
    days = (now.date() - times.read(one.verdict.checked_at).date()).days
    return "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"
