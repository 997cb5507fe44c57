"""The table of papers, whose selection belongs to papers and not to row numbers.

Streamlit keeps a selection by position: after a filter the same row is another paper. So the chosen papers' ids
are kept here, and before the table is drawn again they are turned into the rows where those papers are now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from components.curation.annotations.decisions import Decision
from components.finding import meaning
from components.finding.passages import passages
from components.text import short
from components.ui.shared import url_state
from components.ui.shared.paper import decide
from components.ui.shared.paper.gist_line import WHAT
from components.ui.shared.papers_table import ordering, table_columns
from components.ui.shared.topics import short_name, topic_colours
from components.workspace import caches
from components.workspace.view import View

if TYPE_CHECKING:
    from streamlit.elements.arrow import DataframeStateInput

STAR, STARRED = "☆", "★"
_SIGNS = {Decision.STARRED: "starred", Decision.LATER: "later", Decision.HIDDEN: "hidden"}  # the inbox is no news
_ROW = 35


def draw(
    view: View,
    papers: pd.DataFrame,
    key: str,
    narrow: bool,
    height: int | None = None,
    room: int = 270,
    columns: Sequence[str] = table_columns.USUAL,
    row_height: int = _ROW,
) -> list[str]:
    """Draw the papers' rows; returns the ids that are ticked. A click on a row opens its paper.

    `narrow` shows star and title only, the title in `room` pixels; else `columns` of `table_view.OFFERED` follow.
    """
    ids = papers["paper_id"].tolist()
    first = _follow(key, ids)
    columns = () if narrow else tuple(columns)
    known = "interest" in columns and view.ranking is not None, meaning.is_registered(view.catalogue)
    frame = caches.table_frame(
        view.library.version,
        (view.catalogue_key, view.filters.address(), hash(tuple(ids)), columns, known),
        lambda: _frame(view, papers, columns),
    )

    def star() -> None:
        clicked = st.session_state[f"{key}_star"]
        if clicked is not None and 0 <= clicked.row < len(ids):
            decide.toggle(view, ids[clicked.row], Decision.STARRED)

    event = st.dataframe(
        frame,
        key=key,
        height=height or min(620, _ROW + row_height * len(papers) + 3),
        hide_index=True,
        column_config=_columns(
            view, frame, key, star, room if narrow else 310 if {"passage", "gist"} & set(columns) else 430
        ),
        on_select=lambda: _open_clicked(key, ids),
        selection_default=_selection([], first),
        selection_mode=["multi-row", "single-cell"],
        row_height=row_height,
        alt=f"{len(papers)} papers with their topics, digests, dates, links and decisions",
    )
    return [ids[row] for row in event["selection"]["rows"] if row < len(ids)]


def ticked(key: str) -> list[str]:
    """The ids ticked in the table now, also before it is drawn."""
    ids = st.session_state.get(f"{key}_ids", [])
    state = st.session_state.get(key)
    return [ids[row] for row in state["selection"]["rows"] if row < len(ids)] if state else []


def untick(*keys: str) -> None:
    """Let go of all ticked rows of some tables (in a callback)."""
    for key in keys:
        if key in st.session_state:
            st.session_state[key] = _selection([], [])


def _open_clicked(key: str, ids: Sequence[str]) -> None:
    cells = st.session_state[key]["selection"]["cells"]
    if cells and cells[0][0] < len(ids) and cells[0][1] != "star":
        url_state.set_open_paper(ids[cells[0][0]])


def _follow(key: str, ids: list[str]) -> list[tuple[int, str]]:
    """Move the selection to where its papers are now, and the marked cell to the open paper.

    Returns the cell to mark where the table is drawn for the first time. It stays the same while the table stands: a
    table whose selection is set is another one for Streamlit, and is sent again with all its rows.
    """
    before = st.session_state.get(f"{key}_ids")
    state = st.session_state.get(key)
    place = {paper_id: row for row, paper_id in enumerate(ids)}
    opened = place.get(url_state.open_paper())
    cells = [] if opened is None else [(opened, "title")]
    if state is not None:
        chosen = [before[row] for row in state["selection"]["rows"] if before and row < len(before)]
        rows = [place[paper_id] for paper_id in chosen if paper_id in place]
        marked = [row for row, _ in state["selection"]["cells"]]
        if rows != state["selection"]["rows"] or marked != [row for row, _ in cells]:
            st.session_state[key] = _selection(rows, cells)
    else:
        st.session_state[f"{key}_first"] = url_state.open_paper()
    st.session_state[f"{key}_ids"] = ids
    row = place.get(st.session_state.get(f"{key}_first", ""))
    return [] if row is None else [(row, "title")]


def _selection(rows: list[int], cells: list[tuple[int, str]]) -> DataframeStateInput:
    return {"selection": {"rows": rows, "columns": [], "cells": cells}}


def _frame(view: View, papers: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    starred = papers["decision"] == Decision.STARRED
    made: dict[str, list[Any]] = {
        "star": [STARRED if on else STAR for on in starred],
        "title": papers["title"].tolist(),
    }
    return pd.DataFrame(made | {name: _VALUES[name](view, papers) for name in columns})


def _topics(view: View, papers: pd.DataFrame) -> list[list[str]]:
    return [[short_name(view.topics[slug])] if slug in view.topics else [] for slug in papers["topic"]]


def _seen(view: View, papers: pd.DataFrame) -> list[str]:
    labels = view.digest_labels
    return [", ".join(labels.get(digest, digest) for digest in seen) for seen in papers["digests"]]


_VALUES: dict[str, Callable[[View, pd.DataFrame], list[Any]]] = {
    "gist": lambda _, papers: papers["gist"].tolist(),
    "topic": _topics,
    "digests": _seen,
    "date": lambda view, papers: papers["published"].where(papers["published"] != "", _dates(view, papers)).tolist(),
    "links": lambda _, papers: [", ".join(dict.fromkeys(kinds)) for kinds in papers["kinds"]],
    "votes": lambda _, papers: papers["votes"].tolist(),
    "decision": lambda _, papers: [_SIGNS.get(decision, "") for decision in papers["decision"]],
    "tags": lambda _, papers: [", ".join(names) for names in papers["tags"]],
    "interest": lambda view, papers: (100 * ordering.interest(view, papers)).tolist(),
    "passage": lambda view, papers: passages(view.filters.query, papers),
    "found": ordering.found_by,
    "novelty": lambda view, papers: (100 * ordering.novelty(view, papers)).tolist(),
    "rating": lambda _, papers: ["★" * rating for rating in papers["rating"]],
    "note": lambda _, papers: papers["note"].tolist(),
    "stars": lambda _, papers: papers["stars"].tolist(),
    "authors": lambda _, papers: [", ".join(names) for names in papers["authors"]],
    "organisation": lambda _, papers: papers["organisation"].tolist(),
    "keywords": lambda _, papers: [", ".join(words) for words in papers["keywords"]],
}


def _dates(view: View, papers: pd.DataFrame) -> pd.Series:
    """The date of the first digest that shows a paper, as written, where the paper has none of its own."""
    dated = {digest.digest_id: digest.date for digest in view.library.digests}
    return pd.Series(
        [next((dated[digest] for digest in seen if dated.get(digest)), "") for seen in papers["digests"]],
        index=papers.index,
        dtype="str",
    )


def _columns(view: View, frame: pd.DataFrame, key: str, star: Callable[[], None], room: int) -> dict[str, Any]:
    config = st.column_config
    names = [short_name(topic) for topic in view.topics.values()]
    colours = topic_colours(view.analysis, st.context.theme.type == "dark") if view.analysis else []
    columns: dict[str, Any] = {
        "star": config.ButtonColumn("", width=42, type="tertiary", on_click=star, key=f"{key}_star", help="Star"),
        "title": config.TextColumn("Title", width=room),
        "gist": config.TextColumn("Gist", width=330, help=WHAT),
        "topic": config.MultiselectColumn("Topic", options=names, color=colours or None, width=175),
        "digests": config.TextColumn("Digests", width=190),
        "date": config.TextColumn(
            "Date", width=70, help="As written in the digest; a date without a year stays without one"
        ),
        "links": config.TextColumn("Links", width=95),
        "votes": config.NumberColumn("Votes", width=60),
        "decision": config.TextColumn("Decision", width=75),
        "interest": config.NumberColumn("Interest", width=70, format="%.0f", help="100: most like what you starred"),
        "novelty": config.NumberColumn(
            "Novelty", width=70, format="%.0f", help="100: least similar to any other paper here"
        ),
        "stars": config.NumberColumn("GitHub stars", width=95),
        "rating": config.TextColumn("Rating", width=70),
        "tags": config.TextColumn("Tags", width=120),
        "passage": config.TextColumn("Found in", width=400, help="The passage that holds the words you searched for"),
        "found": config.TextColumn("Found by", width=105),
        "note": config.TextColumn("Note", width=200),
        "authors": config.TextColumn("Authors", width=200),
        "organisation": config.TextColumn("Organisation", width=130),
        "keywords": config.TextColumn("Keywords", width=160),
    }
    if "votes" in frame and frame["votes"].isna().all():
        columns["votes"] = None  # no digest gave any: not worth the room
    return {name: column for name, column in columns.items() if name in frame}


def title_of(view: View, paper_id: str, most: int = 80) -> str:
    """A paper's title, cut to fit a line."""
    return short(view.by_id.at[paper_id, "title"], most) if paper_id in view.by_id.index else ""
