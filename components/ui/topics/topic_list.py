"""Topics as cards: name, size under the filters, further phrases, a typical paper; choosing one filters every page.

One component instead of sixty Streamlit elements: a rerun that changes nothing costs a hash.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.finding.filters import all_counts
from components.landscape.result import Analysis, Topic
from components.text import counted
from components.ui.shared import component, url_state
from components.ui.shared.topic_actions import DETAILS
from components.ui.shared.topics import topic_colours
from components.ui.topics.topic_detail import look
from components.workspace.view import View

_KEY = "topics"
_ALONE = {"slug": "", "name": "Other topics", "count": "", "on": False}

_HTML = '<div class="atlas-topics"></div>'
_component = component.define("topic_list", "topics/topic_list.js", _HTML, ["topics/topic_list.css"])


def draw(view: View, analysis: Analysis) -> None:
    """Draw all topics, those of one area (one hue) side by side, the largest area first."""
    counts = all_counts(view.catalogue, view.filters, ["topics", "areas"])
    amounts = counts["topics"]
    colours = topic_colours(analysis, st.context.theme.type == "dark")
    most = max([*amounts.values(), 1])
    looked = url_state.setting(DETAILS, "")
    inside = Counter(topic.area for topic in analysis.topics)
    # Areas of several topics first, under their names; then the topics that are areas by themselves.
    order = sorted(range(len(analysis.topics)), key=lambda n: _place(analysis.topics[n].area, inside))
    cards: list[dict[str, Any]] = []
    before: tuple[bool, int] | None = None
    for number in order:
        topic = analysis.topics[number]
        card = _card(view, topic, amounts, most, colours[number]) | {"looked": topic.slug == looked}
        place = _place(topic.area, inside)
        if place != before and (before is not None or inside[topic.area] > 1):
            card["area"] = _area(view, analysis, topic.area, counts["areas"]) if inside[topic.area] > 1 else _ALONE
        before = place
        cards.append(card)
    _component(
        key=_KEY,
        data={"topics": cards},
        on_toggled_change=lambda: _toggle(view, "topics", str(st.session_state[_KEY].get("toggled") or "")),
        on_area_change=lambda: _toggle(view, "areas", str(st.session_state[_KEY].get("area") or "")),
        on_opened_change=lambda: _open(view, str(st.session_state[_KEY].get("opened") or "")),
        on_looked_change=lambda: look(view, str(st.session_state[_KEY].get("looked") or "")),
    )


def _toggle(view: View, facet: str, slug: str) -> None:
    known = view.topics if facet == "topics" else {area.slug for area in view.analysis.areas} if view.analysis else ()
    if slug in known:
        url_state.show(url_state.filters().toggled(facet, slug))


def _open(view: View, paper_id: str) -> None:
    if paper_id in view.by_id.index:
        url_state.set_open_paper(paper_id)


def _place(area: int, inside: Mapping[int, int]) -> tuple[bool, int]:
    alone = inside[area] == 1
    return alone, 0 if alone else area


def _area(view: View, analysis: Analysis, number: int, amounts: Mapping[str, int]) -> dict[str, Any]:
    """The heading of an area of several topics."""
    area = analysis.areas[number]
    return {
        "slug": area.slug,
        "name": area.name,
        "count": _counted(amounts.get(area.slug, 0), area.size),
        "on": area.slug in view.filters.areas,
    }


def _counted(count: int, size: int) -> str:
    return counted(size, "paper") if count == size else f"{count:,} of {counted(size, 'paper')}"


def _card(view: View, topic: Topic, amounts: Mapping[str, int], most: int, colour: str) -> dict[str, Any]:
    count = amounts.get(topic.slug, 0)
    known = topic.typical in view.by_id.index
    return {
        "slug": topic.slug,
        "name": topic.name,
        "count": _counted(count, topic.size),
        "share": 100 * count / most,
        "colour": colour,
        "on": topic.slug in view.filters.topics,
        "phrases": ", ".join(_further(topic)),
        "typical": {"id": topic.typical, "title": view.by_id.at[topic.typical, "title"]} if known else None,
    }


def _further(topic: Topic) -> list[str]:
    """Phrases that the name does not say already."""
    name = topic.name.casefold()
    return [phrase for phrase in topic.phrases if phrase.casefold() not in name][:5]
