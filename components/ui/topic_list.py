"""Topics as cards: name, size under the filters, further phrases, a typical paper; choosing one filters every page.

One component instead of sixty Streamlit elements: a rerun that changes nothing costs a hash. Not here: finding topics.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from components.finding.filters import all_counts
from components.landscape.analysis import Analysis, Topic
from components.ui import address
from components.ui.map_colouring import topic_colours
from components.ui.text import counted
from components.ui.visit import Visit

_HERE = Path(__file__).parent
_KEY = "topics"

_component = st.components.v2.component(
    "topic_list",
    html='<div class="atlas-topics"></div>',
    css=(_HERE / "topic_list.css").read_text(encoding="utf-8"),
    js=(_HERE / "topic_list.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw(visit: Visit, analysis: Analysis) -> None:
    """Draw all topics, those of one area (one hue) side by side, the largest area first."""
    amounts = all_counts(visit.catalogue, visit.filters, ["topics"])["topics"]
    colours = topic_colours(analysis, st.context.theme.type == "dark")
    most = max([*amounts.values(), 1])
    cards = [_card(visit, topic, amounts, most, colour) for topic, colour in zip(analysis.topics, colours, strict=True)]
    order = sorted(range(len(cards)), key=lambda number: analysis.topics[number].area)

    def toggled() -> None:
        slug = st.session_state[_KEY].get("toggled")
        if slug in visit.topics:
            address.show(address.filters().toggled("topics", slug))

    def opened() -> None:
        paper_id = st.session_state[_KEY].get("opened")
        if paper_id in visit.by_id.index:
            address.open_one(paper_id)

    _component(
        key=_KEY,
        data={"topics": [cards[number] for number in order]},
        on_toggled_change=toggled,
        on_opened_change=opened,
    )


def _card(visit: Visit, topic: Topic, amounts: Mapping[str, int], most: int, colour: str) -> dict[str, Any]:
    count = amounts.get(topic.slug, 0)
    known = topic.typical in visit.by_id.index
    return {
        "slug": topic.slug,
        "name": topic.name,
        "count": counted(topic.size, "paper") if count == topic.size else f"{count} of {counted(topic.size, 'paper')}",
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
