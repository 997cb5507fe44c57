"""What goes to the browser for the map and what comes back: rows named in a few letters, papers packed small."""

from __future__ import annotations

import base64
import gzip
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.ui.map.map_component import Group, Paint, _painted, packed_points, selected_rows
from tests import digests


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("3", [3]),
        ("3-5,9", [3, 4, 5, 9]),
        ("0-0", [0]),
        ("5-3", []),
        ("8-12", [8, 9]),
        ("10", []),
        ("x,1,-,2-", [1, 2]),
        ("-3", []),
        ("1-x", []),
        ("1;2", []),
        ("٣", [3]),
        ("0-99999999999999999999", list(range(10))),
        ("<script>", []),
    ],
)
def test_rows_that_come_from_a_browser_are_read_with_care(text, rows):
    assert selected_rows(text, 10) == rows


@given(st.text(max_size=40), st.integers(0, 50))
def test_whatever_comes_names_rows_that_there_are(text, most):
    assert all(0 <= row < most for row in selected_rows(text, most))


def test_papers_are_packed_small_and_come_out_as_they_were():
    count = 400
    xy = np.random.default_rng(7).uniform(-1, 1, (count, 2)).astype(np.float32)
    ids = [f"arxiv:2404.{number:05d}" for number in range(count)]
    titles = [digests.TITLES[number % len(digests.TITLES)] for number in range(count)]
    packed = packed_points("key", ids, titles, xy, np.arange(count) % 3, list(digests.TITLES[:3]))
    assert packed == packed_points("key", ids, titles, xy, np.arange(count) % 3, list(digests.TITLES[:3]))
    seen = json.loads(gzip.decompress(packed))
    assert seen["ids"] == ids
    assert seen["titles"] == titles
    assert seen["topic"] == [number % 3 for number in range(count)]
    for axis, values in zip("xy", xy.T, strict=True):
        places = np.frombuffer(base64.b64decode(seen[axis]), dtype="<i2") / seen["scale"]
        assert np.abs(places - values).max() < 1e-3
        low, high = seen["range"][axis]
        assert low < values.min() < values.max() < high
    assert len(packed) < 40 * count


@pytest.mark.parametrize("groups", [1, 256, 257, 300])
def test_every_paper_has_the_colour_of_its_group_however_many_there_are(groups):
    group, no = np.arange(400) % groups, np.zeros(400, dtype=bool)
    entries = [Group(f"group {number}", "#123456", 1) for number in range(groups)]
    told = _painted("key", Paint(entries, group, no, no, no, [], "", [], "", "", no), "")
    sent = np.frombuffer(base64.b64decode(told["group"]), dtype="<u2" if told["wide"] else np.uint8)
    assert sent.tolist() == group.tolist()
