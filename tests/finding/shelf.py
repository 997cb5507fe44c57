"""Small catalogues made of papers written in the tests."""

from dataclasses import dataclass
from enum import Enum

import pandas as pd

from components.finding.catalogue import build_catalogue

TOPICS = {"causal": "Causal discovery", "graphs": "Graphs", "video": "Video"}


class Word(Enum):
    """Stands for the enumerations of other rooms: only `value` counts."""

    CODE = "code"


@dataclass(frozen=True)
class Link:
    url: str
    kind: object


@dataclass(frozen=True)
class Verdict:
    state: object


def paper(
    paper_id, title, abstract="", *, digests=("may",), votes=None, published="", topic="", decision="", links=(),
    authors=(), keywords=(), organisation="", venue="", year="", categories=(), status="", tags=(),
    note="", rating=0, arxiv_id="", doi="", summary="", stars=None, near=(), citations=None, retracted="",
):  # fmt: skip
    return dict(locals())


def catalogue_of(*papers):
    frame = pd.DataFrame(
        [
            {
                "paper_id": p["paper_id"], "title": p["title"], "abstract": p["abstract"], "raw_title": p["title"],
                "raw_abstract": p["abstract"], "summary": p["summary"], "arxiv_id": p["arxiv_id"], "doi": p["doi"],
                "authors": p["authors"], "organisation": p["organisation"], "published": p["published"],
                "votes": p["votes"], "comments": None, "stars": p["stars"], "citations": p["citations"],
                "citation_counts": (), "retracted": p["retracted"], "links": (), "keywords": p["keywords"],
                "digests": p["digests"], "seen": len(p["digests"]), "venue": p["venue"], "type": "",
                "year": p["year"], "categories": p["categories"], "status": p["status"],
                "review_rating": None, "sources": (), "remarks": (),
            }
            for p in papers
        ]
    ).astype({
        "votes": "Int64", "comments": "Int64", "stars": "Int64", "citations": "Int64", "review_rating": "Float64",
    })  # fmt: skip
    return build_catalogue(
        frame,
        {p["paper_id"]: (p["topic"], TOPICS[p["topic"]]) for p in papers if p["topic"]},
        {p["paper_id"]: p["decision"] for p in papers if p["decision"]},
        {p["paper_id"]: [Link(url, kind) for url, kind, _ in p["links"]] for p in papers},
        {url: Verdict(state) for p in papers for url, _, state in p["links"] if state},
        {p["paper_id"]: p["tags"] for p in papers if p["tags"]},
        {p["paper_id"]: p["note"] for p in papers if p["note"]},
        {p["paper_id"]: p["rating"] for p in papers if p["rating"]},
        {p["paper_id"]: p["near"] for p in papers},
    )
