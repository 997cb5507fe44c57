"""How a list of papers looks: which columns, how dense, in which order; kept in the address like every view."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd
import streamlit as st

from components.curation.annotations.decisions import Decision
from components.finding.query import marks
from components.ui.shared import url_state, viewport
from components.ui.shared.papers_table import ordering
from components.workspace.view import View

COLUMNS, DENSITY = "columns", "rows"
OFFERED = {
    "gist": "Gist",
    "authors": "Authors",
    "year": "Year",
    "venue": "Venue",
    "topic": "Topic",
    "digests": "Digests",
    "date": "Date",
    "links": "Links",
    "votes": "Votes",
    "decision": "Decision",
    "tags": "Tags",
    "interest": "Interest",
    "passage": "Found in",
    "found": "Found by",
    "novelty": "Novelty",
    "rating": "Rating",
    "note": "Note",
    "rising": "Votes a day",
    "citations": "Citations",
    "cited_by": "Citations by service",
    "stars": "GitHub stars",
    "organisation": "Organisation",
    "type": "Type",
    "categories": "Categories",
    "status": "Status",
    "review_rating": "Reviewers",
    "doi": "DOI",
    "keywords": "Keywords",
}
# Columns offered only where something stands in them.
_IF_ANY = ("authors", "organisation", "keywords", "venue", "year", "type", "categories", "status", "doi", "cited_by")
_NUMBERS_IF_ANY = ("review_rating", "citations")
_UNDER = {"cited_by": "citation_counts"}  # what the catalogue calls some of these
GIST_UP_TO = 1_000  # papers of which each row carries a sentence by itself: beyond, it is many bytes to send
# Those that a table begins with where they tell papers apart and there is room; what matters most first.
USUAL = ("topic", "gist", "authors", "year", "links", "venue", "citations", "votes", "decision", "digests")
WIDTHS = {
    "topic": 165, "digests": 150, "date": 80, "links": 95, "votes": 60, "decision": 75, "interest": 70,
    "novelty": 70, "rising": 85, "citations": 75, "cited_by": 230, "stars": 95, "rating": 70, "tags": 120, "found": 105,
    "note": 200, "authors": 170, "year": 55, "venue": 110, "organisation": 130, "keywords": 160, "type": 115,
    "categories": 105, "status": 95, "review_rating": 75, "doi": 150,
}  # fmt: skip
DENSITIES = {"usual": "Normal", "dense": "One line", "roomy": "Tall"}
HEIGHTS = {"usual": 62, "dense": 30, "roomy": 84}  # pixels; Streamlit wraps texts in rows of more than 60
_PARTED = ","
_BESIDE = 110  # pixels of the tick, the star and the scroll bar
_BESIDE_A_PAPER, _GAP = 0.6, 16  # the table's share of the width while a paper is open, pixels between the two
_TITLE, _TEXT = (330, 560), (270, 640)  # pixels of a title and of a sentence: at least and at most


def columns(view: View, *, own: bool = False) -> tuple[str, ...]:
    """The columns to show beside star and title: those of the address, else the usual ones and what is of use now.

    `own` here and below: the table is the shortlist, which has an order of its own.
    """
    asked = [name for name in url_state.setting(COLUMNS, "").split(_PARTED) if name in OFFERED]
    return tuple(dict.fromkeys(asked)) or usual(view, own=own)


def usual(view: View, *, own: bool = False) -> tuple[str, ...]:
    """The columns of a table nobody changed."""
    useful = (("found", view.filters.near), ("tags", view.annotations.tags), ("rating", view.annotations.ratings))
    more = [name for name, there in useful if there]
    by = ordering.chosen(view, own=own)
    passage = ["passage"] if marks(view.filters.query) else []
    needed = [*passage, *more, *([by] if by in {"interest", "novelty", "rising", "citations", "stars", "date"} else [])]
    left = _room(view) - _BESIDE - _TITLE[0] - sum(_least(name) for name in needed)
    chosen = set(needed)
    for name in USUAL:
        if _least(name) <= left and not (passage and name == "gist") and _tells(view.shown, name):
            chosen.add(name)
            left -= _least(name)
    return tuple(name for name in ("passage", *OFFERED) if name in chosen)


def _least(name: str) -> int:
    return WIDTHS.get(name, _TEXT[0])


def _tells(papers: pd.DataFrame, name: str) -> bool:
    """Whether a column tells papers apart: one that is empty, or the same for all, is not worth its room."""
    if name == "gist":
        return len(papers) <= GIST_UP_TO and bool((papers["gist"] != "").any())
    if name == "decision":  # the stars have a column of their own
        values = set(papers["decision"].replace(Decision.STARRED, Decision.INBOX))
        return len(values) > 1
    column = "kinds" if name == "links" else name
    values = set(papers[column].dropna()) if column in papers else set()
    return len(values) > 1 or (len(papers) == 1 and any(values))


def _room(view: View) -> int:
    """Pixels that the table may be wide. One of many papers keeps its columns beside an open paper: a table with others
    is sent anew with all its rows.
    """
    whole = viewport.content_width()
    beside = url_state.open_paper() and len(view.shown) <= GIST_UP_TO
    return int(whole * _BESIDE_A_PAPER) - _GAP if beside else whole


def widths(view: View, names: Sequence[str]) -> dict[str, int]:
    """How wide the title and these columns are, pixels: what is left goes to the title and to sentences."""
    texts = [name for name in names if name not in WIDTHS]
    left = _room(view) - _BESIDE - sum(WIDTHS.get(name, 0) for name in names)
    title = left if not texts else int(left * 0.45) if len(texts) == 1 else left // (len(texts) + 1)
    title = min(max(title, _TITLE[0]), _TITLE[1] if texts else max(left, _TITLE[0]))
    text = (left - title) // max(1, len(texts))
    return {**WIDTHS, **{name: min(max(text, _TEXT[0]), _TEXT[1]) for name in texts}, "title": title}


def _stands(view: View, column: str) -> bool:
    """Whether some paper has a value in a column of the catalogue."""
    values = view.catalogue[_UNDER.get(column, column)]
    return bool(values.notna().any() if column in _NUMBERS_IF_ANY else values.map(len).any())


def _offered(view: View, chosen: Collection[str]) -> dict[str, str]:
    """The columns that may be chosen: those that are chosen already, and those in which something stands."""
    empty = {name for name in (*_IF_ANY, *_NUMBERS_IF_ANY) if name not in chosen and not _stands(view, name)}
    empty |= {"rising"} if "rising" not in chosen and not view.rising else set()
    return {name: label for name, label in OFFERED.items() if name not in empty}


def height() -> int:
    """The height of a row, pixels."""
    return HEIGHTS[url_state.one_of(DENSITY, DENSITIES)]


def menu(view: View, *, own: bool = False) -> None:
    """The menu of order, columns and density; filled only while it is open. Its label says the order."""
    orders = ordering.offered(view, own=own)
    by = ordering.chosen(view, own=own)
    opened = st.popover(f"By {_small(orders[by])}", icon=":material/tune:", key="table_view", on_change="rerun")
    if not opened.open:
        return
    with opened:
        _choice("Order", orders, ordering.PARAMETER, by)
        _columns(view, own)
        _choice("Row height", DENSITIES, DENSITY, url_state.one_of(DENSITY, DENSITIES))


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]


def _choice(label: str, values: Mapping[str, str], parameter: str, now: str) -> None:
    key = f"table_{parameter}"
    if st.session_state.get(key) != now:
        st.session_state[key] = now
    first = next(iter(values))
    st.pills(
        label,
        list(values),
        required=True,
        key=key,
        format_func=values.__getitem__,
        on_change=lambda: url_state.set_choice(parameter, st.session_state[key], first),
    )


def _columns(view: View, own: bool) -> None:
    key = "table_columns"
    now = list(columns(view, own=own))
    if list(st.session_state.get(key) or []) != now:
        st.session_state[key] = now

    def keep() -> None:
        wanted = _PARTED.join(st.session_state[key] or ())
        url_state.set_setting(COLUMNS, wanted, _PARTED.join(usual(view, own=own)))

    offered = list(_offered(view, now))
    st.pills("Columns", offered, selection_mode="multi", key=key, format_func=OFFERED.__getitem__, on_change=keep)
