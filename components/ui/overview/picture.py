"""The map as a small picture: places, colours and names, few bytes whatever the number of papers."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from components.curation.annotations.decisions import Decision
from components.landscape.result import Analysis
from components.ui.shared.topics import short_name, topic_colours
from components.workspace.view import View

_DRAWN = 3_000  # papers at most: more would only cover each other at this size
_STEPS = 4_095  # places a side
_NAMES = 14  # topics that are named one by one; with more, areas are


def picture(view: View, analysis: Analysis, dark: bool) -> dict[str, Any]:
    """What the browser draws: x and y as two bytes each, then a byte for the topic's colour and one for marks."""
    xy = analysis.xy
    low, size = xy.min(axis=0), np.maximum(np.ptp(xy, axis=0), 1e-6)
    # Every k-th of the shown papers, then of the others: a filter must not vanish among 14,000.
    order = np.concatenate([np.flatnonzero(view.mask), np.flatnonzero(~view.mask)])
    rows = np.sort(order[:: max(1, -(-len(order) // _DRAWN))])
    places = np.round((xy[rows] - low) / size * _STEPS).astype("<u2")
    colours = topic_colours(analysis, dark)
    starred = (view.catalogue["decision"] == Decision.STARRED).to_numpy()[rows]
    marks = view.mask[rows].astype(np.uint8) | (starred.astype(np.uint8) << 1)
    return {
        "steps": _STEPS,
        "ratio": round(float(size[0] / size[1]), 3),
        "x": _base64(places[:, 0]),
        "y": _base64(places[:, 1]),
        "topic": _base64(analysis.topic[rows].astype("<u2")),
        "marks": _base64(marks),
        "colours": colours,
        "names": [
            {"text": text, "x": round(float(x), 4), "y": round(float(y), 4)}
            for text, (x, y) in _names(view, analysis, low, size)
        ],
    }


def _names(view: View, analysis: Analysis, low: np.ndarray, size: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """Names at the middle of their shown papers, the largest group first; x and y in 0 … 1."""
    if len(analysis.topics) <= _NAMES or not analysis.areas:
        groups, names = analysis.topic, [short_name(topic) for topic in analysis.topics]
    else:
        groups = np.array([topic.area for topic in analysis.topics])[analysis.topic]
        names = [area.name.split(", ")[0] for area in analysis.areas]
    found = []
    for number in np.argsort(-np.bincount(groups[view.mask], minlength=len(names)), kind="stable"):
        rows = np.flatnonzero((groups == number) & view.mask)
        if len(rows):
            found.append((names[number], (np.median(analysis.xy[rows], axis=0) - low) / size))
    return found


def _base64(values: np.ndarray) -> str:
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode("ascii")
