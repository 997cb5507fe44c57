"""The reading pane: one paper whole, with its links, where it was seen and what is nearest to it.

Not here: which paper is open (`address`), what a decision means (`decide`).
"""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.curation.decisions import Decision
from components.finding.query import marks, spans
from components.links.verdict import Verdict
from components.ui import address, bulk, decide, link_acts, nearest, ordering, own_words, topic_hand, triage
from components.ui.text import anchor, counted, escaped, host_and_path, marked, plain
from components.ui.visit import Visit

_ARTICLE = "max-width:72ch;line-height:1.55"
_MUTED = "opacity:.72;font-size:.9em"
_ACTIONS = (
    (Decision.STARRED, "Star", "Starred"),
    (Decision.LATER, "Later", "Kept for later"),
    (Decision.HIDDEN, "Hide", "Hidden"),
)


def beside(visit: Visit) -> DeltaGenerator:
    """The room for a page's own content: the whole width, or beside the reading pane while a paper is open."""
    opened = address.open_paper()
    if not opened:
        return st.container()
    content, pane = st.columns([3, 2], gap="medium")
    with pane:
        draw(visit, opened)
    return content


def draw(visit: Visit, paper_id: str, key: str = "pane") -> None:
    """Draw one paper; a sentence where these digests have no such paper."""
    paper = visit.paper(paper_id)
    if paper is None:
        st.info("The paper of this address is not in the loaded digests. Load its digest on the Digests page.")
        st.button("Close", on_click=address.open_one, args=("",), key=f"{key}_close_missing")
        return
    paper_id = str(paper.name)  # the address may have one that it had before
    wanted = marks(visit.filters.query)
    title = marked(paper["title"], spans(paper["title"], wanted, "title"))
    st.html(f'<h2 style="font-size:1.35em;line-height:1.3;margin:0;padding:0">{title}</h2>{_facts(visit, paper)}')
    _actions(visit, paper_id, key)
    own_words.draw(visit, paper_id)
    if ordering.chosen(visit) == "interest" and (reason := triage.why(visit, paper_id)):
        st.caption(plain(reason))
    text = paper["abstract"] or paper["summary"]
    if text:
        abstract = f'<p style="{_ARTICLE}">{marked(text, spans(text, wanted, "abstract"))}</p>'
    else:
        abstract = f'<p style="{_MUTED}">This digest gives no abstract for the paper.</p>'
    st.html(abstract + _links(visit, paper_id) + _seen(visit, paper_id))
    nearest.draw(visit, paper_id, f"{key}_near")


def _facts(visit: Visit, paper: pd.Series) -> str:
    """Authors, date, votes: only what is known."""
    authors = list(paper["authors"])
    facts = [", ".join(authors[:6]) + (f" and {len(authors) - 6} more" if len(authors) > 6 else "")]
    facts += [paper["organisation"], paper["published"]]
    facts += [counted(int(paper["votes"]), "vote")] if pd.notna(paper["votes"]) else []
    known = [escaped(fact) for fact in facts if fact]
    if paper["arxiv_id"]:
        known.append(anchor(f"https://arxiv.org/abs/{paper['arxiv_id']}", f"arXiv {paper['arxiv_id']}"))
    if paper["topic_name"]:
        known.append(escaped(_belongs(visit, paper)))
    return f'<p style="{_MUTED};margin:.3em 0 0">{" · ".join(known)}</p>' if known else ""


def _belongs(visit: Visit, paper: pd.Series) -> str:
    """Which topic a paper is in and how firmly, or which two it is between."""
    analysis, arrangement, row = visit.analysis, visit.arrangement, visit.rows.get(str(paper.name))
    if analysis is None or arrangement is None or arrangement.belonging is None or row is None:
        return f"in {paper['topic_name']}"
    if arrangement.belonging.between[row]:
        return f"between {paper['topic_name']} and {analysis.topics[analysis.second[row]].name}"
    return f"in {paper['topic_name']}, strength {analysis.strength[row]:.0%}"


def _actions(visit: Visit, paper_id: str, key: str) -> None:
    now = visit.decisions.get(paper_id, Decision.INBOX)
    with st.container(horizontal=True, gap="xsmall"):
        for decision, verb, done in _ACTIONS:
            on = now == decision
            st.button(
                done if on else verb,
                icon=f":material/{decision.icon}:",
                type="primary" if on else "secondary",
                help="Put it back into the inbox" if on else None,
                key=f"{key}_{decision}",
                on_click=decide.toggle,
                args=(visit, paper_id, decision),
            )
        own_words.menu(visit, paper_id, key)
        st.button(
            "More like this",
            icon=":material/join:",
            type="tertiary",
            key=f"{key}_like",
            on_click=bulk.like,
            args=([paper_id],),
        )
        topic_hand.move_menu(visit, paper_id, key)
        st.button(
            "Close", icon=":material/close:", type="tertiary", key=f"{key}_close", on_click=address.open_one, args=("",)
        )


def _links(visit: Visit, paper_id: str) -> str:
    links = visit.links.get(paper_id, ())
    if not links:
        return ""
    acts, items = link_acts.current(visit), []
    for link in links:
        new = acts[link.url].replacement if link.url in acts else ""  # what she took for it
        told = f"in place of {host_and_path(link.url)}" if new else says(visit.verdicts.get(link.url))
        items.append(
            f"<li>{anchor(new or link.url, host_and_path(new or link.url))} "
            f'<span style="{_MUTED}">{escaped(link.kind.value)} · {escaped(told)}</span></li>'
        )
    return f'<b>Links</b><ul style="margin:.2em 0;padding-left:1.2em">{"".join(items)}</ul>'


def says(verdict: Verdict | None) -> str:
    """A verdict in a few words, with its age in days."""
    if verdict is None:
        return "not checked"
    return f"{verdict.state.label.lower()}, checked {verdict.checked_at[:10]}"


def _seen(visit: Visit, paper_id: str) -> str:
    sightings = visit.library.sightings
    rows = sightings[sightings["paper_id"] == paper_id]
    places = [
        f"{visit.digest_labels.get(row.digest_id, row.digest_id)}, place {row.position}"
        + (f", {row.date}" if row.date else "")
        + (f", {counted(int(row.votes), 'vote')}" if pd.notna(row.votes) else "")
        for row in rows.itertuples()
    ]
    return f'<p style="{_MUTED};margin:.6em 0 0">{escaped("Seen in " + "; ".join(places))}</p>'
