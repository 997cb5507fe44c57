"""One topic whole: its phrases as filters, its typical and its bridging papers, topics like it, where it was seen.

One component: a rerun that changes nothing costs a hash.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from components.finding.query import matches
from components.landscape.insights import topic_profile
from components.landscape.result import Analysis
from components.text import counted
from components.ui.shared import component, topic_actions, url_state
from components.ui.topics import topic_edit_menu
from components.workspace.view import View

_KEY = "topic_detail"

_HTML = '<div class="atlas-detail"></div>'
_component = component.define("topic_detail", "topics/topic_detail.js", _HTML, ["topics/topic_detail.css"])


def draw(view: View, analysis: Analysis, slug: str) -> None:
    """Draw the topic of this slug."""
    number = list(view.topics).index(slug)
    topic = view.topics[slug]
    if analysis.hierarchy is not None:
        topic_edit_menu.menu(view, analysis, topic)

    def sent(name: str) -> str:
        return str(st.session_state[_KEY].get(name) or "")

    _component(
        key=_KEY,
        data=_content(view, analysis, number),
        on_phrase_change=lambda: _toggle_phrase(sent("phrase"), ""),
        on_without_change=lambda: _toggle_phrase(sent("without"), "-"),
        on_opened_change=lambda: (
            url_state.set_open_paper(sent("opened")) if sent("opened") in view.by_id.index else None
        ),
        on_looked_change=lambda: look(view, sent("looked")),
    )


def look(view: View, slug: str) -> None:
    """Look at a topic, or no longer at the one looked at."""
    now = url_state.setting(topic_actions.DETAILS, "")
    if slug in view.topics:
        url_state.set_open_paper("")
        url_state.set_setting(topic_actions.DETAILS, "" if now == slug else slug, "")


def _toggle_phrase(phrase: str, sign: str) -> None:
    """Add a phrase to the query, or take it out; wanted and unwanted are each other's opposite."""
    term = _term(phrase)
    if not term:
        return
    now = url_state.filters()
    query = f" {now.query} "
    wanted, unwanted = f" {term} ", f" -{term} "
    had = (unwanted if sign else wanted) in query
    query = query.replace(unwanted, " ").replace(wanted, " ")
    url_state.show(now.with_query(query if had else f"{query}{sign}{term}"))


def _term(phrase: str) -> str:
    words = " ".join(phrase.replace('"', " ").split())
    return f'"{words}"' if words else ""


def _content(view: View, analysis: Analysis, number: int) -> dict[str, Any]:
    topic = analysis.topics[number]
    inside = analysis.topic == number
    kinds = view.catalogue["kinds"]
    with_code = sum("code" in kinds.iloc[row] for row in np.flatnonzero(inside))
    facts = [counted(topic.size, "paper"), f"{with_code / max(topic.size, 1):.0%} with code"]
    membership = view.topic_selection.membership if view.topic_selection else None
    if membership is not None:
        between = int(membership.between[inside].sum())
        facts += [f"{between} between this and another topic"] if between else []
    if view.topic_selection and topic.slug in view.topic_selection.pinned:
        facts.append("pinned")
    names = [each.name for each in analysis.topics]
    return {
        "slug": topic.slug,
        "name": topic.name,
        "facts": " · ".join(facts),
        "figures": f"Cohesion {topic.cohesion:.2f}: mean cosine of its papers to their centre; 1 means the same text",
        "phrases": [_phrase(view, phrase) for phrase in topic.phrases],
        "typical": [
            _paper(view, row, figures=f"Strength {analysis.strength[row]:.0%}: how firmly it belongs here")
            for row in (topic_profile.typical_papers(analysis, membership, number) if membership else [])
        ],
        "bridges": [
            _paper(view, bridge.row, note="to " + " and ".join(names[other] for other in bridge.to))
            for bridge in topic_profile.bridging_papers(analysis, number)
        ],
        "alike": [
            {
                "slug": analysis.topics[other].slug,
                "name": names[other],
                "note": "",
                "figures": f"Similarity {cosine:.2f}",
            }
            for other, cosine in (topic_profile.similar_topics(membership, number) if membership else [])
        ],
        "seen": _seen(view, inside),
    }


def _phrase(view: View, phrase: str) -> dict[str, Any]:
    term = _term(phrase)
    query = f" {view.filters.query} "
    state = "without" if f" -{term} " in query else "only" if f" {term} " in query else ""
    return {"text": phrase, "count": int((matches(term, view.catalogue) & view.mask).sum()), "state": state}


def _paper(view: View, row: int, note: str = "", figures: str = "") -> dict[str, Any]:
    """One line of a list of papers; `figures` is its tooltip."""
    paper = view.catalogue.iloc[row]
    return {"id": paper["paper_id"], "title": paper["title"], "note": note, "figures": figures}


def _seen(view: View, inside: np.ndarray) -> list[dict[str, Any]]:
    """How many papers of each digest are in the topic, with their share of it."""
    digests = view.catalogue["digests"]
    if len(view.digest_labels) < 2:
        return []
    found = []
    for digest_id, label in list(view.digest_labels.items())[-12:]:
        held = np.fromiter((digest_id in each for each in digests), bool, len(digests))
        count = int((held & inside).sum())
        found.append({"label": label, "count": count, "share": round(100 * count / max(int(held.sum()), 1), 1)})
    return found
