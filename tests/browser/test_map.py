"""The map under a mouse and under keys: points open papers, lasso and box list papers, the legend filters."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser import actions
from tests.browser.chromium import visit, wait_idle


def test_every_paper_is_drawn_by_plotly_from_this_server_and_nothing_from_elsewhere(context):
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, "map")
    actions.drawn(page)
    hosts = {urlsplit(url).hostname for url in asked if url.startswith("http")}
    assert hosts == {"127.0.0.1"}
    [script] = [url for url in asked if url.endswith("/plotly.min.js")]
    answer = page.request.get(script)
    assert answer.ok
    assert "javascript" in answer.headers["content-type"]
    assert answer.headers.get("etag")
    chart = page.locator(".atlas-map")
    assert len(set(actions.ids(chart))) == 106
    expect(chart).to_have_attribute("data-shown", "106")
    expect(chart).to_have_attribute("aria-label", re.compile(r"106 papers"))
    assert chart.evaluate("map => map.data.some(trace => trace.x.length === 106)")


def test_a_point_shows_its_title_and_opens_its_paper(page):
    visit(page, "map")
    chart = actions.drawn(page)
    paper = actions.ids(chart)[20]
    title = chart.evaluate("(map, id) => map.atlas.titles[map.atlas.row.get(id)]", paper)
    actions.hover(page, chart, paper)
    expect(chart.locator(".hoverlayer")).to_contain_text(title.split()[0])
    actions.click_point(page, chart, paper)
    assert page.evaluate("new URLSearchParams(location.search).get('paper')") == paper
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).click()
    wait_idle(page)
    expect(chart).to_have_attribute("data-open", "")
    actions.click_point(page, chart, paper)  # the same point again opens it again


def test_a_lasso_lists_its_papers_beside_the_map(page):
    visit(page, "map")
    chart = actions.drawn(page)
    actions.lasso(page, chart)
    chosen = actions.selected(chart)
    assert 0 < len(chosen) < 106
    expect(page.get_by_text(f"{len(chosen)} papers selected")).to_be_visible()
    titles = chart.evaluate("(map, ids) => ids.map(id => map.atlas.titles[map.atlas.row.get(id)])", chosen)
    actions.column_that(page, "Title", lambda shown: len(shown) > 0 and set(shown) <= set(titles))
    page.get_by_role("button", name="Clear", exact=True).click()
    wait_idle(page)
    expect(chart).to_have_attribute("data-selected", "0")
    assert len(actions.column(page, "Title")) > 0
    expect(page.get_by_text("papers selected")).to_have_count(0)
    actions.lasso(page, chart)
    chart.focus()
    page.keyboard.press("Escape")
    expect(chart).to_have_attribute("data-selected", "0")


def test_a_box_lists_its_papers_too_and_they_are_starred_together(page):
    visit(page, "map")
    chart = actions.drawn(page)
    actions.select_box(page, chart, 0.2)
    chosen = actions.selected(chart)
    page.get_by_role("button", name=f"Star {len(chosen)}").click()
    wait_idle(page)
    assert actions.selected(chart) == chosen
    visit(page, "picks")
    expect(page.get_by_text(f"{len(chosen)} picks")).to_be_visible()


def test_a_selection_takes_only_papers_that_the_filters_show(page):
    visit(page, "/map?q=causal")
    chart = actions.drawn(page)
    actions.lasso(page, chart, 0.45)
    visible = chart.evaluate("map => map.atlas.ids.filter((id, row) => map.atlas.shown[row])")
    assert set(actions.selected(chart)) <= set(visible)


def test_a_legend_entry_filters_and_lets_go_again(page):
    visit(page, "map")
    chart = actions.drawn(page)
    entry = page.get_by_role("group", name="Legend").get_by_role("button").nth(2)
    amount = int(entry.locator(".atlas-legend-count").inner_text())
    entry.click()
    wait_idle(page)
    expect(chart).to_have_attribute("data-shown", str(amount))
    expect(page).to_have_url(re.compile(r"[?&]topic="))
    assert actions.amounts(page) == (amount, 106)
    pressed = page.get_by_role("group", name="Legend").locator("[aria-pressed=true]")
    expect(pressed).to_have_count(1)
    pressed.click()
    wait_idle(page)
    expect(chart).to_have_attribute("data-shown", "106")
    expect(page).not_to_have_url(re.compile("topic="))


def test_the_keyboard_goes_from_paper_to_paper_and_opens_one(page):
    visit(page, "map")
    chart = actions.drawn(page)
    chart.focus()
    page.keyboard.press("ArrowRight")
    status = page.locator(".atlas-map-status")
    expect(status).not_to_be_empty()
    first = status.inner_text()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    page.keyboard.press("ArrowRight")
    titles = chart.evaluate("map => map.atlas.titles")
    assert {first, status.inner_text()} <= set(titles)
    spoken = status.inner_text()
    page.keyboard.press("Enter")
    wait_idle(page)
    expect(page.get_by_role("heading", name=spoken)).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]paper="))


def test_a_topic_card_filters_and_opens_a_typical_paper(page):
    visit(page, "topics")
    page.get_by_role("button", name="Show only this").first.click()
    wait_idle(page)
    expect(page).to_have_url(re.compile(r"[?&]topic="))
    some, everything = actions.amounts(page)
    assert 0 < some < everything
    page.get_by_role("link", name="Map", exact=True).click()
    chart = actions.drawn(page)
    expect(chart).to_have_attribute("data-shown", str(some))


FOCUSED = "() => document.activeElement.textContent.replace(/[\\d,()]+$/, '').trim()"


def test_who_works_by_keys_keeps_her_place_when_the_map_is_drawn_anew(page):
    visit(page, "map")
    chart = actions.drawn(page)
    page.get_by_role("group", name="Legend").get_by_role("button").nth(1).focus()
    entry = page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    expect(chart).not_to_have_attribute("data-shown", "106")
    wait_idle(page)
    assert page.evaluate(FOCUSED) == entry
    page.keyboard.press("Enter")
    expect(chart).to_have_attribute("data-shown", "106")

    outline = page.locator(".atlas-outline")
    outline.locator("summary").first.click()
    outline.locator("details > summary").nth(1).click()
    outline.locator("details[open] button").nth(2).focus()
    title = page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    expect(chart).not_to_have_attribute("data-open", "")
    wait_idle(page)
    assert page.evaluate(FOCUSED) == title
    expect(outline.locator("details[open]")).to_have_count(1)


LISTENING = """(() => {
  const heard = (window.heard = {});
  const name = (on) => on === window ? "window" : on instanceof MediaQueryList ? "media" : "";
  const {addEventListener: add, removeEventListener: remove} = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (kind, act, how) {
    if (name(this) && !how?.once && !how?.signal) (heard[name(this) + " " + kind] ??= new Set()).add(act);
    return add.call(this, kind, act, how);
  };
  EventTarget.prototype.removeEventListener = function (kind, act, how) {
    heard[name(this) + " " + kind]?.delete(act);
    return remove.call(this, kind, act, how);
  };
})()"""
HEARD = "() => Object.fromEntries(Object.entries(heard).map(([kind, acts]) => [kind, acts.size]))"


def test_a_map_that_was_left_listens_to_nothing_any_more(page):
    page.add_init_script(LISTENING)
    visit(page, "map")
    actions.drawn(page)
    before = page.evaluate(HEARD)
    assert before["window resize"]
    for _ in range(2):
        for name in ("Topics", "Map"):
            page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
            wait_idle(page)
        actions.drawn(page)
    assert page.evaluate(HEARD) == before
