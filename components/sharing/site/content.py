"""What a published site holds, as plain values: the columns that every page needs, and the texts in parts."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from components.landscape.result import Analysis
from components.links.verdict import State, Verdict
from components.sharing.formats.entry import Entry, entries, one_line
from components.sharing.hues import DARK, LIGHT

STEPS = 4095  # places a side of the map
PART = 200  # papers of one file of texts
NEAR = 8  # nearest papers that are told of each
KINDS = {"code": 1, "model": 2, "dataset": 4, "demo": 8, "project page": 16}  # as bits of a paper's links
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9.]+")


@dataclass(frozen=True, slots=True, eq=False)
class SiteContent:
    """The papers of a site in their order, their places and topics, and what is known of their links."""

    title: str
    about: str  # which papers these are, in a sentence
    made: str  # day, ISO 8601
    address: str  # where the site will lie; "" where that is not known
    papers: tuple[Entry, ...]
    rows: pd.DataFrame  # the same as a catalogue has them, for the downloads
    names: tuple[str, ...]  # of the papers' own pages, without ending
    analysis: Analysis | None
    row_of_paper: np.ndarray  # int (n,): rows of the Analysis
    verdicts: Mapping[str, Verdict]
    labels: Mapping[str, str]  # digest ids → names

    def core(self) -> dict[str, Any]:
        """What the first view needs: titles, topics, places, dates, and no abstract."""
        return {
            "title": self.title,
            "about": self.about,
            "made": self.made,
            "part": PART,
            "steps": STEPS,
            "hues": [LIGHT, DARK],
            "bits": KINDS,
            **self._topics(),
            **self._places(),
            "ids": [paper.paper_id for paper in self.papers],
            "names": self.names,
            "titles": [one_line(paper.title) for paper in self.papers],
            "authors": [_short(paper.authors) for paper in self.papers],
            "dates": [paper.published[:10] for paper in self.papers],
            "votes": [paper.votes for paper in self.papers],
            "kinds": [sum({KINDS.get(kind, 0) for kind in paper.kinds}) for paper in self.papers],
            "links": self._links(),
        }

    def texts(self) -> list[list[dict[str, Any]]]:
        """What an open paper shows, in parts of `PART` papers; what is not known is left out."""
        near = self._near()
        found = [_text(paper, near[row]) for row, paper in enumerate(self.papers)]
        return [found[start : start + PART] for start in range(0, len(found), PART)]

    def searched(self) -> list[str]:
        """What the index of words is made of, a text a paper."""
        return [" ".join((*paper.authors, paper.abstract, *paper.keywords, *paper.tags)) for paper in self.papers]

    def _topics(self) -> dict[str, Any]:
        if self.analysis is None:
            return {"topics": [], "areas": [], "topic": []}
        topics = [
            {"slug": topic.slug, "name": topic.name, "area": topic.area, "hue": topic.colour, "typical": topic.typical}
            for topic in self.analysis.topics
        ]
        areas = [{"name": area.name, "hue": area.colour} for area in self.analysis.areas]
        return {"topics": topics, "areas": areas, "topic": self.analysis.topic[self.row_of_paper].tolist()}

    def _places(self) -> dict[str, Any]:
        if self.analysis is None or not self.analysis.has_map:
            return {"x": "", "y": ""}
        places = self.analysis.xy[self.row_of_paper]
        low, high = places.min(axis=0), places.max(axis=0)
        scaled = np.rint((places - low) / np.maximum(high - low, 1e-6) * STEPS).astype("<u2")
        return {name: base64.b64encode(scaled[:, axis].tobytes()).decode() for axis, name in enumerate("xy")}

    def _near(self) -> list[list[int]]:
        if self.analysis is None:
            return [[] for _ in self.papers]
        here = {int(row): number for number, row in enumerate(self.row_of_paper)}
        near = self.analysis.neighbours[self.row_of_paper].tolist()
        return [[here[other] for other in each if other in here][:NEAR] for each in near]

    def _links(self) -> list[list[Any]]:
        """(address, kind, state, day of the check, rows of the papers) of every link, each once."""
        found: dict[str, list[Any]] = {}
        for row, paper in enumerate(self.papers):
            for url, kind in zip(paper.links, paper.kinds, strict=False):
                verdict = self.verdicts.get(url)
                state = verdict.state.value if verdict else ""
                checked = verdict.checked_at[:10] if verdict else ""
                found.setdefault(url, [url, kind, state, checked, []])[4].append(row)
        return list(found.values())


def states() -> dict[str, list[str]]:
    """State → (label, meaning, colour) of the verdicts."""
    return {state.value: [state.label, state.meaning, state.colour] for state in State}


def of(
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    analysis: Analysis | None,
    verdicts: Mapping[str, Verdict],
    *,
    title: str,
    about: str,
    made: str,
    address: str = "",
    with_notes: bool = False,
) -> SiteContent:
    """The site of some rows of a catalogue. Decisions never go in; tags, notes and ratings only `with_notes`."""
    papers = [replace(entry, decision="") for entry in entries(rows, labels)]
    if not with_notes:
        papers = [replace(entry, tags=(), note="", rating=0) for entry in papers]
    private = {"decision": "inbox"} | ({} if with_notes else {"note": "", "rating": 0})
    public = rows.assign(**private)
    if not with_notes:
        public["tags"] = [()] * len(public)
    row_of = {paper_id: row for row, paper_id in enumerate(analysis.paper_ids)} if analysis else {}
    known = np.array([row_of.get(paper.paper_id, -1) for paper in papers], dtype=np.int64)
    whole = analysis if len(papers) and bool((known >= 0).all()) else None
    return SiteContent(
        title, about, made, address.rstrip("/"), tuple(papers), public, _names(papers), whole, known, verdicts, labels
    )


def _names(papers: Sequence[Entry]) -> tuple[str, ...]:
    """Names of the papers' pages, each once, made of their ids so that they stay."""
    found: dict[str, None] = {}
    for paper in papers:
        base = _NOT_IN_A_NAME.sub("-", paper.paper_id).strip("-.")[:80] or "paper"
        name, number = base, 1
        while name.lower() in found:
            number += 1
            name = f"{base}-{number}"
        found[name.lower()] = None
    return tuple(found)


def _short(authors: Sequence[str]) -> str:
    more = len(authors) - 2
    return ", ".join(authors[:2]) + (f" +{more}" if more > 0 else "")


def _text(paper: Entry, near: Sequence[int]) -> dict[str, Any]:
    known = {
        "abstract": paper.abstract,
        "gist": paper.gist if paper.gist != one_line(paper.abstract) else "",
        "summary": paper.machine_summary,
        "authors": paper.authors,
        "organisation": paper.organisation,
        "published": paper.published,
        "url": paper.url,
        "arxiv": paper.arxiv_id,
        "doi": paper.doi,
        "keywords": paper.keywords,
        "digests": paper.digests,
        "tags": paper.tags,
        "note": paper.note,
        "links": list(zip(paper.links, paper.kinds, strict=False)),
        "near": near,
    }
    return {name: value for name, value in known.items() if value}
