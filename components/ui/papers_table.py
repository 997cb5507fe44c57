"""The table of papers, whose selection belongs to papers and not to row numbers.

Streamlit keeps a selection by position: after a filter the same row is another paper. So the chosen papers' ids
are kept here, and before the table is drawn again they are turned into the rows where those papers are now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components.curation.decisions import Decision
from components.ui import address, decide
from components.ui.map_colouring import topic_colours
from components.ui.map_picture import short_name
from components.ui.text import short
from components.ui.visit import Visit

STAR, STARRED = "☆", "★"
_SIGNS = {Decision.STARRED: "starred", Decision.LATER: "later", Decision.HIDDEN: "hidden"}  # the inbox is no news
_ROW = 35


def draw(
    visit: Visit, papers: pd.DataFrame, key: str, narrow: bool, height: int | None = None, room: int = 270
) -> list[str]:
    """Draw the papers' rows; returns the ids that are ticked. A click on a row opens its paper.

    `narrow` shows star and title only, the title in `room` pixels.
    """
    ids = papers["paper_id"].tolist()
    _follow(key, ids)

    def star() -> None:
        clicked = st.session_state[f"{key}_star"]
        if clicked is not None and 0 <= clicked.row < len(ids):
            decide.toggle(visit, ids[clicked.row], Decision.STARRED)

    event = st.dataframe(
        _frame(visit, papers),
        key=key,
        height=height or min(620, _ROW * (len(papers) + 1) + 3),
        hide_index=True,
        column_order=("star", "title") if narrow else None,
        column_config=_columns(visit, papers, key, star, room if narrow else 430),
        on_select=lambda: _open_clicked(key, ids),
        selection_mode=["multi-row", "single-cell"],
        row_height=_ROW,
        alt=f"{len(papers)} papers with their topics, digests, dates, links and decisions",
    )
    return [ids[row] for row in event["selection"]["rows"] if row < len(ids)]


def ticked(key: str) -> list[str]:
    """The ids ticked in the table now, also before it is drawn."""
    ids = st.session_state.get(f"{key}_ids", [])
    state = st.session_state.get(key)
    return [ids[row] for row in state["selection"]["rows"] if row < len(ids)] if state else []


def untick(key: str) -> None:
    """Let go of all ticked rows (in a callback)."""
    st.session_state[key] = _selection([], [])


def _open_clicked(key: str, ids: Sequence[str]) -> None:
    cells = st.session_state[key]["selection"]["cells"]
    if cells and cells[0][0] < len(ids) and cells[0][1] != "star":
        address.open_one(ids[cells[0][0]])


def _follow(key: str, ids: list[str]) -> None:
    """Move the selection to where its papers are now, and the marked cell to the open paper."""
    before = st.session_state.get(f"{key}_ids")
    state = st.session_state.get(key)
    place = {paper_id: row for row, paper_id in enumerate(ids)}
    opened = place.get(address.open_paper())
    cells = [] if opened is None else [[opened, "title"]]
    if state is not None:
        chosen = [before[row] for row in state["selection"]["rows"] if before and row < len(before)]
        rows = [place[paper_id] for paper_id in chosen if paper_id in place]
        marked = [row for row, _ in state["selection"]["cells"]]
        if rows != state["selection"]["rows"] or marked != [row for row, _ in cells]:
            st.session_state[key] = _selection(rows, cells)
    elif cells:
        st.session_state[key] = _selection([], cells)
    st.session_state[f"{key}_ids"] = ids


def _selection(rows: list[int], cells: list[list[Any]]) -> dict[str, dict[str, list]]:
    return {"selection": {"rows": rows, "columns": [], "cells": cells}}


def _frame(visit: Visit, papers: pd.DataFrame) -> pd.DataFrame:
    labels = visit.digest_labels
    starred = papers["decision"] == Decision.STARRED
    return pd.DataFrame(
        {
            "star": [STARRED if on else STAR for on in starred],
            "title": papers["title"].tolist(),
            "topic": [[short_name(visit.topics[slug])] if slug in visit.topics else [] for slug in papers["topic"]],
            "digests": [", ".join(labels.get(digest, digest) for digest in seen) for seen in papers["digests"]],
            "date": papers["published"].where(papers["published"] != "", _dates(visit, papers)).tolist(),
            "links": [", ".join(dict.fromkeys(kinds)) for kinds in papers["kinds"]],
            "votes": papers["votes"].tolist(),
            "decision": [_SIGNS.get(decision, "") for decision in papers["decision"]],
        }
    )


def _dates(visit: Visit, papers: pd.DataFrame) -> pd.Series:
    """The date of the first digest that shows a paper, as written, where the paper has none of its own."""
    dated = {digest.digest_id: digest.date for digest in visit.library.digests}
    return pd.Series(
        [next((dated[digest] for digest in seen if dated.get(digest)), "") for seen in papers["digests"]],
        index=papers.index,
        dtype="str",
    )


def _columns(visit: Visit, papers: pd.DataFrame, key: str, star: Callable[[], None], room: int) -> dict[str, Any]:
    config = st.column_config
    names = [short_name(topic) for topic in visit.topics.values()]
    colours = topic_colours(visit.analysis, st.context.theme.type == "dark") if visit.analysis else []
    columns: dict[str, Any] = {
        "star": config.ButtonColumn("", width=42, type="tertiary", on_click=star, key=f"{key}_star", help="Star"),
        "title": config.TextColumn("Title", width=room),
        "topic": config.MultiselectColumn("Topic", options=names, color=colours or None, width=175),
        "digests": config.TextColumn("Seen in", width=190),
        "date": config.TextColumn("Date", width=70, help="As the digest writes it; a date without a year stays so"),
        "links": config.TextColumn("Links", width=95),
        "votes": config.NumberColumn("Votes", width=60) if papers["votes"].notna().any() else None,
        "decision": config.TextColumn("Decision", width=75),
    }
    return columns


def title_of(visit: Visit, paper_id: str, most: int = 80) -> str:
    """A paper's title, cut to fit a line."""
    return short(visit.by_id.at[paper_id, "title"], most) if paper_id in visit.by_id.index else ""
