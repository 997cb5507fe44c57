"""The table under a mouse: a click reads, a star keeps, a tick belongs to its paper, a header sorts."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import actions
from tests.browser.chromium import visit, wait_idle


def heading(page: Page) -> str:
    """The title in the reading pane."""
    return page.get_by_test_id("stHtml").get_by_role("heading").first.inner_text()


def test_a_click_on_a_row_opens_its_paper_and_close_shuts_it(page):
    visit(page, "table")
    titles = actions.column(page, "Title")
    actions.click_row(page, 4)
    assert heading(page) == titles[4]
    expect(page).to_have_url(re.compile(r"[?&]paper="))
    expect(page.get_by_text("Appears in")).to_be_visible()
    actions.click_row(page, 7)
    assert heading(page) == titles[7]
    page.get_by_role("button", name="Close", exact=True).click()
    wait_idle(page)
    expect(page).not_to_have_url(re.compile("paper="))
    expect(page.get_by_text("Nearest papers")).to_have_count(0)


def test_the_same_row_opens_again_after_it_was_closed(page):
    visit(page, "table")
    actions.click_row(page, 2)
    page.get_by_role("button", name="Close", exact=True).click()
    wait_idle(page)
    actions.click_row(page, 2)
    expect(page).to_have_url(re.compile(r"[?&]paper="))
    assert heading(page) == actions.column(page, "Title")[2]


def test_back_closes_and_forward_opens_the_paper(page):
    visit(page, "table")
    actions.click_row(page, 3)
    opened = heading(page)
    page.go_back()
    wait_idle(page)
    expect(page.get_by_text("Nearest papers")).to_have_count(0)
    page.go_forward()
    wait_idle(page)
    assert heading(page) == opened


def test_a_near_paper_is_read_next(page):
    visit(page, "table")
    actions.click_row(page, 1)
    first = heading(page)
    page.locator("[class*=st-key-pane_near] button").first.click()
    wait_idle(page)
    assert heading(page) != first


def test_a_star_is_given_and_taken_in_the_table(page):
    visit(page, "table")
    actions.click_row(page, 3, actions.STAR)
    expect(page).not_to_have_url(re.compile("paper="))
    title = actions.column(page, "Title")[3]
    visit(page, "picks")
    assert actions.column(page, "Title") == [title]
    visit(page, "table")
    actions.click_row(page, 3, actions.STAR)
    visit(page, "picks")
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)


def test_a_tick_stays_on_its_paper_while_the_rows_change(page):
    visit(page, "table")
    titles = actions.column(page, "Title")
    actions.click_row(page, 5, actions.TICK)
    assert actions.ticked(page) == [titles[5]]
    expect(page).not_to_have_url(re.compile("paper="))
    words = " ".join(re.findall(r"\w{6,}", titles[5])[:2])
    actions.search(page, words)
    assert actions.amounts(page)[0] < 30
    assert actions.ticked(page) == [titles[5]]
    actions.search(page, "")
    assert actions.amounts(page) == (106, 106)
    assert actions.ticked(page) == [titles[5]]
    actions.search(page, f'-ti:"{titles[5]}"')
    assert actions.ticked(page) == []


def test_ticked_papers_are_hidden_together_and_come_back_by_undo(page):
    visit(page, "table")
    actions.click_row(page, 0, actions.TICK)
    actions.click_row(page, 2, actions.TICK)
    assert len(actions.ticked(page)) == 2
    page.get_by_role("button", name=re.compile("^Hide 2$|Hide 2")).click()
    wait_idle(page)
    assert actions.amounts(page) == (104, 106)
    assert actions.ticked(page) == []
    visit(page, "picks")
    page.get_by_role("button", name="Undo").click()
    wait_idle(page)
    assert actions.amounts(page) == (106, 106)


def test_a_header_sorts_and_a_click_still_opens_the_row_that_is_seen(page):
    visit(page, "table")
    before = actions.column(page, "Title")
    actions.click_header(page)
    titles = actions.column_that(page, "Title", lambda titles: titles != before)
    assert titles == sorted(titles, key=str.casefold)
    actions.click_row(page, 6)
    assert heading(page) == titles[6]


def test_after_sorting_a_star_goes_to_the_paper_in_whose_row_it_is(page):
    visit(page, "table")
    before = actions.column(page, "Title")
    actions.click_header(page)
    title = actions.column_that(page, "Title", lambda titles: titles != before)[6]
    actions.click_row(page, 6, actions.STAR)
    visit(page, "picks")
    assert actions.column(page, "Title") == [title]


def test_search_marks_what_it_found_in_the_paper(page):
    visit(page, "/?q=causal")
    actions.click_row(page, 0)
    expect(page.locator("mark").first).to_be_visible()
    assert page.locator("mark").first.inner_text().lower().startswith("causal")


def test_what_is_typed_in_the_search_stands_in_the_address(page):
    visit(page, "table")
    actions.search(page, "attention heads")
    expect(page).to_have_url(re.compile(r"q=attention(\+|%20)heads"))
    some, everything = actions.amounts(page)
    assert 0 < some < everything


def test_a_slash_goes_to_the_search_and_escape_closes_the_paper(page):
    visit(page, "table")
    actions.click_row(page, 1)
    page.locator("h2").first.click()  # away from the grid, which has keys of its own
    page.keyboard.press("Escape")
    wait_idle(page)
    expect(page).not_to_have_url(re.compile("paper="))
    page.keyboard.press("/")
    field = page.get_by_role("searchbox", name="Search papers").or_(page.get_by_role("textbox", name="Search papers"))
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    page.keyboard.type("a/b")
    expect(field).to_have_value("a/b")
    wait_idle(page)
