"""Every way to colour the map gives each paper a colour that the legend explains, in light and in dark."""

from __future__ import annotations

import re

import pytest

from components.ui.map import map_picture
from components.workspace import view as workspace_view
from tests.pages import visitor_data

WAYS = ["topic", "digest", "decision", "links"]


def painted(by: str, dark: bool = False, opened: str = ""):
    now = workspace_view.of_newcomer()
    assert now.analysis is not None
    return now, map_picture.paint(now, now.analysis, by, opened, (), dark)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("by", WAYS)
def test_each_paper_has_a_colour_of_the_legend(by, dark):
    _, paint = painted(by, dark)
    assert len(paint.group) == len(paint.shown) == 106
    assert set(paint.group) <= set(range(len(paint.groups)))
    assert sum(group.count for group in paint.groups) == int(paint.shown.sum()) == 106
    assert all(re.fullmatch("#[0-9A-Fa-f]{6}", group.colour) for group in paint.groups)
    assert len({group.name for group in paint.groups}) == len(paint.groups)


def test_topics_of_the_legend_filter_by_what_they_count():
    now, paint = painted("topic")
    for group in paint.groups:
        assert int(now.filters.choosing("topics", (group.value,)).mask(now.catalogue).sum()) == group.count


def test_the_open_paper_has_spokes_to_papers_of_the_map():
    now, paint = painted("topic", opened=visitor_data.bundled().papers["paper_id"][3])
    assert len(paint.nearest) == 5
    assert set(paint.nearest) <= set(now.catalogue["paper_id"])
    assert len(paint.why) == 5
    assert any(paint.why)
    assert painted("topic", opened="arxiv:0000.00000")[1].nearest == []


def test_areas_of_the_legend_hold_their_topics_and_filter_by_what_they_count():
    now, paint = painted("topic")
    assert sorted(number for area in paint.areas for number in area.groups) == list(range(len(paint.groups)))
    for area in paint.areas:
        assert sum(paint.groups[number].count for number in area.groups) == area.count
        assert int(now.filters.choosing("areas", (area.value,)).mask(now.catalogue).sum()) == area.count
    assert painted("digest")[1].areas == ()
