"""The small map: every shown paper among few, a bounded number of bytes among many, names at their papers."""

from __future__ import annotations

import base64
from types import SimpleNamespace
from typing import Any

import numpy as np
import orjson
import pandas as pd
import pytest

from components.landscape.result import Topic
from components.ui.overview.picture import picture

MANY = 14_000


def analysis_of(count, topics):
    chance = np.random.default_rng(3)
    names = [f"Topic {number}" for number in range(topics)]
    return SimpleNamespace(
        xy=chance.uniform(-1, 1, (count, 2)).astype(np.float32),
        topic=(np.arange(count) % topics).astype(np.int16),
        topics=tuple(Topic(name, name, (name,), 1, "", number % 3, number % 3) for number, name in enumerate(names)),
        areas=tuple(SimpleNamespace(name=f"Area {number}, more") for number in range(3)),
    )


def view_of(count, shown=None, starred=()):
    decisions = ["starred" if row in starred else "inbox" for row in range(count)]
    mask = np.ones(count, dtype=bool) if shown is None else np.isin(np.arange(count), shown)
    return SimpleNamespace(mask=mask, catalogue=pd.DataFrame({"decision": decisions}))


def drawn(view, analysis):
    made = picture(view, analysis, dark=False)
    kinds: dict[str, Any] = {"x": "<u2", "y": "<u2", "topic": "<u2", "marks": np.uint8}
    return made, {name: np.frombuffer(base64.b64decode(made[name]), kind) for name, kind in kinds.items()}


def test_few_papers_stand_where_the_map_has_them_with_their_marks():
    analysis = analysis_of(30, 4)
    made, arrays = drawn(view_of(30, shown=[3, 4, 5], starred=[4, 9]), analysis)
    assert {len(values) for values in arrays.values()} == {30}
    spread = np.ptp(analysis.xy, axis=0)
    assert arrays["x"] / made["steps"] == pytest.approx(
        (analysis.xy[:, 0] - analysis.xy[:, 0].min()) / spread[0], abs=1e-3
    )
    assert arrays["topic"].tolist() == analysis.topic.tolist()
    assert np.flatnonzero(arrays["marks"] & 1).tolist() == [3, 4, 5]
    assert np.flatnonzero(arrays["marks"] & 2).tolist() == [4, 9]
    assert len(made["colours"]) == 4
    assert {name["text"] for name in made["names"]} == {"Topic 3", "Topic 0", "Topic 1"}  # those of shown papers


def test_many_papers_cost_a_bounded_number_of_bytes_and_areas_are_named():
    made, arrays = drawn(view_of(MANY, starred=[7]), analysis_of(MANY, 75))
    assert len(arrays["x"]) <= 3_000
    assert len(orjson.dumps(made)) < 40_000
    assert {name["text"] for name in made["names"]} == {"Area 0", "Area 1", "Area 2"}


def test_a_filter_is_seen_among_many():
    _, arrays = drawn(view_of(MANY, shown=range(100, 180)), analysis_of(MANY, 75))
    assert 10 <= int((arrays["marks"] & 1).sum()) <= 80


def test_papers_on_one_line_and_in_one_place_are_drawn():
    analysis = analysis_of(20, 2)
    analysis.xy[:, 1] = 0.5
    _, arrays = drawn(view_of(20), analysis)
    assert set(arrays["y"].tolist()) == {0}
