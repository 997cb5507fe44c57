"""From stars to files: the shortlist downloaded as CSV, Markdown and BibTeX, and looked into."""

from __future__ import annotations

import csv
import io
import re

import pytest
from bibtexparser.entrypoint import parse_string
from playwright.sync_api import Page, expect

from tests.browser import actions
from tests.browser.chromium import visit, wait_idle


def download(page: Page, label: str) -> tuple[str, str]:
    """The name and the text of one download."""
    page.get_by_role("button", name="Download").click()
    button = page.get_by_role("button", name=label, exact=True)
    with page.expect_download() as coming:
        button.click()
    path = coming.value.path()
    page.keyboard.press("Escape")
    wait_idle(page)
    return coming.value.suggested_filename, path.read_bytes().decode("utf-8-sig")


@pytest.fixture
def picks(page: Page) -> list[str]:
    """The titles of three papers that were starred in the table; the page Picks is open."""
    visit(page, "table")
    titles = actions.column(page, "Title")[1:4]
    for row in (1, 2, 3):
        actions.click_row(page, row, actions.STAR)
    page.get_by_role("link", name="Picks", exact=True).click()
    wait_idle(page)
    expect(page.get_by_text("3 picks")).to_be_visible()
    return titles


def test_the_list_leaves_as_csv_markdown_and_bibtex(page, picks):
    before = page.url
    name, text = download(page, "CSV")
    assert name.endswith(".csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    title = next(column for column in rows[0] if column.casefold() == "title")
    assert {row[title] for row in rows} == set(picks)
    name, text = download(page, "Markdown")
    assert name.endswith(".md")
    for each in picks:
        assert each in re.sub(r"\\(.)", r"\1", text)
    name, text = download(page, "BibTeX")
    assert name.endswith(".bib")
    entries = parse_string(text).entries
    assert len(entries) == 3
    assert all(entry.fields_dict["title"].value for entry in entries)
    assert page.url == before
    assert sorted(actions.column(page, "Title")) == sorted(picks)


def test_a_pick_is_read_and_taken_back_here(page, picks):
    actions.click_row(page, 0)
    page.get_by_role("button", name="Starred").click()
    wait_idle(page)
    expect(page.get_by_text("2 picks")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    wait_idle(page)
    expect(page.get_by_text("3 picks")).to_be_visible()
    actions.column_that(page, "Title", lambda titles: sorted(titles) == sorted(picks))


def test_hidden_papers_are_counted_and_gone(page):
    visit(page, "table")
    title = actions.column(page, "Title")[0]
    actions.click_row(page, 0)
    page.get_by_role("button", name="Hide", exact=True).click()
    wait_idle(page)
    assert actions.amounts(page) == (105, 106)
    actions.column_that(page, "Title", lambda titles: len(titles) > 0 and title not in titles)
    page.get_by_role("link", name="Picks", exact=True).click()
    wait_idle(page)
    expect(page.get_by_text("1 hidden")).to_be_visible()
