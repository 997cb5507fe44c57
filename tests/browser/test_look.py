"""Every page in light, in dark and on a phone: nothing to scroll sideways, no error, colours that follow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import actions
from tests.browser.chromium import PATHS, PHONE, visit, wait_idle
from tests.browser.measuring import at_rest

WIDTHS = "main => [main.scrollWidth, main.clientWidth]"
GROUND = "app => getComputedStyle(app).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"


def fits(page) -> None:
    """Nothing of the page lies outside its width."""
    width, room = page.get_by_test_id("stMain").evaluate(WIDTHS)
    assert width <= room
    assert page.get_by_test_id("stException").count() == 0
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize("look", ["light", "dark", "phone", "dark phone"])
def test_every_page_fits_and_has_its_colours(server, visitor, look):
    dark, phone = "dark" in look, "phone" in look
    page = visitor(server, dark=dark, phone=phone).context.new_page()
    visit(page, "table")
    for name in PATHS:
        page.get_by_role("link", name=name.capitalize(), exact=True).click()
        expect(page).to_have_title(re.compile(f"^{name.capitalize()}"))
        if name == "map":
            chart = actions.drawn(page)
            assert not phone or actions.box_of(chart)["height"] >= 0.6 * PHONE["height"]
        at_rest(page, 0.4)
        fits(page)
        ground = page.get_by_test_id("stApp").evaluate(GROUND)
        assert (sum(ground) < 200) if dark else (sum(ground) > 700)


def test_a_paper_is_read_on_a_phone_without_scrolling_sideways(server, visitor):
    page = visitor(server, phone=True).context.new_page()
    visit(page, "table")
    at_rest(page, 0.5)
    card = page.locator(".atlas-card").nth(2)
    title = card.locator(".atlas-card-title").inner_text()
    card.locator(".atlas-card-title").tap()
    at_rest(page, 0.5)
    fits(page)
    assert "paper=" in page.url
    sheet = page.locator(".st-key-paper_sheet")
    expect(sheet.get_by_role("heading", name=title)).to_be_in_viewport(ratio=1)
    assert sheet.bounding_box() == {"x": 0, "y": 0, **PHONE}
    page.get_by_role("button", name="Star", exact=True).tap()
    wait_idle(page)
    fits(page)
    page.get_by_role("button", name="Back", exact=True).tap()
    wait_idle(page)
    expect(sheet).to_have_count(0)
    expect(card.get_by_role("button", name=f"Star: {title}")).to_have_attribute("aria-pressed", "true")


def test_a_change_of_scheme_redraws_the_map_in_its_place(page):
    visit(page, "map")
    chart = actions.drawn(page)
    place = actions.zoom(page, chart)
    outline = "map.data.find(trace => trace.x.length > 100).marker.line.color[0]"
    before = chart.evaluate(f"map => {outline}")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"([map, before]) => {outline} !== before", arg=[chart.element_handle(), before])
    wait_idle(page)
    assert actions.place(chart) == pytest.approx(place, abs=1e-3)
