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
from components.ui.overview.summary import in_a_sentence
from components.ui.shared.topics import short_name
from components.workspace.view import View

MOST = 5
_TRIED = 40  # papers of each reason that are looked at


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One paper and why it is worth opening."""

    paper_id: str
    why: str  # a few words, plain text


def suggestions(view: View, most: int = MOST) -> list[Suggestion]:
    """At most so many of the shown papers, undecided ones as long as there are any."""
    papers = view.shown
    undecided = papers[papers["decision"] == Decision.INBOX]
    papers = papers if undecided.empty else undecided
    if papers.empty:
        return []
    found = _in_turns([list(islice(order(view, papers), _TRIED)) for order in _ORDERS], papers, most)
    rest = islice(_by_place(papers), most)  # as the digests have them: there is always something to open
    found |= {each.paper_id: each.why for each in rest if each.paper_id not in found}
    return [Suggestion(paper_id, why) for paper_id, why in found.items()][:most]


def _in_turns(orders: list[list[Suggestion]], papers: pd.DataFrame, most: int) -> dict[str, str]:
    """Paper → why, each reason in its turn, until there are enough or the reasons have no more."""
    topic_of = dict(zip(papers["paper_id"], papers["topic"], strict=True))
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


def _by_interest(view: View, papers: pd.DataFrame) -> Iterator[Suggestion]:
    known = view.ranking.interest() if view.ranking else {}
    scores = np.array([known.get(paper_id, np.nan) for paper_id in papers["paper_id"]], dtype=float)
    yield from _ordered(papers, scores, lambda _: "Like what you starred")


def _by_votes(view: View, papers: pd.DataFrame) -> Iterator[Suggestion]:
    del view
    votes = papers["votes"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    votes = np.where(votes > 0, votes, np.nan)
    yield from _ordered(papers, votes, lambda row: f"{counted(int(votes[row]), 'vote')}, among the most here")


def _by_digests(view: View, papers: pd.DataFrame) -> Iterator[Suggestion]:
    seen = papers["seen"].to_numpy(dtype=float)
    everywhere = len(view.library.digests)
    # Among as many digests, what is most clearly of its topic.
    scores = np.where(seen > 1, seen + 0.5 * _strength(view, papers), np.nan)

    def why(row: int) -> str:
        number = int(seen[row])
        return "In both digests" if number == everywhere == 2 else f"In {number} digests"

    yield from _ordered(papers, scores, why)


def _by_topic(view: View, papers: pd.DataFrame) -> Iterator[Suggestion]:
    """What stands for each topic, the largest first."""
    amounts = papers["topic"].value_counts()
    strength = _strength(view, papers)
    ids, topics = papers["paper_id"].to_numpy(dtype=object), papers["topic"].to_numpy(dtype=object)
    for slug in amounts.index:
        topic = view.topics.get(str(slug))
        if topic is None:
            continue
        rows = np.flatnonzero(topics == slug)
        typical = [row for row in rows if ids[row] == topic.typical]
        row = typical[0] if typical else rows[int(np.argmax(strength[rows]))]
        yield Suggestion(str(ids[row]), f"Typical of {in_a_sentence(short_name(topic))}")


def _by_code(view: View, papers: pd.DataFrame) -> Iterator[Suggestion]:
    alive = [
        any(kind == "code" and state == State.ALIVE.value for kind, state in zip(kinds, states, strict=True))
        for kinds, states in zip(papers["kinds"], papers["states"], strict=True)
    ]
    yield from _ordered(papers, np.where(alive, 1 + _strength(view, papers), np.nan), lambda _: "Its code is online")


def _by_date(view: View, papers: pd.DataFrame) -> Iterator[Suggestion]:
    del view
    dates = papers["published"].where(papers["published"].str.match(r"\d{4}"))
    yield from _ordered(papers, dates.rank().to_numpy(dtype=float), lambda row: f"Among the newest: {dates.iloc[row]}")


def _by_rarity(view: View, papers: pd.DataFrame) -> Iterator[Suggestion]:
    analysis = view.analysis
    if analysis is None or not analysis.similarities.shape[1]:
        return
    nearest = analysis.similarities[[view.rows[each] for each in papers["paper_id"]], 0]
    yield from _ordered(papers, 1 - nearest, lambda _: "Unlike the other papers here")


def _by_place(papers: pd.DataFrame) -> Iterator[Suggestion]:
    yield from _ordered(papers, -np.arange(len(papers), dtype=float), lambda _: "High up in its digest")


_ORDERS: tuple[Callable[[View, pd.DataFrame], Iterator[Suggestion]], ...] = (
    _by_interest, _by_votes, _by_digests, _by_topic, _by_date, _by_code, _by_rarity,
)  # fmt: skip


def _ordered(papers: pd.DataFrame, scores: np.ndarray, why: Callable[[int], str]) -> Iterator[Suggestion]:
    """The papers with a score, the highest first, equal ones as they stand."""
    ids = papers["paper_id"].to_numpy(dtype=object)
    for row in np.argsort(-scores, kind="stable")[: int((~np.isnan(scores)).sum())]:
        yield Suggestion(str(ids[row]), why(int(row)))


def _strength(view: View, papers: pd.DataFrame) -> np.ndarray:
    """How firmly each paper is in its topic, 0 to 1; 0 without an Analysis."""
    if view.analysis is None or not len(view.analysis.strength):
        return np.zeros(len(papers))
    found: np.ndarray = view.analysis.strength[[view.rows[each] for each in papers["paper_id"]]]
    return found
