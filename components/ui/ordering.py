"""In which order papers are listed: one setting of the address, the same for the table and the shortlist.

"usual" is relevance where words are looked for, else the order of the digests; the shortlist has the order that she
gave it before all others. Not here: what makes a paper relevant
(`finding.index`) or interesting (`curation.interest`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from components.finding import index, meaning, relevance
from components.finding.query import matches
from components.landscape.analysis import Analysis
from components.ui import address
from components.ui.visit import Visit

PARAMETER = "sort"
MINE = "mine"
_FEW = 2_000  # papers whose index is made in a moment


def offered(visit: Visit, *, own: bool = False) -> dict[str, str]:
    """The orders that mean something for these papers: value → label, the usual one first; `own` for the shortlist."""
    known = {
        MINE: "My order" if own else "",
        "usual": "Relevance" if index.compiled(visit.filters.query) else "Digest order",
        "interest": "Interest" if visit.has_picks else "",
        "date": "Date" if (visit.catalogue["published"] != "").any() else "",
        "votes": "Votes" if visit.catalogue["votes"].notna().any() else "",
        "stars": "Stars of the code" if visit.catalogue["stars"].notna().any() else "",
        "seen": "Seen most" if (visit.catalogue["seen"] > 1).any() else "",
        "rating": "My rating" if visit.said.ratings else "",
        "novelty": "Novelty" if visit.analysis else "",
        "title": "Title",
    }
    return {value: label for value, label in known.items() if label}


def chosen(visit: Visit, *, own: bool = False) -> str:
    """The order that the address asks for, of the shortlist where it is her `own`."""
    return address.one_of(PARAMETER, offered(visit, own=own))


def arranged(visit: Visit, papers: pd.DataFrame, *, own: bool = False) -> pd.DataFrame:
    """The same rows in the chosen order, numbered anew; equal ones keep theirs, unknown values come last."""
    by = chosen(visit, own=own)
    if by == MINE:
        place = {paper_id: number for number, paper_id in enumerate(visit.said.shortlist)}
        keys = papers["paper_id"].map(place).to_numpy(dtype=float)
    elif by == "usual":
        keys = _relevance(visit, papers)
    elif by == "interest":
        keys = -interest(visit, papers)
    elif by == "novelty":
        keys = -novelty(visit, papers)
    elif by == "title":
        keys = papers["title"].str.casefold().rank().to_numpy()
    elif by == "date":
        keys = -papers["published"].where(papers["published"].str.match(r"\d{4}")).rank().to_numpy(dtype=float)
    else:
        keys = -papers[by].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    if keys is None:
        return papers.reset_index(drop=True)
    return papers.iloc[np.argsort(keys, kind="stable")].reset_index(drop=True)  # NaN sorts last


def interest(visit: Visit, papers: pd.DataFrame) -> np.ndarray:
    """Each paper's interest, 0 to 1: the share of all papers that stand below it; NaN while it is not known."""
    ranking = visit.ranking
    known = ranking.interest() if ranking else {}
    return np.array([known.get(paper_id, np.nan) for paper_id in papers["paper_id"]], dtype=float)


def novelty(visit: Visit, papers: pd.DataFrame) -> np.ndarray:
    """Each paper's novelty, 0 to 1: the share of all papers whose nearest paper is nearer; NaN without an Analysis."""
    known = _novelty(visit.analysis) if visit.analysis else {}
    return np.array([known.get(paper_id, np.nan) for paper_id in papers["paper_id"]], dtype=float)


def _novelty(analysis: Analysis) -> dict[str, float]:
    nearest = analysis.similarities[:, 0] if analysis.similarities.shape[1] else np.zeros(len(analysis.paper_ids))
    usual = np.sort(nearest)
    shares = 1 - np.searchsorted(usual, nearest, side="right") / max(len(usual), 1)
    return dict(zip(analysis.paper_ids, shares.tolist(), strict=True))


def found_by(visit: Visit, papers: pd.DataFrame) -> list[str]:
    """Which side found each paper: "words", "meaning", both, or "" where no words are looked for."""
    query = visit.filters.query
    if not meaning.text_of(query):
        return [""] * len(papers)
    by_words = set(visit.catalogue["paper_id"].to_numpy(dtype=object)[matches(query, visit.catalogue)])
    by_meaning = set(meaning.order(query, visit.catalogue))
    sides = (("words", by_words), ("meaning", by_meaning))
    return [", ".join(side for side, ids in sides if paper_id in ids) for paper_id in papers["paper_id"]]


def _relevance(visit: Visit, papers: pd.DataFrame) -> np.ndarray | None:
    """The place of each paper by its words and its meaning; None where no words are looked for.

    Nothing waits: while the index or the vectors are being made, the other side orders alone.
    """
    query = visit.filters.query
    if not index.compiled(query):
        return None
    words = index.prepare(visit.catalogue) if len(visit.catalogue) <= _FEW else index.prepared(visit.catalogue)
    by_words = words.order(query) if words else []
    by_meaning = meaning.order(query, visit.catalogue)
    joined = [hit.paper_id for hit in relevance.fused(by_words, by_meaning)]
    place = {paper_id: rank for rank, paper_id in enumerate(dict.fromkeys([*joined, *by_words]))}
    return np.array([place.get(paper_id, len(place)) for paper_id in papers["paper_id"]])
