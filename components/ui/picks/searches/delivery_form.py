"""What the mails and the feed of a saved search send: by interest or not, how good, how many."""

from __future__ import annotations

import streamlit as st

from components.curation.searches import saved_searches
from components.curation.searches.delivery import MOST, SHARES, Delivery
from components.curation.searches.saved_searches import SavedSearch
from components.settings import settings
from components.ui.shared.text import plain
from components.workspace.view import View

_SHARES = dict(zip(SHARES, ("All", "Better half", "Best quarter", "Best tenth"), strict=True))
_HELP = "What you pin comes first, then what is like your picks; each paper says why"


def draw(view: View, search: SavedSearch) -> None:
    """Draw the settings of one search; each is kept as it is chosen."""
    now, name = search.delivery, plain(search.name)
    keys = {part: f"delivery_{part}_{search.name}" for part in ("interest", "at_least", "most", "empty")}
    for key, value in zip(keys.values(), (now.by_interest, now.at_least, now.most, now.even_empty), strict=True):
        if st.session_state.get(key) != value:
            st.session_state[key] = value

    def keep() -> None:
        values = [st.session_state[key] for key in keys.values()]
        chosen = Delivery(
            bool(values[0]), values[1] if values[1] in SHARES else 0, int(values[2] or MOST), bool(values[3])
        )
        saved_searches.set_delivery(view.engine, view.workspace, search.name, chosen)

    st.toggle("Order by what I pick", key=keys["interest"], on_change=keep, help=f"{_HELP} (mails and feed of {name})")
    if now.by_interest:
        st.segmented_control(
            "Of these papers", SHARES, key=keys["at_least"], format_func=_SHARES.__getitem__, on_change=keep,
            help="By how much they are like your picks, among all papers here; what you pin always comes",
        )  # fmt: skip
    st.number_input(
        "At most, a mail or day", 1, MOST, key=keys["most"], on_change=keep, width=180,
        help="Papers in a mail; in the feed, papers of a day",
    )  # fmt: skip
    if settings().mail_server and not settings().demo:
        st.toggle("Mail me also when nothing is new", key=keys["empty"], on_change=keep)
