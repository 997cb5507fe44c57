"""The overview: the first thing a visitor sees, with ways on that take the filters along; old addresses too."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser import actions
from tests.browser.chromium import visit, wait_idle
from tests.browser.test_cold_link import in_frame

BAR = ".atlas-bar[aria-pressed=true]"


def test_the_apps_own_address_shows_the_overview_and_its_picture_leads_to_the_map(page):
    visit(page, "/")
    in_frame(page, "overview")
    expect(page.get_by_role("heading", level=1)).to_contain_text("106 papers from the digests")
    picture = page.get_by_role("link", name="Map of the papers: open it")
    expect(picture.locator("canvas")).to_be_visible()
    assert len(picture.locator(".atlas-picture-name").all()) >= 5
    before = page.evaluate("history.length")
    picture.click()
    assert len(actions.ids(actions.drawn(page))) == 106
    in_frame(page, "map")
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    wait_idle(page)
    in_frame(page, "overview")


def test_a_bar_filters_the_overview_which_stays_itself_and_the_filter_goes_along(page):
    visit(page, "/")
    bar = page.locator(".atlas-bar").first
    count = int(bar.locator(".atlas-number").inner_text())
    bar.click()
    expect(page).to_have_url(re.compile(r"/overview\?(area|topic)="))
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{count} of 106 papers")
    expect(page.locator(BAR)).to_have_count(1)
    page.reload()
    wait_idle(page)
    in_frame(page, "overview")
    expect(page.locator(BAR)).to_have_count(1)
    expect(page.get_by_role("link", name=f"See these {count} papers")).to_be_visible()
    page.get_by_role("link", name="Decide in five minutes").click()
    wait_idle(page)
    in_frame(page, "picks")
    assert actions.amounts(page) == (count, 106)
    expect(page).to_have_url(re.compile("view=decide"))


def test_a_paper_worth_opening_is_read_beside_the_overview(page):
    visit(page, "/overview")
    title = page.locator(".atlas-paper-title").first
    words = title.inner_text()
    title.click()
    wait_idle(page)
    in_frame(page, "overview")
    expect(page).to_have_url(re.compile("paper="))
    expect(page.locator("[data-testid=stHtml] h2")).to_have_text(words)


def test_old_addresses_show_the_table_as_ever(page):
    visit(page, "/?q=causal&kind=code")
    in_frame(page, "table")
    expect(page).to_have_url(re.compile(r"/table\?q=causal&kind=code"))
    some, everything = actions.amounts(page)
    assert 0 < some < everything == 106
    page.get_by_role("button", name="search", exact=True).click()
    wait_idle(page)
    in_frame(page, "table")
