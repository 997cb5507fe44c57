"""Topics as cards: name, size under the filters, further phrases, a typical paper; choosing one filters every page.

One component instead of sixty Streamlit elements: a rerun that changes nothing costs a hash. Not here: finding topics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.finding.filters import all_counts
from components.landscape.analysis import Analysis, Topic
from components.ui import address, component
from components.ui.map_colouring import topic_colours
from components.ui.text import counted
from components.ui.topic_detail import look
from components.ui.topic_hand import LOOK
from components.ui.visit import Visit

_KEY = "topics"
_ALONE = {"slug": "", "name": "On their own", "count": "", "on": False}

_HTML = '<div class="atlas-topics"></div>'
_component = component.made("topic_list", ["elements.js", "topic_list.js"], _HTML, ["topic_list.css"])


def draw(visit: Visit, analysis: Analysis) -> None:
    """Draw all topics, those of one area (one hue) side by side, the largest area first."""
    counts = all_counts(visit.catalogue, visit.filters, ["topics", "areas"])
    amounts = counts["topics"]
    colours = topic_colours(analysis, st.context.theme.type == "dark")
    most = max([*amounts.values(), 1])
    looked = address.setting(LOOK, "")
    inside = Counter(topic.area for topic in analysis.topics)
    # Areas of several topics first, under their names; then the topics that are areas by themselves.
    order = sorted(range(len(analysis.topics)), key=lambda n: _place(analysis.topics[n].area, inside))
    cards: list[dict[str, Any]] = []
    before: tuple[bool, int] | None = None
    for number in order:
        topic = analysis.topics[number]
        card = _card(visit, topic, amounts, most, colours[number]) | {"looked": topic.slug == looked}
        place = _place(topic.area, inside)
        if place != before and (before is not None or inside[topic.area] > 1):
            card["area"] = _area(visit, analysis, topic.area, counts["areas"]) if inside[topic.area] > 1 else _ALONE
        before = place
        cards.append(card)
    _component(
        key=_KEY,
        data={"topics": cards},
        on_toggled_change=lambda: _toggle(visit, "topics", str(st.session_state[_KEY].get("toggled") or "")),
        on_area_change=lambda: _toggle(visit, "areas", str(st.session_state[_KEY].get("area") or "")),
        on_opened_change=lambda: _open(visit, str(st.session_state[_KEY].get("opened") or "")),
        on_looked_change=lambda: look(visit, str(st.session_state[_KEY].get("looked") or "")),
    )


def _toggle(visit: Visit, facet: str, slug: str) -> None:
    known = (
        visit.topics if facet == "topics" else {area.slug for area in visit.analysis.areas} if visit.analysis else ()
    )
    if slug in known:
        address.show(address.filters().toggled(facet, slug))


def _open(visit: Visit, paper_id: str) -> None:
    if paper_id in visit.by_id.index:
        address.open_one(paper_id)


def _place(area: int, inside: Mapping[int, int]) -> tuple[bool, int]:
    alone = inside[area] == 1
    return alone, 0 if alone else area


def _area(visit: Visit, analysis: Analysis, number: int, amounts: Mapping[str, int]) -> dict[str, Any]:
    """The heading of an area of several topics."""
    area = analysis.areas[number]
    return {
        "slug": area.slug,
        "name": area.name,
        "count": _counted(amounts.get(area.slug, 0), area.size),
        "on": area.slug in visit.filters.areas,
    }


def _counted(count: int, size: int) -> str:
    return counted(size, "paper") if count == size else f"{count:,} of {counted(size, 'paper')}"


def _card(visit: Visit, topic: Topic, amounts: Mapping[str, int], most: int, colour: str) -> dict[str, Any]:
    count = amounts.get(topic.slug, 0)
    known = topic.typical in visit.by_id.index
    return {
        "slug": topic.slug,
        "name": topic.name,
        "count": _counted(count, topic.size),
        "share": 100 * count / most,
        "colour": colour,
        "on": topic.slug in visit.filters.topics,
        "phrases": ", ".join(_further(topic)),
        "typical": {"id": topic.typical, "title": visit.by_id.at[topic.typical, "title"]} if known else None,
    }


def _further(topic: Topic) -> list[str]:
    """Phrases that the name does not say already."""
    name = topic.name.casefold()
    return [phrase for phrase in topic.phrases if phrase.casefold() not in name][:5]
