"""The reading pane: one paper whole, with its links, where it was seen and what is nearest to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.curation.annotations.decisions import Decision
from components.enrichment.completion import sources_by_field
from components.finding.query import Mark, marks, spans
from components.links.paper_hosts import places_of
from components.links.verdict import Verdict
from components.text import counted
from components.ui.shared import url_state, viewport
from components.ui.shared.completing import completing_form, likely_matches
from components.ui.shared.paper import annotation_form, decide, known_facts, link_actions, move_to_topic, nearest
from components.ui.shared.paper.gist_line import MACHINE_WRITTEN, own_gist
from components.ui.shared.paper.interest_reason import interest_reason
from components.ui.shared.papers_table import bulk, ordering
from components.ui.shared.text import MUTED, anchor, escaped, host_and_path, marked, plain
from components.workspace.view import View

_ARTICLE = "max-width:72ch;line-height:1.55"
_RETRACTED = "background:#b3261e;color:#fff;border-radius:4px;padding:0 .35em;font-size:.72em;vertical-align:middle"
_ACTIONS = (
    (Decision.STARRED, "Star", "Starred"),
    (Decision.LATER, "Later", "Kept for later"),
    (Decision.HIDDEN, "Hide", "Hidden"),
)


def beside(view: View) -> DeltaGenerator:
    """The room for a page's own content: the whole width, or beside the reading pane while a paper is open."""
    opened = url_state.open_paper()
    if not opened:
        return st.container()
    if viewport.is_narrow():
        draw(view, opened)
        return st.container()
    content, pane = st.columns([3, 2], gap="medium")
    with pane:
        draw(view, opened)
    return content


def draw(view: View, paper_id: str, key: str = "pane") -> None:
    """Draw one paper, on a phone over the whole page; a sentence where these digests have no such paper."""
    if not viewport.is_narrow():
        _draw(view, paper_id, key)
        return
    with st.container(key="paper_sheet"):
        _closing("Back", "arrow_back", f"{key}_back")
        _draw(view, paper_id, key)


def _draw(view: View, paper_id: str, key: str) -> None:
    paper = view.paper(paper_id)
    if paper is None:
        st.info("This paper is not in the loaded digests. Add its digest on the Digests page.")
        _closing("Close", "close", f"{key}_close_missing")
        return
    paper_id = str(paper.name)  # the address may have one that it had before
    wanted = marks(view.filters.query)
    title = marked(paper["title"], spans(paper["title"], wanted, "title"))
    if paper["retracted"]:
        title = f'<span title="{escaped(paper["retracted"])}" style="{_RETRACTED}">Retracted</span> {title}'
    origins = _origins(view, paper_id)
    hover = _hover(origins.get("title", ""))
    heading = f'<h2 style="font-size:1.35em;line-height:1.3;margin:0;padding:0"{hover}>{title}</h2>'
    if viewport.is_narrow():
        st.html(heading + _facts(view, paper, origins))
    else:
        with st.container(horizontal=True, gap="xsmall", key="paper_head"):
            st.html(heading + _facts(view, paper, origins))
            _closing("Close", "close", f"{key}_close")
    _actions(view, paper_id, key)
    annotation_form.draw(view, paper_id)
    if ordering.chosen(view) == "interest" and (reason := interest_reason(view, paper_id)):
        st.caption(plain(reason))
    st.html(
        _texts(paper, wanted, origins)
        + known_facts.html(view, paper_id)
        + _links(view, paper_id)
        + _seen(view, paper_id)
    )
    likely_matches.of_paper(view, paper_id, f"{key}_match")
    completing_form.menu(view, [paper_id], f"{key}_complete")
    nearest.draw(view, paper_id, f"{key}_near")


def _origins(view: View, paper_id: str) -> dict[str, str]:
    """Which digest each field of a paper of several is from, by field, in words."""
    row = view.rows.get(paper_id)
    about = () if row is None else view.library.papers["origins"].iloc[row]
    labels = view.digest_labels
    return {field: f"From {labels.get(name, name)}" for field, name in sources_by_field(about).items()}


def _hover(words: str) -> str:
    return f' title="{escaped(words)}"' if words else ""


def _texts(paper: pd.Series, wanted: Sequence[Mark], origins: Mapping[str, str]) -> str:
    """The gist where it is not all of the abstract, the abstract, and what a machine wrote, said to be that."""
    parts = []
    if gist := own_gist(paper):
        line = marked(gist, spans(gist, wanted, "abstract"))
        parts.append(f'<p style="{_ARTICLE};font-weight:600">{line}</p>')
    if text := paper["abstract"]:
        hover = _hover(origins.get("abstract", ""))
        parts.append(f'<p style="{_ARTICLE}"{hover}>{marked(text, spans(text, wanted, "abstract"))}</p>')
    else:
        parts.append(f'<p style="{MUTED}">This digest gives no abstract for the paper.</p>')
    if summary := paper["summary"]:
        written = marked(summary, spans(summary, wanted, "abstract"))
        hover = _hover(origins.get("summary", ""))
        parts.append(f'<p style="{_ARTICLE};{MUTED}"{hover}><b>{MACHINE_WRITTEN}</b> {written}</p>')
    return "".join(parts)


