"""Deciding about papers one by one: which come next, and what each act of a visitor does in their workspace.

The queue is what the filters show and nobody decided yet: by interest once there is a pick, else as the digests have
them. Papers are dealt some at a time; what was dealt keeps its place, so that back and forth always mean the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from components.curation.annotations import decisions, events, notes, shortlist, tags
from components.curation.annotations.decisions import Decision
from components.curation.annotations.events import ChangedSinceError
from components.curation.annotations.notes import NoteError
from components.curation.annotations.tags import TagError
from components.curation.ranking import progress
from components.finding.query import marks, spans
from components.store.database import ReadOnlyError, StoreError
from components.text import counted, short
from components.ui.picks import shortlist_component, triage_component
from components.ui.picks.triage_component import Card, Link, PendingAction, Row, TriageState
from components.ui.shared import choice, url_state
from components.ui.shared.paper.gist_line import MACHINE_WRITTEN, own_gist
from components.ui.shared.paper.interest_reason import interest_reason
from components.ui.shared.text import host_and_path
from components.workspace.interest import order as interest
from components.workspace.view import View

KEY = "triage"
ORDERS = {"interest": "By interest", "digest": "Digest order"}
_STATE = "_triage"
_DEAL, _AHEAD = 6, 4  # papers dealt at once, and how many must lie ahead
_FEW_ALIKE = 4  # papers that may be one are decided together up to here
_WINDOW = 30  # dealt papers the browser is told of
_RENDERED = 3  # deals whose cards are sent to a page that has just been opened


@dataclass
class _Queue:
    """What was dealt in this session under one set of filters."""

    key: str
    dealt: list[str] = field(default_factory=list)
    deals: list[tuple[str, tuple[Card, ...]]] = field(default_factory=list)


@dataclass
class _ClientState:
    """What the browser sent last."""

    client_session_id: str = ""
    number: int = 0
    at: str = ""
    message: str = ""
    error: str = ""
    asked: str = ""  # a paper of the shortlist to show


def draw(view: View) -> None:
    """Draw the card with the papers dealt so far, and deal more where few lie ahead."""
    queue, client = _queue(view), _client()
    if client.asked:
        _deal(view, queue, [client.asked])
        client.at, client.asked = client.asked, ""
    left = _waiting(view, set(queue.dealt))
    ahead = len(queue.dealt) - 1 - queue.dealt.index(client.at) if client.at in queue.dealt else len(queue.dealt)
    if not queue.dealt or (client.at in queue.dealt and ahead < _AHEAD) or (not client.at and client.number):
        chosen = _best(view, left, first=not queue.dealt)
        if chosen:
            _deal(view, queue, chosen)
            client.at = client.at or (chosen[0] if client.number else "")
            left = [each for each in left if each not in set(chosen)]
    state, listed = _state(view, queue, client, bool(left)), shortlist_component.listed(view)
    triage_component.draw(KEY, queue.deals[-_RENDERED:], state, listed, lambda sent: take(view, sent))


def take(view: View, sent: str) -> None:
    """Do what a browser sent, each act once: an act of the same client session and number is the same step."""
    given = triage_component.read_actions(sent)
    if given is None:
        return
    client = _client()
    if client.client_session_id != given.client_session_id:
        client.client_session_id, client.number = given.client_session_id, 0
    client.at, client.message, client.error = given.at, "", ""
    for act in given.actions:
        if act.number > client.number:
            try:
                client.message = _do(view, act, f"triage {given.client_session_id}")
                if act.verb == "open" and act.paper_id in view.by_id.index:
                    client.asked = act.paper_id
            except (TagError, NoteError, ReadOnlyError, ChangedSinceError) as refused:
                client.error = str(refused)
            except StoreError as trouble:  # it stays unconfirmed, so the browser sends it again
                client.error = f"{trouble.kind.value.title}. Not saved yet: it is sent again with your next action."
                return
            client.number = act.number


def _do(view: View, act: PendingAction, session: str) -> str:
    """Do one act as one step of this card's session; a sentence where the page cannot know what it did."""
    engine, workspace, batch = view.engine, view.workspace, f"{session} {act.number}"
    if act.verb == "undo":
        return _undo(view, act, session, batch)
    if act.paper_id not in view.by_id.index:
        return ""
    value, earlier = str(act.value), view.library.earlier
    if act.verb == "open":
        return ""
    if act.verb == "move":
        shortlist.move(engine, workspace, act.paper_id, value, batch, view.library.aliases)
    elif act.verb == "tag":
        tags.tag(engine, workspace, [act.paper_id], value, batch)
    elif act.verb == "untag":
        tags.untag(engine, workspace, [act.paper_id], value, batch, earlier)
    elif act.verb == "note":
        notes.write(engine, workspace, act.paper_id, value, batch, earlier)
    elif act.verb == "rate":
        notes.rate(engine, workspace, {act.paper_id: int(act.value)}, batch, earlier)
    else:
        together = [act.paper_id, *possible_duplicates(view).get(act.paper_id, ())]
        decisions.decide(engine, workspace, dict.fromkeys(together, Decision(act.verb)), batch, earlier)
    return ""


