"""How a list of papers looks: which columns, how dense, in which order; kept in the address like every view."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.finding.query import marks
from components.ui.shared import url_state
from components.ui.shared.papers_table import ordering
from components.workspace.view import View

COLUMNS, DENSITY = "columns", "rows"
OFFERED = {
    "gist": "Gist",
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
    "stars": "GitHub stars",
    "authors": "Authors",
    "organisation": "Organisation",
    "keywords": "Keywords",
}
GIST_UP_TO = 1_000  # papers of which each row carries a sentence by itself: beyond, it is many bytes to send
USUAL = ("topic", "digests", "date", "links", "votes", "decision")
DENSITIES = {"usual": "Normal", "dense": "Compact", "roomy": "Large"}
HEIGHTS = {"usual": 35, "dense": 26, "roomy": 62}
_PARTED = ","


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
    first = ["passage"] if marks(view.filters.query) else []
    first += ["gist"] if len(view.shown) <= GIST_UP_TO and not first else []
    return (*first, *USUAL, *more, *([by] if by in {"interest", "novelty", "stars"} else []))


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

    st.pills("Columns", list(OFFERED), selection_mode="multi", key=key, format_func=OFFERED.__getitem__, on_change=keep)
