"""What a feed says, before it is written as Atom or JSON: papers with ids and dates that stay as they are.

A paper's id is made of its own, so it is one entry in whatever feed and at whatever address. It was published when
its first digest came in, and updated when somebody last decided something about it: both are read, never made up.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from uuid import UUID, uuid5

import pandas as pd

from components.papers.records import digest_mark
from components.sharing.formats.entry import Entry, entries, one_line
from components.store import times

SPACE = UUID("0c0b8e0e-6a0f-4a86-9a1b-2f1d6a0b7a51")  # of the names that our ids are made of
MOST = 100  # entries; readers ask again long before so many are new


@dataclass(frozen=True, slots=True)
class Item:
    """One paper in a feed; dates as RFC 3339 has them."""

    paper: Entry
    published: str
    updated: str
    why: str = ""  # why a feed by interest holds it

    @property
    def identity(self) -> str:
        """The id of the entry, the same for ever."""
        return urn(f"paper {self.paper.paper_id}")

    @property
    def html(self) -> str:
        """What a reader shows: who, the abstract, the links; all of it escaped."""
        about = " · ".join(one_line(part) for part in (", ".join(self.paper.authors), self.paper.topic) if part)
        links = " · ".join(
            f'<a href="{escape(url)}">{escape((kind or "link").capitalize())}</a>'
            for url, kind in zip(self.paper.links, (*self.paper.kinds, *[""] * len(self.paper.links)), strict=False)
        )
        lines = (self.why, self.paper.note, self.paper.abstract)
        parts = (escape(about), *(escape(one_line(each)) for each in lines), links)
        return "".join(f"<p>{part}</p>" for part in parts if part) or "<p></p>"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its addresses are absolute, `home` is the page a reader may open."""

    identity: str
    title: str
    about: str
    home: str
    atom: str
    json: str
    updated: str
    items: tuple[Item, ...]


def urn(name: str) -> str:
    """An identifier that is made of a name and stays with it."""
    return f"urn:uuid:{uuid5(SPACE, name)}"


def rfc3339(at: str) -> str:
    """A time of the store (ISO 8601, UTC) as RFC 3339 to the second: "2026-11-22T20:15:00Z"."""
    return times.read(at).strftime("%Y-%m-%dT%H:%M:%SZ")


def arrivals(rows: pd.DataFrame, arrived: Mapping[str, str], otherwise: str) -> list[str]:
    """When each row of a catalogue came in, a time of the store each.

    `arrived` says when a digest came in, by the mark its id ends with; `otherwise` is the time for papers that were
    there from the start.
    """
    first: dict[tuple[str, ...], str] = {}  # by a paper's digests: many papers share theirs
    for digests in rows["digests"]:
        if digests not in first:
            came = (arrived.get(digest_mark(digest), otherwise) for digest in digests)
            first[digests] = min(came, default=otherwise)
    return [first[digests] for digests in rows["digests"]]


def items(
    rows: pd.DataFrame,
    labels: Mapping[str, str],
    arrived: Mapping[str, str],
    changed: Mapping[str, str],
    otherwise: str,
    reasons: Mapping[str, str] | None = None,
) -> tuple[Item, ...]:
    """The newest papers of some rows of a catalogue, newest first.

    `arrived` and `otherwise` as for `arrivals`; `changed` says when something was last decided about a paper, by its
    id; `reasons` why it is in the feed.
    """
    came = arrivals(rows, arrived, otherwise)
    ranked: list[tuple[str, str, int]] = []  # (updated, published, row)
    for row, (paper_id, at) in enumerate(zip(rows["paper_id"].tolist(), came, strict=True)):
        ranked.append((max(at, changed.get(paper_id, at)), at, row))
    newest = heapq.nlargest(MOST, ranked, key=lambda one: (one[0], -one[2]))
    papers, why = entries(rows.iloc[[row for _, _, row in newest]], labels), reasons or {}
    return tuple(
        Item(paper, rfc3339(at), rfc3339(updated), why.get(paper.paper_id, ""))
        for paper, (updated, at, _) in zip(papers, newest, strict=True)
    )


def latest(found: Iterable[Item], otherwise: str) -> str:
    """When a feed last changed: with its newest entry, or at a time of the store where it has none."""
    return max((item.updated for item in found), default=rfc3339(otherwise))