def _undo(view: View, act: PendingAction, session: str, batch: str) -> str:
    """Take back the step of this card that is named by its number; without one the newest, and say whose that is."""
    if act.value:
        step = events.undo_one(view.engine, view.workspace, f"{session} {act.value}", batch)
        return f"Undone: {step.description}" if step else "That step changed nothing, so there is nothing to undo."
    newest = decisions.next_undo(view.engine, view.workspace)
    step = decisions.undo(view.engine, view.workspace, batch)
    if step is None:
        return "There is nothing to undo."
    elsewhere = newest is not None and not newest.batch_id.startswith(f"{session} ")
    return f"Undone: {step.description}{', done in another tab or before' if elsewhere else ''}"


def order(view: View) -> str:
    """One of ORDERS: what the address asks for, as far as there is a pick to rank by."""
    return url_state.one_of("order", ORDERS) if _has_order(view) else "digest"


def _has_order(view: View) -> bool:
    """Whether there is something to order by: a pick, or what the visitor asked for by name."""
    return view.has_picks or bool(view.annotations.interests)


def possible_duplicates(view: View) -> dict[str, set[str]]:
    """paper_id → the papers that are perhaps the same, as nobody has answered: they are decided with it, once."""
    found: dict[str, set[str]] = {}
    for group in view.library.doubtful:
        if len(group.papers) > _FEW_ALIKE:
            continue  # many papers of one title are rather different ones
        for paper_id in group.papers:
            if paper_id in view.by_id.index:
                found[paper_id] = {other for other in group.papers if other != paper_id and other in view.by_id.index}
    return found


def order_control(view: View, narrow: bool) -> None:
    """Which of ORDERS, where there is something to choose."""
    if not _has_order(view):
        if not narrow:
            st.markdown("In digest order until your first star, then by interest", width="content")
        return
    choice.draw("Order", "order", ORDERS, "triage_order")


def _client() -> _ClientState:
    client: _ClientState = st.session_state.setdefault(f"{_STATE}_client", _ClientState())
    return client


def _queue(view: View) -> _Queue:
    key = f"{view.workspace} {view.library.version} {view.filters.address()} {url_state.one_of('order', ORDERS)}"
    kept = st.session_state.get(f"{_STATE}_queue")
    if not isinstance(kept, _Queue) or kept.key != key:
        kept = st.session_state[f"{_STATE}_queue"] = _Queue(key)
        _client().at = ""
    return kept


def _waiting(view: View, without: set[str]) -> list[str]:
    """The papers that the filters show and nobody decided, all that they show where they name a decision."""
    shown = view.shown
    if not view.filters.names_decision:
        shown = shown[shown["decision"] == Decision.INBOX]
    pairs = possible_duplicates(view)
    away = without.union(*(pairs.get(paper_id, ()) for paper_id in without))
    kept = []
    for paper_id in shown["paper_id"]:
        if paper_id not in away:
            kept.append(paper_id)
            away.update(pairs.get(paper_id, ()))
    return kept


def _best(view: View, waiting: list[str], *, first: bool) -> list[str]:
    """The next papers to deal; the open paper leads the first deal."""
    chosen = (interest.of(view).to_read(waiting) if order(view) == "interest" else waiting)[:_DEAL]
    opened = url_state.open_paper()
    if first and opened in set(view.shown["paper_id"]):
        chosen = [opened, *(each for each in chosen if each != opened)][:_DEAL]
    return chosen


