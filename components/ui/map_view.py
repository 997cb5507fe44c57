"""The map as a component over plotly.js that keeps zoom and selection through every change of the data.

`st.plotly_chart` takes the whole figure as its identity, so any new colour or filter throws the place away; this
component redraws in place. Python says what to draw; the browser owns zoom. Not here: where the points come from.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

_HERE = Path(__file__).parent
_HTML = (
    '<div class="atlas-map" tabindex="0" role="application" aria-label="Map of papers"></div>'
    '<div class="atlas-map-status" role="status" aria-live="polite"></div>'
    '<div class="atlas-legend" role="group" aria-label="Legend"></div>'
    '<p class="atlas-map-words"></p>'
)

_component = st.components.v2.component(
    "paper_map",
    html=_HTML,
    css=(_HERE / "map_view.css").read_text(encoding="utf-8"),
    js=(_HERE / "map_view.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True, slots=True)
class Group:
    """One colour of the map, what it stands for, and the filter value that a click on the legend toggles."""

    name: str
    colour: str
    count: int  # papers of it under the filters
    value: str = ""  # "" where the legend entry cannot filter
    on: bool = False  # whether the filter has it


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the map shows, a row a paper in the same order everywhere."""

    key: str  # whose positions these are: zoom is kept as long as this stays
    ids: Sequence[str]
    titles: Sequence[str]
    notes: Sequence[str]  # a second line for the hover card
    xy: np.ndarray  # n × 2
    groups: Sequence[Group]
    group: np.ndarray  # n, which colour
    shown: np.ndarray  # n, bool: under the filters; the others stay as grey context
    solid: np.ndarray  # n, bool: its true neighbours are near it on the map
    starred: np.ndarray  # n, bool
    labels: Sequence[Mapping[str, Any]]  # text, x, y, shown; the most important first
    open_paper: str
    nearest: Sequence[str]  # true neighbours of the open paper: spokes are drawn to them
    alt: str  # the message in a sentence
    honesty: str  # what the picture keeps, in a sentence under it


def paper_map(
    picture: Picture, key: str, on_open: Callable[[str], None], on_toggle: Callable[[str], None]
) -> list[str]:
    """Draw the map; returns the ids of the selected papers.

    `on_open(paper_id)` runs when a point is clicked, `on_toggle(value)` when a legend entry is.
    """

    def opened() -> None:
        paper_id = st.session_state[key].get("opened")
        if paper_id in known:
            on_open(paper_id)

    def toggled() -> None:
        value = st.session_state[key].get("toggled")
        if value in values:
            on_toggle(value)

    known = set(picture.ids)
    values = {group.value for group in picture.groups if group.value}
    before = st.session_state.get(key)
    selected = [paper_id for paper_id in (before.get("selected") or [] if before else []) if paper_id in known]
    result = _component(
        key=key,
        data=_packed(picture, selected),
        default={"selected": []},
        on_selected_change=lambda: None,
        on_opened_change=opened,
        on_toggled_change=toggled,
    )
    return [paper_id for paper_id in result.selected or [] if paper_id in known]


def clear_selection(key: str) -> None:
    """Let go of the selected papers (in a callback, before the map is drawn)."""
    if key in st.session_state:
        st.session_state[key] = {"selected": []}


def _packed(picture: Picture, selected: Sequence[str]) -> dict[str, Any]:
    return {
        "key": picture.key,
        "ids": list(picture.ids),
        "titles": list(picture.titles),
        "notes": list(picture.notes),
        "x": _base64(picture.xy[:, 0], np.float32),
        "y": _base64(picture.xy[:, 1], np.float32),
        "range": {"x": _range(picture.xy[:, 0]), "y": _range(picture.xy[:, 1])},
        "groups": [{"colour": group.colour} for group in picture.groups],
        "legend": [asdict(group) for group in picture.groups],
        "group": _base64(picture.group, np.uint8),
        "shown": _base64(picture.shown, np.uint8),
        "solid": _base64(picture.solid, np.uint8),
        "starred": _base64(picture.starred, np.uint8),
        "labels": [dict(label) for label in picture.labels],
        "open": picture.open_paper,
        "nearest": list(picture.nearest),
        "selected": list(selected),
        "alt": picture.alt,
        "honesty": picture.honesty,
        "theme": st.context.theme.type or "light",  # a change of theme must draw again
    }


def _base64(values: np.ndarray, kind: type) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype=kind).tobytes()).decode("ascii")


def _range(values: np.ndarray) -> list[float]:
    low, high = float(values.min()), float(values.max())
    room = max((high - low) * 0.07, 1e-3)
    return [low - room, high + room]
