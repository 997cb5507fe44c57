"""The table of papers, whose selection belongs to papers and not to row numbers.

Streamlit keeps a selection by position: after a filter the same row is another paper. So the chosen papers' ids
are kept here, and before the table is drawn again they are turned into the rows where those papers are now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from components.curation.annotations.decisions import Decision
from components.finding import meaning
from components.finding.passages import passages
from components.text import counted, short
from components.ui.shared import url_state, viewport
from components.ui.shared.colours import tint
from components.ui.shared.paper import citations, decide
from components.ui.shared.paper.gist_line import WHAT
from components.ui.shared.papers_table import cards, ordering, table_columns
from components.ui.shared.text import people, titled
from components.ui.shared.topics import short_name, topic_colours
from components.workspace import caches
from components.workspace.view import View

if TYPE_CHECKING:
    from streamlit.elements.arrow import DataframeStateInput

STAR, STARRED = "☆", "★"
_SIGNS = {Decision.STARRED: "starred", Decision.LATER: "later", Decision.HIDDEN: "hidden"}  # the inbox is no news
_ROW = 35
_LINES, _SIGN = 2.8, 6.6  # lines of a sentence in a tall row; pixels of a character, on average
_LEAST_HIGH, _ABOVE, _ABOVE_FILTERED = 320, 150, 200  # pixels: of a table, and of all that stands above it


def draw(
    view: View,
    papers: pd.DataFrame,
    key: str,
    narrow: bool,
    height: int | None = None,
    title_width: int = 270,
    columns: Sequence[str] = table_columns.USUAL,
    row_height: int = _ROW,
) -> list[str]:
    """Draw the papers' rows; returns the ids that are ticked. A click on a row opens its paper.

    `narrow` shows star and title only, the title in `title_width` pixels, for where there is something beside; else
    `columns` of `table_columns.OFFERED` follow. On a phone papers are cards, and nothing can be ticked.
    """
    if viewport.is_narrow():
        cards.draw(view, papers, key)
        return []
    ids = papers["paper_id"].tolist()
    first = _follow(key, ids)
    columns = () if narrow else tuple(columns)
    wide = {"title": title_width} if narrow else table_columns.widths(view, columns)
    # A sentence ends before its cell does: the browser cuts in the middle of a line.
    longest = int(_LINES * wide["gist"] / _SIGN) if "gist" in columns and row_height > _ROW else 0
    known = "interest" in columns and view.ranking is not None, meaning.is_registered(view.catalogue)
    frame = caches.table_frame(
        view.library.version,
        (view.catalogue_key, view.filters.address(), hash(tuple(ids)), columns, longest, known),
        lambda: _frame(view, papers, columns, longest),
    )

    def star() -> None:
        clicked = st.session_state[f"{key}_star"]
        if clicked is not None and 0 <= clicked.row < len(ids):
            decide.toggle(view, ids[clicked.row], Decision.STARRED)

    event = st.dataframe(
        frame,
        key=key,
        height=height or min(_most_high(), _ROW + row_height * len(papers) + 3),
        hide_index=True,
        column_config=_columns(view, frame, key, star, wide),
        on_select=lambda: _open_clicked(key, ids),
        selection_default=_selection([], first),
        selection_mode=["multi-row", "single-cell"],
        row_height=row_height,
        alt=f"{counted(len(papers), 'paper')}, a row each: {', '.join(_named(name) for name in frame)}",
    )
    return [ids[row] for row in event["selection"]["rows"] if row < len(ids)]


def _named(column: str) -> str:
    return table_columns.OFFERED.get(column, column).lower()


def _most_high() -> int:
    """How high a table may be, pixels: to the end of the window, below the bar of filters."""
    return max(_LEAST_HIGH, viewport.size()[1] - (_ABOVE_FILTERED if url_state.filters().to_params() else _ABOVE))


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


def _frame(view: View, papers: pd.DataFrame, columns: Sequence[str], longest: int) -> pd.DataFrame:
    """The rows as they are drawn; sentences of at most so many characters, 0 for whole ones."""
    starred = papers["decision"] == Decision.STARRED
    made: dict[str, list[Any]] = {
        "star": [STARRED if on else STAR for on in starred],
        "title": [
            titled(title, retracted, new=new and not view.read_only)
            for title, retracted, new in zip(papers["title"], papers["retracted"], papers["new"], strict=True)
        ],
    }
    made |= {name: _VALUES[name](view, papers) for name in columns}
    if longest:
        made["gist"] = [short(gist, longest) for gist in made["gist"]]
    return pd.DataFrame(made)


def _cited_by(_: View, papers: pd.DataFrame) -> list[str]:
    """Every service's number of citations with its day."""
    return [citations.by_service(counts) for counts in papers["citation_counts"]]


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
    "rising": ordering.rising,
    "citations": lambda _, papers: papers["citations"].tolist(),
    "cited_by": _cited_by,
    "stars": lambda _, papers: papers["stars"].tolist(),
    "authors": lambda _, papers: [people(names) for names in papers["authors"]],
    "organisation": lambda _, papers: papers["organisation"].tolist(),
    "venue": lambda _, papers: papers["venue"].tolist(),
    "year": lambda _, papers: papers["year"].tolist(),
    "type": lambda _, papers: papers["type"].tolist(),
    "categories": lambda _, papers: [", ".join(names) for names in papers["categories"]],
    "status": lambda _, papers: papers["status"].tolist(),
    "review_rating": lambda _, papers: papers["review_rating"].tolist(),
    "doi": lambda _, papers: papers["doi"].tolist(),
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


def _columns(
    view: View, frame: pd.DataFrame, key: str, star: Callable[[], None], wide: Mapping[str, int]
) -> dict[str, Any]:
    """How each column is drawn; `wide` is how many pixels each has."""
    config = st.column_config
    dark = st.context.theme.type == "dark"
    names = [short_name(topic) for topic in view.topics.values()]
    colours = [tint(each, dark) for each in topic_colours(view.analysis, dark)] if view.analysis else []
    columns: dict[str, Any] = {
        "star": config.ButtonColumn("", width=42, type="tertiary", on_click=star, key=f"{key}_star", help="Star"),
        "topic": config.MultiselectColumn("Topic", options=names, color=colours or None, width=wide.get("topic")),
    }
    for name in frame:
        label, width, tooltip = table_columns.OFFERED.get(name, "Title"), wide.get(name), _HELP.get(name)
        if name in _NUMBERS:
            columns[name] = config.NumberColumn(label, width=width, help=tooltip, format=_NUMBERS[name])
        elif name not in columns:
            columns[name] = config.TextColumn(label, width=width, help=tooltip)
    return {name: columns[name] for name in frame}


# Name → format.
_NUMBERS = {
    "votes": None, "citations": None, "stars": None, "rising": "%+.1f", "interest": "%.0f", "novelty": "%.0f",
    "review_rating": None,
}  # fmt: skip
_HELP = {
    "gist": WHAT,
    "date": "As written in the digest; a date without a year stays without one",
    "rising": "Votes gained a day, between two looks at most two weeks apart",
    "citations": citations.WHOSE,
    "cited_by": "Services count differently; none is added to another",
    "interest": "100: most like what you starred",
    "novelty": "100: least similar to any other paper here",
    "status": "Where the paper stands, in the words of its venue",
    "review_rating": "The mean of its reviewers' ratings",
    "passage": "The passage that holds the words you searched for",
}


def title_of(view: View, paper_id: str, most: int = 80) -> str:
    """A paper's title, cut to fit a line."""
    return short(view.by_id.at[paper_id, "title"], most) if paper_id in view.by_id.index else ""
