"""An unchanging copy of some papers and their places on the map, as bytes: what a shared list is made of.

It holds what a reader of the list may see. Decisions never go in, tags and notes only where their owner says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import orjson
import pandas as pd

from components.landscape.result import Analysis
from components.sharing.formats.entry import COLUMNS, Entry, entries

FORMAT = "digest-atlas-list/1"
MOST_OTHERS = 1500  # papers around the list's that are drawn, as a ground


@dataclass(frozen=True, slots=True)
class Place:
    """Where one paper lies: x and y in −1 … 1, and the hue of its topic (0–7); None where there is no map."""

    x: float
    y: float
    hue: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The papers of a list in their order, their places beside them, and the ground they lie on."""

    papers: tuple[Entry, ...]
    places: tuple[Place | None, ...]  # one a paper
    others: tuple[tuple[float, float], ...]  # some of the papers that are not in the list

    @property
    def rows(self) -> pd.DataFrame:
        """The papers as the exports take them: the columns of a catalogue that they read."""
        return frame(self.papers)


def take(rows: pd.DataFrame, labels: Mapping[str, str], analysis: Analysis | None, *, with_notes: bool) -> bytes:
    """Copy some rows of a catalogue, with their places where an Analysis with a map is given."""
    found = [replace(entry, decision="") for entry in entries(rows, labels)]
    if not with_notes:
        found = [replace(entry, tags=(), note="", rating=0) for entry in found]
    places, others = _map([entry.paper_id for entry in found], analysis)
    content = {"format": FORMAT, "papers": [asdict(entry) for entry in found], "places": places, "others": others}
    return orjson.dumps(content)


def read(content: bytes) -> Snapshot:
    """What `take` copied."""
    held = orjson.loads(content)
    return Snapshot(
        tuple(Entry(**{name: _value(value) for name, value in paper.items()}) for paper in held["papers"]),
        tuple(None if place is None else Place(*place) for place in held["places"]),
        tuple((x, y) for x, y in held["others"]),
    )


def frame(papers: Sequence[Entry]) -> pd.DataFrame:
    """Entries as rows that `entries` reads back as they are."""
    renamed = {"topic_name": "topic", "summary": "machine_summary"}
    columns: dict[str, Any] = {}
    for name in COLUMNS:
        values = [getattr(paper, renamed.get(name, name)) for paper in papers]
        if name in {"votes", "stars", "citations"}:
            columns[name] = pd.array(values, dtype="Int64")
        else:
            column = np.empty(len(values), dtype=object)
            column[:] = values
            columns[name] = column
    return pd.DataFrame(columns)


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _map(
    paper_ids: Sequence[str], analysis: Analysis | None
) -> tuple[list[tuple[float, float, int] | None], list[tuple[float, float]]]:
    """The places of the papers and a ground of others, each rounded to what a picture shows."""
    if analysis is None or not analysis.has_map:
        return [None] * len(paper_ids), []
    row_of = {paper_id: row for row, paper_id in enumerate(analysis.paper_ids)}
    xy = np.round(analysis.xy.astype(float), 3)
    places: list[tuple[float, float, int] | None] = []
    for paper_id in paper_ids:
        row = row_of.get(paper_id)
        hue = analysis.topics[int(analysis.topic[row])].colour if row is not None else 0
        places.append(None if row is None else (float(xy[row, 0]), float(xy[row, 1]), hue))
    listed = set(paper_ids)
    rest = [row for row, paper_id in enumerate(analysis.paper_ids) if paper_id not in listed]
    step = max(1, -(-len(rest) // MOST_OTHERS))
    return places, [(float(xy[row, 0]), float(xy[row, 1])) for row in rest[::step]]
