"""Topics under a person's hand: cut finer, looked at, renamed, merged, pinned, undone, taken along as a file."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import chromium
from tests.browser.chromium import visit, wait_idle

CARD = "section.atlas-topic"


def names(page: Page) -> list[str]:
    return page.locator(f"{CARD} .atlas-topic-name").all_inner_texts()


def parameter(page: Page, name: str) -> str | None:
    found = page.evaluate("name => new URLSearchParams(location.search).get(name)", name)
    return None if found is None else str(found)


def topics_of_legend(page: Page) -> int:
    """How many topics the map's legend names: an area with several opens to them, another one is its topic."""
    legend = page.get_by_role("group", name="Legend")
    expect(legend.locator(".atlas-legend-entry").first).to_be_visible(timeout=chromium.PATIENCE)
    openers = legend.get_by_role("button", name=re.compile("^Topics of "))
    count = legend.locator(".atlas-legend-entry").count() - openers.count()
    for number in range(openers.count()):
        openers.nth(number).click()
        expect(openers.nth(number)).to_have_attribute("aria-expanded", "true")
        count += legend.locator(".atlas-legend-inside .atlas-legend-entry").count()
    return count


def details(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Details of {name}", exact=True).click()
    wait_idle(page)


def change(page: Page) -> None:
    page.get_by_role("button", name="Change", exact=True).click()
    wait_idle(page)


def test_the_slider_cuts_finer_at_once_and_other_pages_and_addresses_follow(page):
    visit(page, "topics")
    usual = names(page)
    page.get_by_role("slider").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    wait_idle(page)
    expect(page.locator(CARD)).to_have_count(len(usual) + 3)
    assert parameter(page, "into") == str(len(usual) + 3)
    finer = names(page)
    page.get_by_role("link", name="Map", exact=True).click()
    wait_idle(page)
    assert parameter(page, "into") == str(len(usual) + 3)
    assert topics_of_legend(page) == len(finer)
    page.get_by_role("link", name="Topics", exact=True).click()
    wait_idle(page)
    assert names(page) == finer
    page.reload()
    wait_idle(page)
    assert names(page) == finer


def test_a_topic_is_renamed_merged_pinned_and_taken_along_as_a_file(page, tmp_path: Path):
    visit(page, "topics")
    before = names(page)
    details(page, before[0])
    expect(page.locator(".atlas-detail")).to_contain_text("with code")
    change(page)
    page.get_by_label("New name").fill("My <i>corner</i> *of* $it$")
    page.keyboard.press("Tab")
    wait_idle(page)
    page.get_by_role("button", name="Rename", exact=True).click()
    wait_idle(page)
    assert "My <i>corner</i> *of* $it$" in names(page)
    page.get_by_role("button", name=re.compile("1 change of yours")).click()
    wait_idle(page)
    expect(page.get_by_text("kept. 100%")).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Export").click()
    kept = tmp_path / coming.value.suggested_filename
    coming.value.save_as(kept)
    assert kept.stat().st_size < 4_000
    page.get_by_test_id("stDialog").get_by_role("button", name="Undo").click()
    wait_idle(page)
    expect(page.locator(CARD).first).to_contain_text(before[0])
    assert names(page) == before
    # The file brings it again, in whoever's workspace.
    visit(page, "topics")
    details(page, before[1])
    change(page)
    page.get_by_role("button", name="Import changes").click()
    wait_idle(page)
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(kept)
    wait_idle(page)
    page.get_by_role("button", name="Import", exact=True).click()
    wait_idle(page)
    expect(page.get_by_text("My <i>corner</i> *of* $it$").first).to_be_visible()


def test_phrases_filter_and_a_paper_says_where_it_belongs(page):
    visit(page, "topics")
    details(page, names(page)[0])
    chip = page.locator(".atlas-detail-phrase").first
    amount = int(chip.get_by_role("button").first.inner_text().rsplit("· ", 1)[1])
    chip.get_by_role("button").first.click()
    wait_idle(page)
    expect(page.get_by_text(re.compile(rf"^{amount} of 106 papers"))).to_be_visible()
    page.locator(".atlas-detail-phrase").first.get_by_role("button", name=re.compile("Without")).click()
    wait_idle(page)
    expect(page.get_by_text(re.compile(rf"^{106 - amount} of 106 papers"))).to_be_visible()
    page.locator(".atlas-detail-list button").first.click()
    wait_idle(page)
    firmly_in_one = page.locator('[title^="Strength"]')
    expect(firmly_in_one.or_(page.get_by_text(re.compile("between "))).first).to_be_visible()
    assert parameter(page, "paper")
