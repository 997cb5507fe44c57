"""What a program can ask a workspace: each answer is plain values, small enough to read whole.

Lists hold briefs of papers; `show` tells everything about one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from components.curation import shared_lists
from components.finding.filters import Filters, unknown_values
from components.landscape.nearness.nearness import Nearness, best
from components.links.verdict import State
from components.settings import settings
from components.sharing.agents.references import QuestionError, paper_id_of
from components.sharing.formats.entry import ISO_DATE, Entry, entries
from components.sharing.formats.jsonl import record
from components.workspace.jobs import registry
from components.workspace.view import View

USUAL, MOST = 10, 50  # papers in one answer
LONGEST_QUERY = 1_000  # characters
_AUTHORS, _GIST = 3, 300  # of a brief: authors, characters of the gist
_EXAMPLES = 3  # titles of a topic


def search(view: View, query: str, limit: int = USUAL, topic: str = "", decision: str = "", tag: str = "") -> Any:
    """The papers that answer a query by words and meaning, best first, among those of a topic, decision or tag."""
    asked = " ".join(query.split())
    if not asked:
        raise QuestionError("Give a query: a few words of what to look for.")
    mask = _mask(view, topic, decision, tag)
    answers = _nearness(view).to_query(asked[:LONGEST_QUERY])
    scores = np.where(mask & ((answers.words > 0) | (answers.vectors > 0)), answers.scores, -np.inf)
    found = [(row, score) for row, score in best(scores, _limit(limit)) if np.isfinite(score)]
    return {
        "query": asked,
        "among": int(mask.sum()),
        "papers": _briefs(view, [row for row, _ in found], [round(float(score), 3) for _, score in found]),
    }


def show(view: View, paper: str) -> dict[str, Any]:
    """Everything that is known of one paper: abstract, authors, links with their verdicts, decision, note, nearest."""
    paper_id = paper_id_of(view, paper)
    row = view.rows[paper_id]
    (entry,) = entries(view.catalogue.iloc[[row]], view.digest_labels)
    near = [view.rows[other] for other, _ in view.nearest(paper_id, 5)]
    return {
        "paper_id": paper_id,
        "title": entry.title,
        "authors": entry.authors,
        "published": entry.published,
        "url": entry.url,
        "abstract": entry.abstract,
        "gist": entry.gist,
        "topic": entry.topic,
        "digests": entry.digests,
        "votes": entry.votes,
        "citations": entry.citations,
        "citations_by": record(entry)["citation_counts"],
        "retracted": entry.retracted,
        "decision": entry.decision,
        "tags": entry.tags,
        "note": entry.note,
        "rating": entry.rating or None,
        "links": [_link(view, each.url, each.kind.value) for each in view.links.get(paper_id, ())],
        "nearest": [{"paper_id": each["paper_id"], "title": each["title"]} for each in _briefs(view, near)],
    }


def nearest(view: View, paper: str, limit: int = USUAL) -> dict[str, Any]:
    """The papers nearest to one by what they say, best first, each with the phrases that both share."""
    paper_id = paper_id_of(view, paper)
    _nearness(view)
    found = view.nearest(paper_id, _limit(limit))
    briefs = _briefs(view, [view.rows[other] for other, _ in found], [round(float(score), 3) for _, score in found])
    shared = view.why_near(paper_id, [other for other, _ in found])
    for brief, phrases in zip(briefs, shared, strict=True):
        brief["both"] = phrases
    return {"of": paper_id, "title": view.by_id.at[paper_id, "title"], "papers": briefs}


def topics(view: View) -> dict[str, Any]:
    """What the papers are about: topics by area with their sizes and some titles; none before the map is computed."""
    if view.analysis is None:
        return {"topics": [], "why": "The map of these papers is not computed yet: open the page Map once."}
    areas = view.analysis.areas
    return {
        "papers": len(view.catalogue),
        "topics": [
            {
                "topic": topic.slug,
                "name": topic.name,
                "area": areas[topic.area].name if topic.area < len(areas) else "",
                "papers": topic.size,
                "for_example": view.catalogue.loc[view.catalogue["topic"] == topic.slug, "title"].tolist()[:_EXAMPLES],
            }
            for topic in view.analysis.topics
        ],
    }


def new_since(view: View, date: str, limit: int = USUAL) -> dict[str, Any]:
    """Papers that a digest of this day or later listed, or that were published then; the newest first."""
    try:
        since = datetime.date.fromisoformat(date.strip()).isoformat()
    except ValueError as trouble:
        raise QuestionError(f"“{date[:40]}” is no date. Write it as 2026-11-03.") from trouble
    listed = view.library.appearances.groupby("paper_id")["date"].max()
    days = view.catalogue["paper_id"].map(listed).fillna("").astype(str)
    days = days.where(days.map(_is_dated), view.catalogue["published"].fillna("").astype(str))
    days = days.where(days.map(_is_dated), "")  # “Mar 15” of some year tells nothing
    rows = np.flatnonzero((days >= since).to_numpy(dtype=bool))
    chosen = rows[np.argsort(days.to_numpy(dtype=object)[rows], kind="stable")[::-1]][: _limit(limit)]
    briefs = _briefs(view, chosen.tolist())
    for brief, row in zip(briefs, chosen, strict=True):
        brief["date"] = days.iat[int(row)]
    undated = int((days == "").sum())
    return {"since": since, "found": len(rows), "without_a_date": undated, "papers": briefs}


def links(view: View, paper: str = "", state: str = "", limit: int = USUAL) -> dict[str, Any]:
    """Links that the papers give, with the verdict of their last check; of one paper, or of one state."""
    states = [each.value for each in State]
    if state and state not in {*states, "unchecked"}:
        raise QuestionError(f"“{state[:40]}” is no state of a link. There are: {', '.join([*states, 'unchecked'])}.")
    papers = [paper_id_of(view, paper)] if paper.strip() else list(view.links)
    by_url: dict[str, dict[str, Any]] = {}
    for paper_id in papers:
        for link in view.links.get(paper_id, ()):
            found = by_url.setdefault(link.url, _link(view, link.url, link.kind.value) | {"papers": []})
            found["papers"].append(paper_id)
    chosen = [link for link in by_url.values() if not state or link["state"] == state]
    return {"found": len(chosen), "links": chosen[: _limit(limit)]}


def lists(view: View) -> dict[str, Any]:
    """The shortlist, the tags with their numbers of papers, and the lists that are shared."""
    decisions = view.catalogue["decision"]
    tags = view.catalogue["tags"].explode().dropna().value_counts()
    starred = np.flatnonzero((decisions == "starred").to_numpy(dtype=bool)).tolist()
    return {
        "starred": _briefs(view, starred[:MOST]),
        "for_later": int((decisions == "later").sum()),
        "tags": {str(name): int(count) for name, count in tags.items()},
        "shared": [
            {"title": each.title, "papers": each.papers, "at": each.at, "address": list_address(each.address)}
            for each in shared_lists.lists(view.engine, view.workspace)
        ],
    }


def list_address(address: str) -> str:
    """Where a shared list lies; below the app's address, which only a setting knows here."""
    return f"{settings().address}/list/{address}"


