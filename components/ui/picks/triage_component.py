"""Papers one at a time, decided by a key: the card, its buttons and what travels between it and the server.

The browser shows the next card at once and sends what was decided as numbered actions until they are confirmed, so that
neither a quick hand nor a slow line loses or doubles one. Cards are sent once, some at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson
import streamlit as st

from components.ui.picks import shortlist_component
from components.ui.picks.shortlist_component import Listed
from components.ui.shared import component

_SESSION_ID = re.compile(r"[0-9a-f]{16}")
_MOST_ACTIONS = 500
LONGEST = 20_000  # characters of a value that a browser sends

VERBS = ("starred", "later", "hidden", "inbox", "tag", "untag", "note", "rate", "move", "open", "undo")
_BUTTONS = {
    "previous": "Back",
    "starred": "Star",
    "later": "Later",
    "hidden": "Hide",
    "next": "Next",
    "undo": "Undo",
    "tag": "Tag",
    "note": "Note",
    "help": "Keys",
}
_BAR = "".join(
    f'<button type="button" data-verb="{verb}">{words} <kbd></kbd></button>' for verb, words in _BUTTONS.items()
)
_HTML = f"""
<section class="atlas-triage" aria-label="Papers one by one">
  <div class="atlas-triage-main">
  <article class="atlas-triage-card" tabindex="-1" aria-live="polite">
    <h2 class="atlas-triage-title"></h2>
    <p class="atlas-triage-facts"></p>
    <p class="atlas-triage-why"></p>
    <p class="atlas-triage-gist"></p>
    <p class="atlas-triage-abstract"></p>
    <p class="atlas-triage-summary"></p>
    <ul class="atlas-triage-links"></ul>
    <div class="atlas-triage-own">
      <span class="atlas-triage-rating" role="group" aria-label="Rating"></span>
      <span class="atlas-triage-tags"></span>
    </div>
    <p class="atlas-triage-note" hidden></p>
    <input class="atlas-triage-tagging" list="atlas-triage-names" aria-label="Tag" placeholder="Tag, then Enter" hidden>
    <datalist id="atlas-triage-names" class="atlas-triage-names"></datalist>
    <textarea class="atlas-triage-noting" placeholder="Note; Esc saves it" aria-label="Note" hidden></textarea>
  </article>
  <div class="atlas-triage-empty" hidden></div>
  <p class="atlas-triage-hint"><span>← Hide</span> Swipe the card <span>Star →</span></p>
  <div class="atlas-triage-bar" role="toolbar" aria-label="Decide">{_BAR}</div>
  <div class="atlas-triage-foot">
    <span class="atlas-triage-status" role="status"></span><span class="atlas-triage-progress"></span>
  </div>
  <div class="atlas-triage-keys" role="group" aria-label="Keys" hidden></div>
  </div>
  <aside>{shortlist_component.HTML}</aside>
</section>
"""


_data = component.define("triage_data", "picks/triage_data.js")
_triage = component.define("triage", "picks/triage.js", _HTML, ["picks/shortlist.css", "picks/triage.css"])


@dataclass(frozen=True, slots=True)
class PendingAction:
    """One thing a person did to the card shown."""

    number: int  # counted from 1 in its client session
    paper_id: str
    verb: str  # one of VERBS
    value: str | int


@dataclass(frozen=True, slots=True)
class PendingActions:
    """What a browser has sent and the server has not confirmed."""

    client_session_id: str  # the life of one card on one page
    at: str  # the paper shown now, "" for none
    actions: tuple[PendingAction, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a card: its address, how it is written, and a word about it."""

    url: str
    words: str
    about: str


@dataclass(frozen=True, slots=True)
class Card:
    """One paper as the card shows it. Texts that hold what was found alternate: plain, marked, plain, …"""

    id: str
    title: Sequence[str]
    facts: Sequence[str]
    gist: str  # the sentence of the abstract that says what the paper does, "" where that is all of it
    abstract: Sequence[str]
    summary: str  # what a machine wrote of it, said to be that; "" for none
    links: Sequence[Link]
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """One paper of the queue as it stands in the workspace."""

    id: str
    decision: str
    rating: int
    tags: Sequence[str]
    note: str


@dataclass(frozen=True, slots=True)
class TriageState:
    """What the card is told at one moment."""

    queue_key: str  # another one is another queue
    queue: Sequence[Row]  # the last papers that were dealt, in order
    more: bool  # whether more can be dealt
    open: str  # the paper to begin with
    end: str  # what stands there when nothing is left
    progress: str
    names: Sequence[str] = field(default=())  # tags there are
    client_session_id: str = ""  # whose actions are confirmed up to `confirmed`
    confirmed: int = 0
    message: str = ""  # what the last confirmed action did
    error: str = ""  # why it did nothing


def draw(
    key: str,
    deals: Sequence[tuple[str, Sequence[Card]]],
    state: TriageState,
    listed: Listed,
    on_actions: Callable[[str], None],
) -> None:
    """Draw the card. `deals` are (key, cards) as they were dealt; `on_actions` runs with what the browser sent."""

    def sent() -> None:
        on_actions(str(st.session_state[key].get("actions") or ""))

    _triage(key=key, default={"actions": ""}, on_actions_change=sent)
    # Below the card: even what shows nothing takes a gap. The shortlist first: it holds what the state confirms.
    _data(key=f"{key}_list", data={"list": asdict(listed)})
    _data(key=f"{key}_state", data={"state": asdict(state)})
    for name, cards in deals:
        _data(key=f"{key}_{name}", data={"cards": [asdict(card) for card in cards]})


def read_actions(text: str) -> PendingActions | None:
    """What a browser sent; None where it is not what our card sends."""
    try:
        sent = orjson.loads(text)
        client_session_id, at, given = sent["client_session_id"], sent["at"], sent["actions"]
    except (orjson.JSONDecodeError, TypeError, KeyError):
        return None
    if (
        not isinstance(client_session_id, str)
        or not _SESSION_ID.fullmatch(client_session_id)
        or not isinstance(given, list)
    ):
        return None
    actions = [action for each in given[:_MOST_ACTIONS] if (action := _action(each)) is not None]
    return PendingActions(
        client_session_id, at if isinstance(at, str) else "", tuple(sorted(actions, key=lambda action: action.number))
    )


def _action(given: Any) -> PendingAction | None:
    if not isinstance(given, list) or len(given) != 4:
        return None
    number, paper_id, verb, value = given
    if type(number) is not int or number < 1 or not isinstance(paper_id, str) or verb not in VERBS:
        return None
    if verb == "rate":
        return PendingAction(number, paper_id, verb, value) if type(value) is int and 0 <= value <= 5 else None
    return PendingAction(number, paper_id, verb, value[:LONGEST]) if isinstance(value, str) else None


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """A text cut at the stretches to mark: plain, marked, plain, …"""
    found, end = [], 0
    for start, stop in spans:
        found += [text[end:start], text[start:stop]]
        end = stop
    return [*found, text[end:]]
