"""The overview as one component: what the papers are, their map in small, topics that filter, papers worth opening.

One component instead of a hundred elements of Streamlit: a rerun that changes nothing costs a hash.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from components.curation.annotations.decisions import Decision
from components.finding.catalogue import UNCHECKED
from components.finding.filters import all_counts
from components.landscape.result import Analysis
from components.links.verdict import State
from components.text import counted, short
from components.ui.overview.picture import picture
from components.ui.overview.rising import Rising, rising
from components.ui.overview.suggestions import Suggestion, suggestions
from components.ui.overview.summary import sentence
from components.ui.shared import component, url_state
from components.ui.shared.colours import topic_colour
from components.ui.shared.text import by_line, titled
from components.ui.shared.topics import short_name, topic_colours
from components.workspace.view import View

_KEY = "overview"
_BARS = 14  # bars at most: with more topics than that, areas alone
_GIST = 400  # characters
_HTML = '<div class="atlas-overview"></div>'
_component = component.define("overview", "overview/overview.js", _HTML, ["overview/overview.css"])


def draw(view: View, analysis: Analysis | None) -> None:
    """Draw the overview of the shown papers, of which there is at least one; without topics while there are none."""
    dark = st.context.theme.type == "dark"
    colours = dict(zip(view.topics, topic_colours(analysis, dark), strict=True)) if analysis else {}
    _component(
        key=_KEY,
        data={
            "sentence": sentence(view),
            "query": urlencode(url_state.shared_parameters(), doseq=True),
            "begin": _begin(view),
            "found": _found(view),
            "own": not view.read_only,
            "picture": picture(view, analysis, dark) if analysis and analysis.has_map else None,
            "bars": _bars(view, analysis, colours, dark) if analysis else [],
            "topics": len(view.topics),
            "papers": [_paper(view, each, colours) for each in suggestions(view)],
            "rising": [_rising(each, colours) for each in rising(view, analysis)],
            "links": _links(view),
        },
        on_topic_change=lambda: _toggle(view, "topics", _sent("topic")),
        on_area_change=lambda: _toggle(view, "areas", _sent("area")),
        on_opened_change=lambda: _open(view, _sent("opened")),
    )


def _sent(name: str) -> str:
    return str(st.session_state[_KEY].get(name) or "")


def _toggle(view: View, facet: str, slug: str) -> None:
    if slug in (view.topics if facet == "topics" else view.area_names):
        url_state.show(url_state.filters().toggled(facet, slug))


def _open(view: View, paper_id: str) -> None:
    if paper_id in view.by_id.index:
        url_state.set_open_paper(paper_id)


def _begin(view: View) -> str:
    """How much there is to decide, in words; "" where all is decided."""
    left = int((view.shown["decision"] == Decision.INBOX).sum())
    return counted(left, "paper") if left else ""


def _found(view: View) -> str:
    """How many papers the filters leave, in words; "" where they leave all."""
    found = len(view.shown)
    if found == len(view.catalogue):
        return ""
    return "the one paper" if found == 1 else f"these {counted(found, 'paper')}"


def _bars(view: View, analysis: Analysis, colours: Mapping[str, str], dark: bool) -> list[dict[str, Any]]:
    """Areas with their topics, the largest first; areas alone where there are many topics."""
    counts = all_counts(view.catalogue, view.filters, ["areas", "topics"])
    inside = Counter(topic.area for topic in analysis.topics)
    wide = [number for number in inside if inside[number] > 1]
    nested = len(analysis.topics) + len(wide) <= _BARS or not analysis.areas
    most = max([*counts["topics"].values(), *(counts["areas"].values() if analysis.areas else ()), 1])
    bars: list[dict[str, Any]] = []
    for number in sorted(inside):
        topics = [topic for topic in analysis.topics if topic.area == number]
        if number in wide:
            area = analysis.areas[number]
            count = counts["areas"].get(area.slug, 0)
            on = area.slug in view.filters.areas
            colour = topic_colour(area.colour, 0, dark)
            bars.append(_bar("area", area.slug, area.name, count, most, colour, on) | {"inner": False})
        for topic in topics if nested or number not in wide else ():
            count, on = counts["topics"].get(topic.slug, 0), topic.slug in view.filters.topics
            bar = _bar("topic", topic.slug, topic.name, count, most, colours[topic.slug], on)
            bars.append(bar | {"inner": number in wide})
    return bars if nested else sorted(bars, key=lambda bar: -int(bar["count"]))[:_BARS]


def _bar(kind: str, slug: str, name: str, count: int, most: int, colour: str, on: bool) -> dict[str, Any]:
    share = round(100 * count / most, 1)
    return {"kind": kind, "slug": slug, "name": name, "count": count, "share": share, "colour": colour, "on": on}


def _paper(view: View, suggestion: Suggestion, colours: Mapping[str, str]) -> dict[str, Any]:
    paper = view.by_id.loc[suggestion.paper_id]
    topic = view.topics.get(paper["topic"])
    return {
        "id": suggestion.paper_id,
        "title": titled(paper["title"], paper["retracted"]),
        "why": suggestion.why,
        "facts": by_line(paper),
        "gist": short(paper["gist"] or paper["abstract"], _GIST),
        "topic": short_name(topic) if topic else "",
        "colour": colours.get(paper["topic"], ""),
    }


def _rising(facts: Rising, colours: Mapping[str, str]) -> dict[str, Any]:
    topics = [
        {"slug": each.slug, "name": each.name, "new": each.new, "grew": each.grew, "colour": colours[each.slug]}
        for each in facts.topics
    ]
    return {"title": facts.title, "sentence": facts.sentence, "topics": topics}


def _links(view: View) -> list[dict[str, Any]]:
    """How many links of the shown papers are in which state, the best first, those nobody checked last."""
    states = {
        url: state
        for urls, each in zip(view.shown["links"], view.shown["states"], strict=True)
        for url, state in zip(urls, each, strict=True)
    }
    amounts = Counter(states.values())
    facts = [
        {"state": state.value, "name": state.label, "count": amounts[state.value]}
        for state in State
        if amounts[state.value]
    ]
    return facts + (
        [{"state": UNCHECKED, "name": "Not checked yet", "count": amounts[UNCHECKED]}] if amounts[UNCHECKED] else []
    )