def _facts(view: View, paper: pd.Series, origins: Mapping[str, str]) -> str:
    """Authors, venue, date, votes: only what is known. On hover: which of several digests, or who else, says so."""
    authors = list(paper["authors"])
    shown = ", ".join(authors[:6]) + (f" and {len(authors) - 6} more" if len(authors) > 6 else "")
    facts = {
        "authors": shown,
        "organisation": paper["organisation"],
        "venue": " ".join(part for part in (paper["venue"], f"({paper['status']})" if paper["status"] else "") if part),
        "published": paper["published"],
        "votes": counted(int(paper["votes"]), "vote") if pd.notna(paper["votes"]) else "",
    }
    sources = sources_by_field(paper["sources"])
    known = [_with_source(fact, sources.get(name, origins.get(name, ""))) for name, fact in facts.items() if fact]
    if paper["topic_name"]:
        known.append(_topic_html(view, paper))
    lines = [" · ".join(known), *map(escaped, paper["remarks"]), _places(paper, sources)]
    return "".join(f'<p style="{MUTED};margin:.3em 0 0">{line}</p>' for line in lines if line)


def _with_source(fact: str, source: str) -> str:
    return f'<span title="{escaped(source)}">{escaped(fact)}</span>' if source else escaped(fact)


def _places(paper: pd.Series, sources: Mapping[str, str]) -> str:
    """Where the paper is to be read, as links in one line."""
    places = places_of(paper["arxiv_id"], paper["doi"], paper["links"], paper["title"])
    line = " · ".join(anchor(place.url, place.label) for place in places)
    source = sources.get("arxiv_id", "")
    return f'<span title="{escaped(source)}">{line}</span>' if source else line


def _topic_html(view: View, paper: pd.Series) -> str:
    """Which topic a paper is in, with how firmly as a tooltip, or which two topics it is between."""
    analysis, topic_selection, row = view.analysis, view.topic_selection, view.rows.get(str(paper.name))
    if analysis is None or topic_selection is None or topic_selection.membership is None or row is None:
        return escaped(f"in {paper['topic_name']}")
    if topic_selection.membership.between[row]:
        return escaped(f"between {paper['topic_name']} and {analysis.topics[analysis.second_topic[row]].name}")
    strength = f"Strength {analysis.strength[row]:.0%}: how much closer it is to this topic than to the next one"
    return f'<span title="{escaped(strength)}">{escaped("in " + paper["topic_name"])}</span>'


def _actions(view: View, paper_id: str, key: str) -> None:
    now = view.decisions.get(paper_id, Decision.INBOX)
    with st.container(horizontal=True, gap="xsmall"):
        for decision, verb, done in _ACTIONS:
            on = now == decision
            st.button(
                done if on else verb,
                icon=f":material/{decision.icon}:",
                type="primary" if on else "secondary",
                help="Mark as undecided" if on else None,
                key=f"{key}_{decision}",
                on_click=decide.toggle,
                args=(view, paper_id, decision),
            )
        annotation_form.menu(view, paper_id, key)
        st.button(
            "More like this",
            icon=":material/join:",
            type="tertiary",
            key=f"{key}_like",
            on_click=bulk.like,
            args=(view, [paper_id]),
        )
        move_to_topic.menu(view, paper_id, key)


def _closing(label: str, icon: str, key: str) -> None:
    """A button that closes the open paper."""
    st.button(label, icon=f":material/{icon}:", type="tertiary", key=key, on_click=url_state.set_open_paper, args=("",))


def _links(view: View, paper_id: str) -> str:
    links = view.links.get(paper_id, ())
    if not links:
        return ""
    acts, items = link_actions.current(view), []
    for link in links:
        new = acts[link.url].replacement if link.url in acts else ""  # the address that replaces it
        about = f"in place of {host_and_path(link.url)}" if new else verdict_sentence(view.verdicts.get(link.url))
        about += f" · looked up ({link.source})" if link.source else ""
        items.append(
            f"<li>{anchor(new or link.url, host_and_path(new or link.url))} "
            f'<span style="{MUTED}">{escaped(link.kind.value)} · {escaped(about)}</span></li>'
        )
    return f'<b>Links</b><ul style="margin:.2em 0;padding-left:1.2em">{"".join(items)}</ul>'


def verdict_sentence(verdict: Verdict | None) -> str:
    """A verdict in a few words, with its age in days."""
    if verdict is None:
        return "not checked"
    return f"{verdict.state.label.lower()}, checked {verdict.checked_at[:10]}"


def _seen(view: View, paper_id: str) -> str:
    appearances = view.library.appearances
    rows = appearances[appearances["paper_id"] == paper_id]
    places = [
        f"{view.digest_labels.get(row.digest_id, row.digest_id)}, place {row.position}"
        + (f", {row.date}" if row.date else "")
        + (f", {counted(int(row.votes), 'vote')}" if pd.notna(row.votes) else "")
        for row in rows.itertuples()
    ]
    return f'<p style="{MUTED};margin:.6em 0 0">{escaped("Appears in " + "; ".join(places))}</p>'
