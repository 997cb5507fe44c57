"""One topic whole: its phrases as filters, its typical and its bridging papers, topics like it, where it was seen.

One component: a rerun that changes nothing costs a hash. Not here: changing the topic (`topic_hand`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from components.finding.query import matches
from components.landscape import portrait
from components.landscape.analysis import Analysis
from components.ui import address, component, topic_hand
from components.ui.text import counted
from components.ui.visit import Visit

_KEY = "topic_detail"

_HTML = '<div class="atlas-detail"></div>'
_component = component.made("topic_detail", ["elements.js", "topic_detail.js"], _HTML, ["topic_detail.css"])


def draw(visit: Visit, analysis: Analysis, slug: str) -> None:
    """Draw the topic of this slug."""
    number = list(visit.topics).index(slug)
    topic = visit.topics[slug]
    if analysis.hierarchy is not None:
        topic_hand.menu(visit, analysis, topic)

    def sent(name: str) -> str:
        return str(st.session_state[_KEY].get(name) or "")

    _component(
        key=_KEY,
        data=_told(visit, analysis, number),
        on_phrase_change=lambda: _toggle_phrase(sent("phrase"), ""),
        on_without_change=lambda: _toggle_phrase(sent("without"), "-"),
        on_opened_change=lambda: address.open_one(sent("opened")) if sent("opened") in visit.by_id.index else None,
        on_looked_change=lambda: look(visit, sent("looked")),
    )


def look(visit: Visit, slug: str) -> None:
    """Look at a topic, or no longer at the one looked at."""
    now = address.setting(topic_hand.LOOK, "")
    if slug in visit.topics:
        address.open_one("")
        address.keep_setting(topic_hand.LOOK, "" if now == slug else slug, "")


def _toggle_phrase(phrase: str, sign: str) -> None:
    """Add a phrase to the query, or take it out; wanted and unwanted are each other's opposite."""
    term = _term(phrase)
    if not term:
        return
    now = address.filters()
    query = f" {now.query} "
    wanted, unwanted = f" {term} ", f" -{term} "
    had = (unwanted if sign else wanted) in query
    query = query.replace(unwanted, " ").replace(wanted, " ")
    address.show(now.with_query(query if had else f"{query}{sign}{term}"))


def _term(phrase: str) -> str:
    words = " ".join(phrase.replace('"', " ").split())
    return f'"{words}"' if words else ""


def _told(visit: Visit, analysis: Analysis, number: int) -> dict[str, Any]:
    topic = analysis.topics[number]
    inside = analysis.topic == number
    kinds = visit.catalogue["kinds"]
    with_code = sum("code" in kinds.iloc[row] for row in np.flatnonzero(inside))
    facts = [counted(topic.size, "paper"), f"{with_code / max(topic.size, 1):.0%} with code"]
    if topic.cohesion:
        facts.append(f"cohesion {topic.cohesion:.2f}")
    belonging = visit.arrangement.belonging if visit.arrangement else None
    if belonging is not None:
        between = int(belonging.between[inside].sum())
        facts += [f"{between} between this and another"] if between else []
    if visit.arrangement and topic.slug in visit.arrangement.pinned:
        facts.append("pinned")
    names = [each.name for each in analysis.topics]
    return {
        "slug": topic.slug,
        "name": topic.name,
        "facts": " · ".join(facts),
        "phrases": [_phrase(visit, phrase) for phrase in topic.phrases],
        "typical": [
            _paper(visit, row, _strength(analysis, row))
            for row in (portrait.typical(analysis, belonging, number) if belonging else [])
        ],
        "bridges": [
            _paper(visit, bridge.row, "to " + " and ".join(names[other] for other in bridge.to))
            for bridge in portrait.bridging(analysis, number)
        ],
        "alike": [
            {"slug": analysis.topics[other].slug, "name": names[other], "note": f"{cosine:.2f}"}
            for other, cosine in (portrait.alike(belonging, number) if belonging else [])
        ],
        "seen": _seen(visit, inside),
    }


def _phrase(visit: Visit, phrase: str) -> dict[str, Any]:
    term = _term(phrase)
    query = f" {visit.filters.query} "
    state = "without" if f" -{term} " in query else "only" if f" {term} " in query else ""
    return {"text": phrase, "count": int((matches(term, visit.catalogue) & visit.mask).sum()), "state": state}


def _paper(visit: Visit, row: int, note: str) -> dict[str, Any]:
    return {"id": visit.catalogue["paper_id"].iloc[row], "title": visit.catalogue["title"].iloc[row], "note": note}


def _strength(analysis: Analysis, row: int) -> str:
    return f"strength {analysis.strength[row]:.0%}"


def _seen(visit: Visit, inside: np.ndarray) -> list[dict[str, Any]]:
    """How many papers of each digest are in the topic, with their share of it."""
    digests = visit.catalogue["digests"]
    if len(visit.digest_labels) < 2:
        return []
    found = []
    for digest_id, label in list(visit.digest_labels.items())[-12:]:
        held = np.fromiter((digest_id in each for each in digests), bool, len(digests))
        count = int((held & inside).sum())
        found.append({"label": label, "count": count, "share": round(100 * count / max(int(held.sum()), 1), 1)})
    return found