def _is_dated(text: str) -> bool:
    return ISO_DATE.match(text) is not None


def _mask(view: View, topic: str, decision: str, tag: str) -> np.ndarray:
    asked = {"topic": [topic] if topic else [], "decision": [decision] if decision else [], "tag": [tag] if tag else []}
    filters = Filters.from_params({name: values for name, values in asked.items() if values})
    for parameter, value, there in unknown_values(asked, view.catalogue):
        known = f"There are: {', '.join(there[:20])}." if there else "There are none here."
        raise QuestionError(f"No paper has “{value[:80]}” as {parameter}. {known}")
    return filters.mask(view.catalogue)


def _nearness(view: View) -> Nearness:
    """What compares the papers, waited for."""
    return registry.embeddings(view.library.version, view.library.papers).nearness()


def _limit(limit: int) -> int:
    if not 1 <= limit <= MOST:
        raise QuestionError(f"limit should be from 1 to {MOST}.")
    return limit


def _briefs(view: View, rows: Sequence[int], scores: Iterable[float] = ()) -> list[dict[str, Any]]:
    """Papers in a line or two each: what is not known is left out."""
    chosen: pd.DataFrame = view.catalogue.iloc[list(rows)]
    briefs = [_brief(entry) for entry in entries(chosen, view.digest_labels)]
    for brief, score in zip(briefs, scores, strict=False):
        brief["score"] = score
    return briefs


def _brief(entry: Entry) -> dict[str, Any]:
    more = len(entry.authors) - _AUTHORS
    authors = ", ".join(entry.authors[:_AUTHORS]) + (f" and {more} more" if more > 0 else "")
    gist = entry.gist if len(entry.gist) <= _GIST else entry.gist[:_GIST].rsplit(" ", 1)[0] + "…"
    known = {
        "authors": authors,
        "date": entry.published,
        "topic": entry.topic,
        "gist": gist,
        "retracted": entry.retracted,
        "decision": "" if entry.decision == "inbox" else entry.decision,
        "tags": list(entry.tags),
        "url": entry.url,
    }
    return {"paper_id": entry.paper_id, "title": entry.title} | {name: value for name, value in known.items() if value}


def _link(view: View, url: str, kind: str) -> dict[str, Any]:
    verdict = view.verdicts.get(url)
    if verdict is None:
        return {"url": url, "kind": kind, "state": "unchecked"}
    return {
        "url": url,
        "kind": kind,
        "state": verdict.state.value,
        "meaning": verdict.state.meaning,
        "checked": verdict.checked_at[:10],
    }
