"""The map as a component over plotly.js that keeps zoom and selection through every change of the data.

`st.plotly_chart` takes the whole figure as its identity, so any new colour or filter throws the place away; this
component redraws in place. The papers go to the browser once, packed; a change of colour or filter sends a few bytes
a paper. Python says what to draw, the browser owns zoom.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import orjson
import streamlit as st

from components.ui.shared import component

_SCALE = 16_000  # steps from the map's middle to its edge: places travel as 16-bit numbers
_HTML = """
<div class="atlas-map-frame">
<div class="atlas-map" tabindex="0" role="application" aria-label="Map of papers"></div>
<canvas class="atlas-map-live" hidden></canvas>
<div class="atlas-map-names" aria-hidden="true"></div>
<div class="atlas-map-ring" hidden></div>
<div class="atlas-map-tools" role="toolbar" aria-label="Map tools"></div>
<div class="atlas-map-card" hidden></div>
</div>
<div class="atlas-map-status" role="status" aria-live="polite"></div>
<div class="atlas-legend" role="group" aria-label="Legend"></div>
<p class="atlas-map-words"></p>
<details class="atlas-outline"><summary>The map as an outline</summary></details>
"""


_points = component.define("paper_map_points", "map/map_points.js")
_map = component.define("paper_map", "map/map.js", _HTML, ["map/map.css"])


@dataclass(frozen=True, slots=True)
class Group:
    """One colour of the map, what it stands for, and the filter value that a click on the legend toggles."""

    name: str
    colour: str
    count: int  # papers of it under the filters
    value: str = ""  # "" where the legend entry cannot filter
    on: bool = False  # whether the filter has it


@dataclass(frozen=True, slots=True)
class GroupedArea:
    """Several colours of the map under one name, which the legend opens."""

    name: str
    colour: str
    count: int  # papers of it under the filters
    value: str  # the filter value of the area
    on: bool
    groups: Sequence[int]  # which colours, the largest first


@dataclass(frozen=True, slots=True)
class Paint:
    """How the papers look at one moment, a row a paper in the order of the points."""

    groups: Sequence[Group]
    group: np.ndarray  # n, which group
    shown: np.ndarray  # n, bool: under the filters; the others stay as grey context
    solid: np.ndarray  # n, bool: its true neighbours are near it on the map
    starred: np.ndarray  # n, bool
    labels: Sequence[Mapping[str, Any]]  # text, x, y, shown, area; the most important first
    open_paper: str
    nearest: Sequence[str]  # true neighbours of the open paper: spokes are drawn to them
    alt: str  # the message in a sentence
    caption: str  # what the picture keeps, in a sentence under it
    new: np.ndarray  # n, bool: provisional until the layout is recomputed
    areas: Sequence[GroupedArea] = ()  # none where colours are no topics
    why: Sequence[str] = ()  # what each of `nearest` and the open paper both say, in a few words
    placement: Sequence[tuple[float, float]] = ()  # where a pasted text falls, and how surely


def packed_points(
    key: str,
    ids: Sequence[str],
    titles: Sequence[str],
    xy: np.ndarray,
    topic: np.ndarray,
    topics: Sequence[str],
    gists: Sequence[str] = (),
    facts: Sequence[str] = (),
) -> bytes:
    """The papers as the browser takes them: gzip of JSON, about 40 bytes a paper, 100 with gists.

    `xy` is n × 2 within ±2; `gists` are a sentence a paper, `facts` who wrote it and when, or none at all.
    """
    places = np.clip(np.round(xy * _SCALE), -32_767, 32_767).astype("<i2")
    packed = {
        "key": key,
        "ids": list(ids),
        "titles": list(titles),
        "gists": list(gists),
        "facts": list(facts),
        "scale": _SCALE,
        "x": _base64(places[:, 0]),
        "y": _base64(places[:, 1]),
        "topic": topic.tolist(),
        "topics": list(topics),
        "range": {"x": _range(xy[:, 0]), "y": _range(xy[:, 1])},
    }
    return gzip.compress(orjson.dumps(packed), compresslevel=6, mtime=0)


def paper_map(
    key: str,
    ids: tuple[str, ...],
    points: bytes,
    points_key: str,
    paint: Paint,
    on_open: Callable[[str], None],
    on_star: Callable[[str], None],
    on_toggle: Callable[[str, bool], None],
) -> list[str]:
    """Draw the map of the papers `ids`; returns the selected ones in their order.

    `points` is from packed_points, made with `points_key`. `on_open(paper_id)` runs when a point is clicked,
    `on_star` when it is starred, or no longer, `on_toggle(value, is_area)` when a legend entry is clicked.
    """
    _follow(key, ids)

    def sent(name: str) -> str:
        return str(st.session_state[key].get(name) or "")

    def starred() -> None:
        if sent("starred") in ids:
            on_star(sent("starred"))

    def toggled(name: str, known: Sequence[Group] | Sequence[GroupedArea]) -> None:
        if sent(name) and sent(name) in {each.value for each in known}:
            on_toggle(sent(name), name == "area")

    before = st.session_state.get(key)
    _points(key=f"{key}_points", data=points)
    result = _map(
        key=key,
        data=_painted(points_key, paint, str(before.get("selected") or "") if before else ""),
        default={"selected": ""},
        on_selected_change=lambda: None,
        on_opened_change=lambda: on_open(sent("opened")),
        on_starred_change=starred,
        on_toggled_change=lambda: toggled("toggled", paint.groups),
        on_area_change=lambda: toggled("area", paint.areas),
    )
    return [ids[row] for row in selected_rows(str(result.selected or ""), len(ids))]


def _follow(key: str, ids: tuple[str, ...]) -> None:
    """Move the selection to where its papers are now: the browser names rows of the papers it was given last."""
    before, state = st.session_state.get(f"{key}_ids"), st.session_state.get(key)
    st.session_state[f"{key}_ids"] = ids
    if before and state and before != ids:
        chosen = {before[row] for row in selected_rows(str(state.get("selected") or ""), len(before))}
        rows = (str(row) for row, paper_id in enumerate(ids) if paper_id in chosen)
        st.session_state[key] = {"selected": ",".join(rows)}


def selected_rows(text: str, most: int) -> list[int]:
    """The row numbers that "3-9,12" names, those below `most`; what is no such text names none."""
    rows: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first.isdecimal() and (last.isdecimal() or not last):
            rows.extend(range(int(first), min(int(last or first) + 1, most)))
    return [row for row in rows if row < most]


def clear_selection(key: str) -> None:
    """Let go of the selected papers (in a callback, before the map is drawn)."""
    if key in st.session_state:
        st.session_state[key] = {"selected": ""}


def _painted(points_key: str, paint: Paint, selected: str) -> dict[str, Any]:
    flags = (paint.shown, paint.solid, paint.starred, paint.new)
    marks = np.bitwise_or.reduce([flag.astype(np.uint8) << bit for bit, flag in enumerate(flags)])
    wide = len(paint.groups) > 256  # two bytes a paper: the finest topics of a large set, hundreds of digests
    return {
        "key": points_key,
        "groups": [asdict(group) for group in paint.groups],
        "areas": [asdict(area) for area in paint.areas],
        "group": _base64(paint.group.astype("<u2" if wide else np.uint8)),
        "wide": wide,
        "marks": _base64(marks),
        "labels": [dict(label) for label in paint.labels],
        "open": paint.open_paper,
        "nearest": list(paint.nearest),
        "why": list(paint.why),
        "selected": selected,
        "placement": [list(place) for place in paint.placement],
        "alt": paint.alt,
        "trustworthiness": paint.caption,
        "theme": st.context.theme.type or "light",  # a change of theme must draw again
    }


def _base64(values: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode("ascii")


def _range(values: np.ndarray) -> list[float]:
    low, high = float(values.min()), float(values.max())
    margin = max((high - low) * 0.01, 1e-3)
    return [low - margin, high + margin]
