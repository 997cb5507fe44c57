"""The first visitor of a fresh server comes by a deep link; then Back, reload, a second tab."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser import actions
from tests.browser.chromium import PATHS, visit, wait_idle

TITLES = ["Overview", "Table", "Map", "Topics", "Links", "Picks", "Digests"]


def in_frame(page, name: str) -> None:
    """The page of this name with its frame: title, ways to all pages, no dialog."""
    expect(page).to_have_title(f"{name.capitalize()} – Digest Atlas")
    for title in TITLES:
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert page.get_by_text("Page not found").count() == 0


def test_the_first_visitor_may_come_by_a_deep_link(fresh_server, visitor):
    page = visitor(fresh_server).context.new_page()
    page.goto("/map")
    chart = actions.drawn(page)
    in_frame(page, "map")
    assert len(actions.ids(chart)) == 106
    visit(page, "/map")
    in_frame(page, "map")
    assert not fresh_server.has_loaded("sklearn")
    assert not fresh_server.has_loaded("numba")


def test_the_first_visitor_may_come_by_a_link_with_filters(fresh_server, visitor):
    page = visitor(fresh_server).context.new_page()
    visit(page, "/topics?q=causal&kind=code")
    in_frame(page, "topics")
    some, everything = actions.amounts(page)
    assert 0 < some < everything == 106


def test_every_page_opens_by_its_address_and_survives_a_reload(page):
    for name in PATHS:
        visit(page, name)
        in_frame(page, name)
        shown = page.get_by_test_id("stMain").inner_text()
        page.reload()
        wait_idle(page)
        in_frame(page, name)
        assert page.get_by_test_id("stMain").inner_text() == shown, name


def test_back_and_forward_go_through_the_pages_with_their_filters(page):
    visit(page, "/table?q=causal")
    page.get_by_role("link", name="Topics", exact=True).click()
    wait_idle(page)
    in_frame(page, "topics")
    expect(page).to_have_url(re.compile(r"/topics\?q=causal"))
    page.get_by_role("link", name="Picks", exact=True).click()
    wait_idle(page)
    in_frame(page, "picks")
    page.go_back()
    wait_idle(page)
    in_frame(page, "topics")
    page.go_back()
    wait_idle(page)
    in_frame(page, "table")
    expect(page).to_have_url(re.compile(r"/table\?q=causal"))
    assert actions.amounts(page)[0] < 106
    page.go_forward()
    wait_idle(page)
    in_frame(page, "topics")


def test_a_second_tab_is_on_a_page_of_its_own(context):
    first, second = context.new_page(), context.new_page()
    visit(first, "/links")
    visit(second, "/picks?q=attention")
    in_frame(first, "links")
    in_frame(second, "picks")
    assert actions.amounts(first) == (106, 106)
    assert actions.amounts(second)[0] < 106


def test_an_address_of_no_page_leads_to_the_overview(page, watch):
    watch.allow("404|does not seem to exist")
    visit(page, "/no-such-page")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert actions.amounts(page) == (106, 106)
