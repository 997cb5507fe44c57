"""In which order papers are listed: one setting of the address, the same for the table and the shortlist.

"usual" is relevance where words are looked for, the nearest first where papers like others are, else the order of the
digests; the shortlist starts with the order that the visitor gave it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from components.finding import index, likeness, meaning
from components.finding.query import matches
from components.landscape.result import Analysis
from components.ui.shared import url_state
from components.workspace import caches
from components.workspace.interest import order
from components.workspace.view import View

PARAMETER = "sort"
MINE = "mine"
_FEW = 2_000  # papers whose index is made in a moment


def offered(view: View, *, own: bool = False) -> dict[str, str]:
    """The orders that mean something for these papers: value → label, the usual one first; `own` for the shortlist."""
    known = {
        MINE: "My order" if own else "",
        "usual": _usual(view.filters.query),
        "interest": "Interest" if view.has_picks or view.annotations.interests else "",
        "date": "Date" if (view.catalogue["published"] != "").any() else "",
        "votes": "Votes" if view.catalogue["votes"].notna().any() else "",
        "citations": "Citations" if view.catalogue["citations"].notna().any() else "",
        "rising": "Rising votes" if view.rising else "",
        "stars": "GitHub stars" if view.catalogue["stars"].notna().any() else "",
        "seen": "Most appearances" if (view.catalogue["seen"] > 1).any() else "",
        "rating": "My rating" if view.annotations.ratings else "",
        "novelty": "Novelty" if view.analysis else "",
        "title": "Title",
    }
    return {value: label for value, label in known.items() if label}


def _usual(query: str) -> str:
    if index.fts_expression(query):
        return "Relevance"
    return "Nearest first" if meaning.is_asked_for(query) else "Digest order"


def chosen(view: View, *, own: bool = False) -> str:
    """The order that the address asks for, of the shortlist where it is the visitor's `own`."""
    return url_state.one_of(PARAMETER, offered(view, own=own))


def ordered(view: View, papers: pd.DataFrame, *, own: bool = False) -> pd.DataFrame:
    """The same rows in the chosen order, numbered anew; equal ones keep theirs, unknown values come last."""
    by = chosen(view, own=own)
    if by == MINE:
        place = {paper_id: number for number, paper_id in enumerate(view.annotations.shortlist)}
        keys = papers["paper_id"].map(place).to_numpy(dtype=float)
    elif by == "usual":
        keys = _relevance(view, papers)
    elif by == "interest":
        place = {paper_id: number for number, paper_id in enumerate(order.of(view).sorted(papers["paper_id"]))}
        keys = papers["paper_id"].map(place).to_numpy(dtype=float)
    elif by == "rising":
        keys = -np.array(rising(view, papers), dtype=float)
    elif by == "novelty":
        keys = -novelty(view, papers)
    elif by == "title":
        keys = papers["title"].str.casefold().rank().to_numpy()
    elif by == "date":
        keys = -papers["published"].where(papers["published"].str.match(r"\d{4}")).rank().to_numpy(dtype=float)
    else:
        keys = -papers[by].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    if keys is None:
        return papers.reset_index(drop=True)
    return papers.iloc[np.argsort(keys, kind="stable")].reset_index(drop=True)  # NaN sorts last


def parted(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(papers with all the words that are looked for, in the chosen order; those near in meaning, the nearest first).

    All other filters hold for both. Without words to look for, or while nearness is being made ready, the second is
    empty and the first has all that is shown.
    """
    query, catalogue = view.filters.query, view.catalogue
    scores = meaning.scores(query, catalogue)
    if scores is None:
        return ordered(view, view.shown), catalogue.head(0)
    worded = matches(query, catalogue)
    among = view.filters.without("query").mask(catalogue) & matches(query, catalogue, ignoring_words=True)
    rows = np.flatnonzero(meaning.near(query, catalogue, worded, among))
    near = catalogue.iloc[rows[np.argsort(-scores[rows], kind="stable")]].reset_index(drop=True)
    return ordered(view, catalogue[view.mask & worded]), near


def interest(view: View, papers: pd.DataFrame) -> np.ndarray:
    """Each paper's interest, 0 to 1: the share of all papers that stand below it; NaN while it is not known."""
    ranking = view.ranking
    known = ranking.interest() if ranking else {}
    return np.array([known.get(paper_id, np.nan) for paper_id in papers["paper_id"]], dtype=float)


def rising(view: View, papers: pd.DataFrame) -> list[float]:
    """Votes that each paper gained a day between two looks; NaN where it was not looked at twice."""
    return [view.rising[each].per_day if each in view.rising else np.nan for each in papers["paper_id"]]


def novelty(view: View, papers: pd.DataFrame) -> np.ndarray:
    """Each paper's novelty, 0 to 1: the share of all papers whose nearest paper is nearer; NaN without an Analysis."""
    known = _novelty(view.analysis) if view.analysis else {}
    return np.array([known.get(paper_id, np.nan) for paper_id in papers["paper_id"]], dtype=float)


def _novelty(analysis: Analysis) -> dict[str, float]:
    nearest = analysis.similarities[:, 0] if analysis.similarities.shape[1] else np.zeros(len(analysis.paper_ids))
    usual = np.sort(nearest)
    shares = 1 - np.searchsorted(usual, nearest, side="right") / max(len(usual), 1)
    return dict(zip(analysis.paper_ids, shares.tolist(), strict=True))


def found_by(view: View, papers: pd.DataFrame) -> list[str]:
    """Which side found each paper: "words" (it has them all), "meaning", both, or "" where no words are looked for."""
    query = view.filters.query
    if not meaning.text_of(query):
        return [""] * len(papers)
    by_words = matches(query, view.catalogue)
    by_meaning = meaning.found_by(query, view.catalogue)[1] | ~by_words
    ids = view.catalogue["paper_id"].to_numpy(dtype=object)
    sides = (("words", set(ids[by_words])), ("meaning", set(ids[by_meaning])))
    return [", ".join(side for side, found in sides if paper_id in found) for paper_id in papers["paper_id"]]


def _relevance(view: View, papers: pd.DataFrame) -> np.ndarray | None:
    """How far each paper is from the query by its words and its meaning, or its place among those like a paper.

    None where the query has neither words nor such a paper. Nothing waits: while nearness is being made ready, words
    order alone.
    """
    query, ids = view.filters.query, view.catalogue["paper_id"].tolist()
    if not index.fts_expression(query):
        like = likeness.order(query, view.catalogue)
        return _places([ids[row] for row in like], papers) if like else None
    scores = meaning.scores(query, view.catalogue)
    if scores is not None:
        known = dict(zip(ids, scores.tolist(), strict=True))
        return np.array([-known.get(paper_id, 0.0) for paper_id in papers["paper_id"]])
    building = caches.word_index(view.library.version, view.catalogue)
    if len(ids) <= _FEW:
        building.wait()
    words = index.prepared_index(view.catalogue)
    return _places(words.order(query) if words else [], papers)


def _places(order: Sequence[str], papers: pd.DataFrame) -> np.ndarray:
    """The place of each paper in an order, those that are not in it last."""
    place = {paper_id: number for number, paper_id in enumerate(order)}
    return np.array([place.get(paper_id, len(place)) for paper_id in papers["paper_id"]])
