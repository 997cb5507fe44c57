"""The map under a mouse and under keys: points open papers, lasso and box list papers, the legend filters."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import actions, fingers
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
    card = page.locator(".atlas-map-card")
    expect(card).to_contain_text(title)
    expect(card.locator(".atlas-map-card-gist")).not_to_be_empty()
    expect(card.locator(".atlas-map-card-facts")).not_to_be_empty()
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
    entry = page.locator(".atlas-legend-entry").nth(2)
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


def test_an_area_of_the_legend_filters_and_opens_to_its_topics(page):
    visit(page, "map")
    chart = actions.drawn(page)
    area = page.locator(".atlas-legend-entry").first
    amount = int(area.locator(".atlas-legend-count").inner_text())
    area.click()
    expect(chart).to_have_attribute("data-shown", str(amount))
    expect(page).to_have_url(re.compile(r"[?&]area="))
    page.get_by_role("button", name=re.compile("^Topics of ")).first.click()
    inside = page.locator(".atlas-legend-inside .atlas-legend-entry")
    counts = [int(count) for count in inside.locator(".atlas-legend-count").all_inner_texts()]
    assert len(counts) > 1
    assert sum(counts) == amount
    inside.nth(1).click()
    expect(chart).to_have_attribute("data-shown", str(counts[1]))
    expect(inside.nth(1)).to_have_attribute("aria-pressed", "true")


LEFT = "card => [card.getBoundingClientRect(), card.parentElement.getBoundingClientRect()].map(b => b.toJSON())"


def test_the_card_of_a_point_stays_inside_the_map_wherever_the_point_is(page):
    visit(page, "map")
    chart = actions.drawn(page)
    for side in ("Math.min(...map.atlas.x)", "Math.max(...map.atlas.x)"):
        paper = chart.evaluate(f"map => map.atlas.ids[map.atlas.x.indexOf({side})]")
        actions.hover(page, chart, paper)
        card, frame = page.locator(".atlas-map-card").evaluate(LEFT)
        assert frame["left"] <= card["left"] < card["right"] <= frame["right"]
        assert frame["top"] <= card["top"] < card["bottom"] <= frame["bottom"]


BOXES = """names => [...names.querySelectorAll('.atlas-map-name')].map(name => name.getBoundingClientRect().toJSON())"""


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_papers_fill_the_map_and_names_never_lie_on_each_other(server, visitor, phone):
    page = visitor(server, phone=phone).context.new_page()
    visit(page, "map")
    chart = actions.drawn(page)
    [across, up] = chart.evaluate("""map => ['x', 'y'].map(axis => {
      const places = [...map.atlas[axis]].map(value => map._fullLayout[axis + 'axis'].l2p(value));
      return (Math.max(...places) - Math.min(...places)) / map._fullLayout[axis + 'axis']._length;
    })""")
    assert min(across, up) > 0.75
    boxes = page.locator(".atlas-map-names").evaluate(BOXES)
    assert len(boxes) >= 8
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert apart or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]


def test_an_open_paper_is_joined_with_its_nearest_and_the_map_says_why(page):
    visit(page, "map")
    chart = actions.drawn(page)
    actions.click_point(page, chart, actions.ids(chart)[20])
    spokes = chart.evaluate("map => map.data[0].x.filter(value => value !== null).length")
    assert spokes == 10
    why = page.locator(".atlas-map-why").all_inner_texts()
    assert why
    listed = page.locator(".atlas-nearest").inner_text().lower()
    assert all(phrase.lower() in listed for reason in why for phrase in reason.replace("\n", " ").split(", "))


def test_while_the_wheel_turns_a_quick_picture_follows_and_at_rest_the_map_is_drawn(page):
    visit(page, "map")
    chart = actions.drawn(page)
    before = actions.place(chart)
    during = chart.evaluate("""async map => {
      const box = map.getBoundingClientRect(), live = map.parentElement.querySelector('.atlas-map-live');
      const at = {clientX: box.left + 200, clientY: box.top + 200}, name = map.names[0].element;
      const stood = name.style.transform;
      for (let turn = 0; turn < 20 && live.hidden; turn++) {
        const wheel = new WheelEvent('wheel', {deltaY: -60, bubbles: true, cancelable: true, ...at});
        map.querySelector('.nsewdrag').dispatchEvent(wheel);
        await new Promise(requestAnimationFrame);
      }
      const painted = live.getContext('2d').getImageData(0, 0, live.width, live.height).data.some(byte => byte);
      const below = getComputedStyle(map.querySelector('.svg-container')).visibility;
      return [live.hidden, painted, name.style.transform !== stood, below];
    }""")
    assert during == [False, True, True, "hidden"]
    expect(page.locator(".atlas-map-live")).to_be_hidden()
    assert actions.place(chart) != before
    expect(page).to_have_url(re.compile(r"[?&]view="))
    chart.focus()
    page.keyboard.press("0")
    page.wait_for_url(lambda url: "view=" not in url)
    assert actions.place(chart) == pytest.approx(before, abs=1e-6)


def test_a_drag_moves_an_enlarged_map(page):
    visit(page, "map")
    chart = actions.drawn(page)
    actions.tool(page, "Move the map")
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(400)
    before = actions.place(chart)
    box = actions.box_of(chart)
    page.mouse.move(box["x"] + 300, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 300, steps=5)
    page.mouse.up()
    page.wait_for_timeout(400)
    after = actions.place(chart)
    wide = before[1] - before[0]
    assert after[0] - before[0] == pytest.approx(wide * 100 / box["width"], rel=0.05)
    assert after[1] - after[0] == pytest.approx(wide)
    expect(chart).to_have_attribute("data-selected", "0")


FOCUSED = "() => document.activeElement.textContent.replace(/[\\d,()]+$/, '').trim()"


def test_who_works_by_keys_keeps_her_place_when_the_map_is_drawn_anew(page):
    visit(page, "map")
    chart = actions.drawn(page)
    page.locator(".atlas-legend-entry").nth(2).focus()
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


def test_on_a_phone_a_tap_shows_a_card_to_open_or_star_and_back_closes_the_paper(server, visitor):
    page = visitor(server, phone=True).context.new_page()
    visit(page, "map")
    chart = actions.drawn(page)
    paper = actions.ids(chart)[20]
    heading = chart.evaluate("(map, id) => map.atlas.titles[map.atlas.row.get(id)]", paper)
    page.touchscreen.tap(*chart.evaluate(actions.POINT, paper))
    card = page.locator(".atlas-map-tap")
    expect(card.get_by_text(heading)).to_be_visible()
    expect(chart).to_have_attribute("data-open", "")
    for button in card.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 32
    card.get_by_role("button", name="Star").tap()
    expect(card.get_by_role("button", name="Starred")).to_have_attribute("aria-pressed", "true")
    wait_idle(page)
    card.get_by_role("button", name="Open").tap()
    sheet = page.locator(".st-key-paper_sheet")
    expect(sheet.get_by_role("heading", name=heading)).to_be_in_viewport()
    wait_idle(page)
    page.go_back()
    expect(sheet).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/map"))


def test_on_a_phone_two_fingers_enlarge_the_map_and_one_moves_it(server, visitor):
    page = visitor(server, phone=True).context.new_page()
    visit(page, "map")
    chart = actions.drawn(page)
    whole = actions.place(chart)
    box = actions.box_of(chart)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers.draw(page, (x - 30, y, x - 90, y), (x + 30, y, x + 90, y))
    page.wait_for_url(re.compile("view="))
    near = actions.place(chart)
    assert (whole[1] - whole[0]) / (near[1] - near[0]) == pytest.approx(3, rel=0.15)
    fingers.draw(page, (x, y, x - 100, y))
    page.wait_for_function(
        "([map, before]) => map._fullLayout.xaxis.range[0] > before + 1e-3", arg=[chart.element_handle(), near[0]]
    )
    assert actions.place(chart)[1] - actions.place(chart)[0] == pytest.approx(near[1] - near[0])
