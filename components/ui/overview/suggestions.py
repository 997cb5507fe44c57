"""Five papers worth opening, each for a reason of its own that is told beside it.

Every reason has its own order of papers: votes, digests that show it, what stands for a topic, what is unlike the rest.
They take turns, and prefer topics that no paper before is in, so that five papers show what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from components.curation.annotations.decisions import Decision
from components.links.verdict import State
from components.text import counted
from components.ui.shared.paper.citations import short_day
from components.ui.shared.papers_table.ordering import rising
from components.ui.shared.text import in_a_sentence
from components.ui.shared.topics import short_name
from components.workspace.view import View

MOST = 5
_READ = ("paper_id", "topic", "votes", "seen", "kinds", "states", "published")
_TRIED = 40  # papers of each reason that are looked at


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One paper and why it is worth opening."""

    paper_id: str
    why: str  # a few words, plain text


def suggestions(view: View, most: int = MOST) -> list[Suggestion]:
    """At most so many of the shown papers, undecided ones as long as there are any."""
    undecided = view.mask & (view.catalogue["decision"] == Decision.INBOX).to_numpy()
    rows = np.flatnonzero(undecided if undecided.any() else view.mask)  # of the catalogue and of the Analysis
    if not len(rows):
        return []
    papers = view.catalogue.loc[:, list(_READ)].iloc[rows]  # without the texts, which would all be copied
    found = _in_turns([list(islice(order(view, papers, rows), _TRIED)) for order in _ORDERS], papers, most)
    rest = islice(_by_place(papers), most)  # as the digests have them: there is always something to open
    found |= {each.paper_id: each.why for each in rest if each.paper_id not in found}
    return [Suggestion(paper_id, why) for paper_id, why in found.items()][:most]


def _in_turns(orders: list[list[Suggestion]], papers: pd.DataFrame, most: int) -> dict[str, str]:
    """Paper → why, each reason in its turn, until there are enough or the reasons have no more."""
    tried = papers[papers["paper_id"].isin({each.paper_id for order in orders for each in order})]
    topic_of = dict(zip(tried["paper_id"], tried["topic"], strict=True))
    found: dict[str, str] = {}
    topics: set[str] = set()
    while len(found) < most and any(orders):
        for order in orders:
            fresh = [each for each in order if each.paper_id not in found]
            if not fresh or len(found) == most:
                order.clear()
                continue
            # One whose topic is not among them yet, else the best of this reason.
            chosen = next((each for each in fresh if topic_of[each.paper_id] not in topics), fresh[0])
            found[chosen.paper_id] = chosen.why
            topics.add(topic_of[chosen.paper_id])
            order[:] = [each for each in fresh if each is not chosen]
    return found


def _by_interest(view: View, papers: pd.DataFrame, rows: np.ndarray) -> Iterator[Suggestion]:
    del rows
    known = view.ranking.interest() if view.ranking else {}
    if not known:
        return
    scores = np.array([known.get(paper_id, np.nan) for paper_id in papers["paper_id"]], dtype=float)
    yield from _ordered(papers, scores, lambda _: "Like what you starred")


def _by_votes(view: View, papers: pd.DataFrame, rows: np.ndarray) -> Iterator[Suggestion]:
    del view, rows
    votes = papers["votes"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    votes = np.where(votes > 0, votes, np.nan)
    yield from _ordered(papers, votes, lambda row: f"{counted(int(votes[row]), 'vote')}, among the most here")


def _by_growth(view: View, papers: pd.DataFrame, rows: np.ndarray) -> Iterator[Suggestion]:
    del rows
    gained = np.array(rising(view, papers), dtype=float)

    def why(row: int) -> str:
        found = view.rising[str(papers["paper_id"].iat[row])]
        return f"Rising: {found.now - found.before:+,} votes since {short_day(found.since)}"

    yield from _ordered(papers, np.where(gained > 0, gained, np.nan), why)


def _by_digests(view: View, papers: pd.DataFrame, rows: np.ndarray) -> Iterator[Suggestion]:
    seen = papers["seen"].to_numpy(dtype=float)
    everywhere = len(view.library.digests)
    # Among as many digests, what is most clearly of its topic.
    scores = np.where(seen > 1, seen + 0.5 * _strength(view, rows), np.nan)

    def why(row: int) -> str:
        number = int(seen[row])
        return "In both digests" if number == everywhere == 2 else f"In {number} digests"

    yield from _ordered(papers, scores, why)


def _by_topic(view: View, papers: pd.DataFrame, rows: np.ndarray) -> Iterator[Suggestion]:
    """What stands for each topic, the largest first."""
    if view.analysis is None:
        return
    strength, topic_of, ids = _strength(view, rows), view.analysis.topic[rows], papers["paper_id"]
    amounts = np.bincount(topic_of, minlength=len(view.analysis.topics))
    for number in np.argsort(-amounts, kind="stable")[: int((amounts > 0).sum())]:
        topic = view.analysis.topics[number]
        places = np.flatnonzero(topic_of == number)
        typical = places[rows[places] == view.rows.get(topic.typical, -1)]
        place = typical[0] if len(typical) else places[int(np.argmax(strength[places]))]
        yield Suggestion(str(ids.iloc[place]), f"Typical of {in_a_sentence(short_name(topic))}")


def _by_code(view: View, papers: pd.DataFrame, rows: np.ndarray) -> Iterator[Suggestion]:
    alive = [
        bool(kinds)
        and any(kind == "code" and state == State.ALIVE.value for kind, state in zip(kinds, states, strict=True))
        for kinds, states in zip(papers["kinds"], papers["states"], strict=True)
    ]
    yield from _ordered(papers, np.where(alive, 1 + _strength(view, rows), np.nan), lambda _: "Its code is online")


def _by_date(view: View, papers: pd.DataFrame, rows: np.ndarray) -> Iterator[Suggestion]:
    del view, rows
    dates = papers["published"].where(papers["published"].str.match(r"\d{4}"))
    yield from _ordered(papers, dates.rank().to_numpy(dtype=float), lambda row: f"Among the newest: {dates.iloc[row]}")


def _by_rarity(view: View, papers: pd.DataFrame, rows: np.ndarray) -> Iterator[Suggestion]:
    analysis = view.analysis
    if analysis is None or not analysis.similarities.shape[1]:
        return
    nearest = analysis.similarities[rows, 0]
    yield from _ordered(papers, 1 - nearest, lambda _: "Unlike the other papers here")


def _by_place(papers: pd.DataFrame) -> Iterator[Suggestion]:
    yield from _ordered(papers, -np.arange(len(papers), dtype=float), lambda _: "High up in its digest")


_ORDERS: tuple[Callable[[View, pd.DataFrame, np.ndarray], Iterator[Suggestion]], ...] = (
    _by_interest, _by_growth, _by_votes, _by_digests, _by_topic, _by_date, _by_code, _by_rarity,
)  # fmt: skip


def _ordered(papers: pd.DataFrame, scores: np.ndarray, why: Callable[[int], str]) -> Iterator[Suggestion]:
    """The papers with a score, the highest first, equal ones as they stand."""
    ids = papers["paper_id"]
    for row in np.argsort(-scores, kind="stable")[: int((~np.isnan(scores)).sum())]:
        yield Suggestion(str(ids.iat[row]), why(int(row)))


def _strength(view: View, rows: np.ndarray) -> np.ndarray:
    """How firmly each paper is in its topic, 0 to 1; 0 without an Analysis."""
    if view.analysis is None or not len(view.analysis.strength):
        return np.zeros(len(rows))
    found: np.ndarray = view.analysis.strength[rows]
    return found
