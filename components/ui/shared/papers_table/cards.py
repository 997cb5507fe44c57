"""Papers as cards, for a phone: whole titles, what is known of them, a star; a tap opens the paper.

A grid shows half a title there and cannot be read by every screen reader; cards are a list like any other.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components.curation.annotations.decisions import Decision
from components.text import cited_by, short
from components.ui.shared import component, url_state
from components.ui.shared.paper import decide
from components.ui.shared.text import people, published_in, titled
from components.ui.shared.topics import short_name, topic_colours
from components.workspace.view import View

_STEP = 40  # papers at once
_GIST = 160  # characters
_HTML = '<div class="atlas-cards"></div>'
_component = component.define("paper_cards", "shared/papers_table/cards.js", _HTML, ["shared/papers_table/cards.css"])


def draw(view: View, papers: pd.DataFrame, key: str) -> None:
    """Draw the first papers as cards, and a button for more."""
    name = f"{key}_cards"
    shown = min(int(st.session_state.get(f"{name}_shown", _STEP)), len(papers))
    colours = topic_colours(view.analysis, st.context.theme.type == "dark") if view.analysis else []
    colour_of = dict(zip(view.topics, colours, strict=False))

    def sent(what: str) -> str:
        return str(st.session_state[name].get(what) or "")

    def star() -> None:
        if sent("starred") in view.by_id.index:
            decide.toggle(view, sent("starred"), Decision.STARRED)

    def open_paper() -> None:
        if sent("opened") in view.by_id.index:
            url_state.set_open_paper(sent("opened"))

    def more() -> None:
        st.session_state[f"{name}_shown"] = shown + _STEP

    first = papers.head(shown)
    years = first["year"].tolist()
    _component(
        key=name,
        data={
            "papers": [
                _card(view, paper, year, colour_of) for paper, year in zip(first.to_dict("records"), years, strict=True)
            ],
            "open": url_state.open_paper(),
            "more": min(_STEP, len(papers) - shown),
            "of": len(papers),
        },
        on_opened_change=open_paper,
        on_starred_change=star,
        on_more_change=more,
    )


def _card(view: View, paper: dict[Any, Any], year: str, colours: dict[str, str]) -> dict[str, Any]:
    topic = view.topics.get(paper["topic"])
    facts = (
        people(paper["authors"], 2),
        published_in(str(paper.get("venue", "") or ""), year),
        cited_by(None if pd.isna(paper["citations"]) else int(paper["citations"])),
    )
    return {
        "id": paper["paper_id"],
        "title": titled(paper["title"], paper["retracted"], new=paper["new"] and not view.read_only),
        "gist": short(paper["gist"], _GIST),
        "facts": " · ".join(part for part in facts if part),
        "topic": short_name(topic) if topic else "",
        "colour": colours.get(paper["topic"], ""),
        "starred": paper["decision"] == Decision.STARRED,
    }
