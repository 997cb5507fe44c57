"""In which order papers are listed: one setting of the address, the same for the table and the shortlist.

"usual" is relevance where words are looked for, else the order of the digests. Not here: what makes a paper relevant
(`finding.index`) or interesting (`curation.interest`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from components.finding import index
from components.landscape.analysis import Analysis
from components.ui import address
from components.ui.visit import Visit

PARAMETER = "sort"
_FEW = 2_000  # papers whose index is made in a moment


def offered(visit: Visit) -> dict[str, str]:
    """The orders that mean something for these papers: value → label, the usual one first."""
    known = {
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


def chosen(visit: Visit) -> str:
    """The order that the address asks for."""
    return address.one_of(PARAMETER, offered(visit))


def arranged(visit: Visit, papers: pd.DataFrame) -> pd.DataFrame:
    """The same rows in the chosen order, numbered anew; equal ones keep theirs, unknown values come last."""
    by = chosen(visit)
    if by == "usual":
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


def _relevance(visit: Visit, papers: pd.DataFrame) -> np.ndarray | None:
    """The place of each paper by relevance; None where no words are looked for or the index is still being made."""
    query = visit.filters.query
    if not index.compiled(query):
        return None
    words = index.prepare(visit.catalogue) if len(visit.catalogue) <= _FEW else index.prepared(visit.catalogue)
    if words is None:
        return None
    place = {paper_id: rank for rank, paper_id in enumerate(words.order(query))}
    return np.array([place.get(paper_id, len(place)) for paper_id in papers["paper_id"]])
