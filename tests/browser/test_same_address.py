"""An address sent to somebody else shows her the same view: query, topics, digests, open paper, colouring, zoom."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import actions
from tests.browser.chromium import visit, wait_idle


def test_a_view_made_by_hand_is_the_same_in_another_browser(page, server, visitor):
    visit(page, "topics")
    page.get_by_role("button", name="Show only this").nth(0).click()
    wait_idle(page)
    actions.search(page, "language")
    page.get_by_role("link", name="Table", exact=True).click()
    wait_idle(page)
    actions.click_row(page, 1)
    mine = (actions.amounts(page), actions.column(page, "Title"), page.get_by_role("heading").first.inner_text())
    other = visit(visitor(server).context.new_page(), page.url)
    assert (
        actions.amounts(other),
        actions.column(other, "Title"),
        other.get_by_role("heading").first.inner_text(),
    ) == mine
    assert 0 < mine[0][0] < 106


@pytest.mark.parametrize("page_name", ["topics", "links", "picks"])
def test_the_filters_go_along_to_every_page(page, page_name):
    visit(page, "/?q=causal&kind=code")
    amounts = actions.amounts(page)
    page.get_by_role("link", name=page_name.capitalize(), exact=True).click()
    wait_idle(page)
    assert actions.amounts(page) == amounts
    expect(page).to_have_url(re.compile(r"q=causal.*kind=code|kind=code.*q=causal"))


def test_a_map_with_its_colours_and_open_paper_is_the_same_in_another_browser(page, server, visitor):
    visit(page, "/map?q=attention")
    chart = actions.drawn(page)
    page.get_by_label("Colour by").get_by_text("Digest", exact=True).click()
    wait_idle(page)
    actions.click_point(page, chart, chart.evaluate("map => map.atlas.ids.find((id, row) => map.atlas.shown[row])"))
    other = visit(visitor(server).context.new_page(), page.url)
    same = actions.drawn(other)
    for attribute in ("data-shown", "data-open", "data-points"):
        expect(same).to_have_attribute(attribute, chart.get_attribute(attribute) or "?")
    expect(other.get_by_role("radio", name="Digest", checked=True)).to_be_visible()
    assert chart.evaluate(COLOURS) == same.evaluate(COLOURS)


COLOURS = "map => map.data.find(trace => trace.marker && trace.x.length > 20).marker.color"


def test_decisions_do_not_travel_with_the_address(page, server, visitor):
    visit(page, "table")
    actions.click_row(page, 0, actions.STAR)
    visit(page, "/?decision=starred")
    assert actions.amounts(page) == (1, 106)
    other = visit(visitor(server).context.new_page(), page.url)
    assert actions.amounts(other) == (0, 106)
    other.get_by_role("button", name="Show all papers").click()
    wait_idle(other)
    assert actions.amounts(other) == (106, 106)


def test_one_visitor_in_two_tabs_is_one_person(context):
    first, second = context.new_page(), context.new_page()
    visit(first, "table")
    visit(second, "table")
    actions.click_row(first, 2, actions.STAR)
    second.reload()
    wait_idle(second)
    visit(second, "/?decision=starred")
    assert actions.amounts(second) == (1, 106)