def _deal(view: View, queue: _Queue, chosen: list[str]) -> None:
    number = st.session_state[f"{_STATE}_deals"] = st.session_state.get(f"{_STATE}_deals", 0) + 1
    queue.dealt = [*(each for each in queue.dealt if each not in set(chosen)), *chosen]
    queue.deals.append((f"deal_{number}", tuple(_card(view, paper_id) for paper_id in chosen)))


def _card(view: View, paper_id: str) -> Card:
    paper = view.by_id.loc[paper_id]
    wanted = marks(view.filters.query)
    text = paper["abstract"] or "This digest gives no abstract for the paper."
    title, ranked = paper["title"], order(view) == "interest"
    return Card(
        paper_id,
        triage_component.pieces(title, spans(title, wanted, "title")),
        _facts(view, paper),
        own_gist(paper),
        triage_component.pieces(text, spans(text, wanted, "abstract")),
        f"{MACHINE_WRITTEN} {paper['summary']}" if paper["summary"] else "",
        _links(view, paper_id, paper["arxiv_id"]),
        " ".join(part for part in (_twin(view, paper_id), interest_reason(view, paper_id) if ranked else "") if part),
    )


def _facts(view: View, paper: pd.Series) -> list[str]:
    authors = list(paper["authors"])
    facts = [", ".join(authors[:4]) + (f" and {len(authors) - 4} more" if len(authors) > 4 else "")]
    facts += [paper["organisation"], paper["published"]]
    facts += [counted(int(paper["votes"]), "vote")] if pd.notna(paper["votes"]) else []
    facts += [f"in {paper['topic_name']}" if paper["topic_name"] else ""]
    facts += [", ".join(view.digest_labels.get(digest, digest) for digest in paper["digests"])]
    return [fact for fact in facts if fact]


def _links(view: View, paper_id: str, arxiv_id: str) -> list[Link]:
    found = [Link(f"https://arxiv.org/abs/{arxiv_id}", f"arXiv {arxiv_id}", "")] if arxiv_id else []
    for link in view.links.get(paper_id, ()):
        if link.url.startswith(("https://", "http://")):
            verdict = view.verdicts.get(link.url)
            about = f"{link.kind.value} · {verdict.state.label.lower()}" if verdict else link.kind.value
            found.append(Link(link.url, host_and_path(link.url), about))
    return found


def _twin(view: View, paper_id: str) -> str:
    others = sorted(possible_duplicates(view).get(paper_id, ()))
    titles = [f"“{short(view.by_id.at[each, 'title'], 70)}”" for each in others]
    return f"Perhaps the same paper as {', '.join(titles)}: decided together." if titles else ""


def progress_of(view: View) -> progress.Progress:
    """How far the visitor is with what the filters show."""
    stars = [each == Decision.STARRED for paper, each in view.decisions.items() if paper in view.by_id.index]
    return progress.progress(stars, int((view.shown["decision"] == Decision.INBOX).sum()))


def _state(view: View, queue: _Queue, client: _ClientState, more: bool) -> TriageState:
    stand = progress_of(view)
    window = queue.dealt[-_WINDOW:]
    hint = [stand.hint] if stand.hint and stand.left else []
    return TriageState(
        queue_key=queue.key,
        queue=[_row(view, paper_id) for paper_id in window],
        more=more,
        open=next((each for each in (url_state.open_paper(), client.at, *window) if each in window), ""),
        end="Everything shown here is decided.",
        progress=" · ".join([f"{stand.decided:,} decided", f"{stand.left:,} left", *hint]),
        names=sorted({name for names in view.annotations.tags.values() for name in names}, key=str.casefold),
        client_session_id=client.client_session_id,
        confirmed=client.number,
        message=client.message,
        error=client.error,
    )


def _row(view: View, paper_id: str) -> Row:
    annotations = view.annotations
    return Row(
        paper_id,
        str(view.decisions.get(paper_id, Decision.INBOX)),
        annotations.ratings.get(paper_id, 0),
        annotations.tags.get(paper_id, ()),
        annotations.notes.get(paper_id, ""),
    )
