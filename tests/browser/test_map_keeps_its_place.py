"""Zoom and selection of the map survive everything else a visitor does on the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import actions
from tests.browser.chromium import visit, wait_idle

# The paper whose point is nearest to the middle of the map as it is in view.
MIDDLE = """map => {
  const {xaxis, yaxis} = map._fullLayout, x = xaxis._length / 2, y = yaxis._length / 2;
  const far = i => Math.hypot(xaxis.l2p(map.atlas.x[i]) - x, yaxis.l2p(map.atlas.y[i]) - y);
  return map.atlas.ids.map((id, i) => [far(i), id]).sort((a, b) => a[0] - b[0])[0][1];
}"""


def recolour(page, _chart):
    page.get_by_label("Colour by").get_by_text("Digest", exact=True).click()
    expect(page).to_have_url(re.compile("colour=digest"))


def search(page, _chart):
    actions.search(page, "causal")
    assert actions.amounts(page)[0] < 106


def filter_by_legend(page, chart):
    before = chart.get_attribute("data-shown") or ""
    page.locator(".atlas-legend-entry").nth(1).click()
    expect(chart).not_to_have_attribute("data-shown", before)


def open_a_paper(page, chart):
    """Click a point inside the lasso."""
    actions.click_point(page, chart, chart.evaluate(MIDDLE))


def open_from_the_table_and_star(page, _chart):
    actions.click_row(page, 0)
    page.get_by_role("button", name="Star", exact=True).click()
    wait_idle(page)
    expect(page.get_by_role("button", name="Starred")).to_be_visible()


def tick_a_row(page, _chart):
    actions.click_row(page, 1, actions.TICK)


def open_a_menu(page, _chart):
    page.get_by_role("button", name="More", exact=True).click()
    wait_idle(page)
    page.keyboard.press("Escape")


def close_the_paper(page, chart):
    page.get_by_role("button", name="Close", exact=True).click()
    expect(chart).to_have_attribute("data-open", "")


# In this order on one page: each finds what the ones before it have left.
ACTIONS = [
    tick_a_row, open_a_menu, open_a_paper, close_the_paper, open_from_the_table_and_star, recolour, search,
    filter_by_legend, close_the_paper,
]  # fmt: skip


def test_zoom_and_selection_survive_one_thing_after_another(page):
    visit(page, "map")
    chart = actions.drawn(page)
    home = actions.place(chart)
    actions.lasso(page, chart, 0.25)
    place, chosen = actions.zoom(page, chart), actions.selected(chart)
    assert place != home
    for act in ACTIONS:
        act(page, chart)
        wait_idle(page)
        page.wait_for_timeout(200)
        assert actions.place(chart) == pytest.approx(place, abs=1e-3), f"zoom was lost: {act.__name__}"
        assert actions.selected(chart) == chosen, f"the selection was lost: {act.__name__}"
        expect(chart).to_have_attribute("data-selected", str(len(chosen)))


def test_the_tool_in_hand_survives_too(page):
    visit(page, "map")
    chart = actions.drawn(page)
    actions.tool(page, "Move the map")
    actions.search(page, "causal")
    assert chart.evaluate("map => map._fullLayout.dragmode") == "pan"
