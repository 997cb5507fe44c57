"""Deciding one by one in a browser: a key decides and brings the next paper, and nothing is lost on the way."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import actions, fingers
from tests.browser.chromium import visit, wait_idle

DESK = "/picks?view=decide"


def title(page: Page) -> str:
    return page.locator(".atlas-triage-title").inner_text()


def press(page: Page, *keys: str) -> str:
    """Press keys as fast as a machine can; the title that stands there then, before the server has answered."""
    for key in keys:
        page.keyboard.press(key)
    return title(page)


def kept(page: Page) -> None:
    """Wait until the server has confirmed everything."""
    page.locator(".atlas-triage[data-saved='true']").wait_for()
    wait_idle(page)


def open_triage(page: Page) -> None:
    visit(page, DESK)
    page.locator(".atlas-triage-title").filter(has_text=re.compile(r"\w")).wait_for()


def test_one_key_a_paper_from_the_first_to_the_undo(page):
    open_triage(page)
    seen = [title(page)]
    places = page.locator(".atlas-triage-bar").bounding_box()
    for key in "sxls":
        seen.append(press(page, key))
        assert page.locator(".atlas-triage-bar").bounding_box() == places
    assert len(set(seen)) == 5  # each key brought another paper, at once
    kept(page)
    expect(page.get_by_text("4 decided · 102 left")).to_be_visible()

    assert press(page, "k") == seen[3]
    expect(page.locator("[data-verb=starred]")).to_have_attribute("aria-pressed", "true")
    press(page, "s")  # the same key puts it back
    kept(page)
    expect(page.get_by_text("3 decided · 103 left")).to_be_visible()
    assert press(page, "u", "u") == seen[3]
    kept(page)
    expect(page.get_by_text("3 decided · 103 left")).to_be_visible()  # the star came back and went again

    press(page, "t")
    page.keyboard.type("sxl to read")  # letters in a field are letters
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    press(page, "n")
    page.keyboard.type("Ask Ana.")
    page.keyboard.press("Escape")
    assert press(page, "4") == seen[3]
    kept(page)
    expect(page.get_by_role("button", name="Remove the tag sxl to read")).to_be_visible()
    expect(page.locator(".atlas-triage-note")).to_have_text("Ask Ana.")

    page.reload()
    wait_idle(page)
    page.locator(".atlas-triage-title").filter(has_text=seen[3][:20]).wait_for()  # the address kept the place
    expect(page.locator(".atlas-triage-note")).to_have_text("Ask Ana.")
    expect(page.locator(".atlas-triage-rating [data-on=true]")).to_have_count(4)
    visit(page, "/picks?view=log")
    expect(page.get_by_text("Rated 1 paper")).to_be_visible()
    visit(page, "/?decision=starred")
    assert actions.column(page, "Title") == [seen[0]]


def test_keys_can_be_changed_and_are_found_again(page):
    open_triage(page)
    press(page, "?")
    expect(page.locator(".atlas-triage-keys")).to_be_in_viewport(ratio=0.99)
    page.get_by_role("button", name=re.compile("^Star: key s")).click()
    page.keyboard.press("l")
    expect(page.get_by_text("“l” is Later already.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Star: key s")).click()
    page.keyboard.press("g")
    page.keyboard.press("Escape")
    first = title(page)
    assert press(page, "s") == first
    assert press(page, "g") != first
    kept(page)
    page.reload()
    open_triage(page)
    expect(page.locator("[data-verb=starred] kbd")).to_have_text("G")
    press(page, "/")
    page.keyboard.type("attention")
    page.wait_for_timeout(600)
    wait_idle(page)
    expect(page.locator(".atlas-triage-card mark").first).to_be_visible()


def test_a_phone_decides_by_touch(visitor, server):
    page = visitor(server, phone=True).context.new_page()
    open_triage(page)
    first = title(page)
    bar = page.locator(".atlas-triage-bar").bounding_box()
    assert bar["y"] + bar["height"] <= 812  # the buttons are in reach without scrolling
    page.locator("[data-verb=starred]").tap()
    assert title(page) != first
    page.locator("[data-verb=hidden]").tap()
    kept(page)
    expect(page.get_by_text("2 decided · 104 left")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def shortlist(page: Page) -> list[str]:
    return page.locator(".atlas-shortlist-words").all_inner_texts()


def test_the_shortlist_grows_beside_the_card_and_is_put_in_order(page):
    open_triage(page)
    bar = page.locator(".atlas-triage-bar").bounding_box()
    names = [title(page), *(press(page, "s") for _ in range(3))]
    one, two, three = names[:3]
    assert shortlist(page) == [one, two, three]  # at once, before the server has answered
    assert page.locator(".atlas-triage-bar").bounding_box() == bar
    kept(page)
    assert shortlist(page) == [one, two, three]

    handle = page.get_by_role("button", name=re.compile("^Place 3 of 3"))
    handle.focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("ArrowUp")
    assert shortlist(page) == [three, one, two]
    expect(page.get_by_role("button", name=re.compile("^Place 1 of 3"))).to_be_focused()
    kept(page)
    expect(page.get_by_role("button", name=re.compile("^Place 1 of 3"))).to_be_focused()

    rows = page.locator(".atlas-shortlist li")
    first, last = actions.box_of(rows.nth(0)), actions.box_of(rows.nth(2))
    page.mouse.move(first["x"] + 60, first["y"] + 12)
    page.mouse.down()
    page.mouse.move(first["x"] + 60, first["y"] + 30, steps=3)
    page.mouse.move(last["x"] + 60, last["y"] + last["height"] - 3, steps=5)
    page.mouse.up()
    assert shortlist(page) == [one, two, three]
    assert title(page) == names[3]  # letting go is no click
    page.get_by_role("button", name=f"Move up: {two}").click()
    assert shortlist(page) == [two, one, three]
    kept(page)

    page.reload()
    open_triage(page)
    assert shortlist(page) == [two, one, three]
    press(page, "u")
    kept(page)
    assert shortlist(page) == [one, two, three]
    page.get_by_role("button", name=two, exact=True).click()
    expect(page.locator(".atlas-triage-title")).to_have_text(two)
    kept(page)
    page.get_by_role("button", name=f"Remove from the shortlist: {one}").click()
    kept(page)
    visit(page, "/picks")
    assert actions.column(page, "Title") == [two, three]


def test_a_phone_has_the_shortlist_below_the_card_and_folded(visitor, server):
    page = visitor(server, phone=True).context.new_page()
    open_triage(page)
    names = [title(page)]
    page.locator("[data-verb=starred]").tap()
    names.append(title(page))
    page.locator("[data-verb=starred]").tap()
    kept(page)
    assert not page.locator(".atlas-shortlist ol").is_visible()
    page.locator(".atlas-shortlist summary").tap()
    page.get_by_role("button", name=f"Move down: {names[0]}").tap()
    assert shortlist(page) == names[::-1]
    kept(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_on_a_phone_a_swipe_decides_and_can_be_taken_back(server, visitor):
    page = visitor(server, phone=True).context.new_page()
    open_triage(page)
    expect(page.get_by_text("Swipe the card")).to_be_visible()
    card, first = page.locator(".atlas-triage-card"), title(page)
    box = actions.box_of(card)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers.draw(page, (x, y, x + 30, y))
    assert title(page) == first
    fingers.draw(page, (x, y, x + 10, y - 100))
    assert title(page) == first
    fingers.draw(page, (x, y, x + 150, y + 5))
    second = title(page)
    assert second != first
    fingers.draw(page, (x, y, x - 150, y))
    assert title(page) not in (first, second)
    kept(page)
    expect(page.get_by_text("2 decided · 104 left")).to_be_visible()
    page.get_by_role("button", name="Undo").tap()
    kept(page)
    assert title(page) == second
    expect(page.get_by_text("1 decided · 105 left")).to_be_visible()
    width, room = page.get_by_test_id("stMain").evaluate("main => [main.scrollWidth, main.clientWidth]")
    assert width <= room
