"""A digest that attacks its reader: on every page its words stay words, and nothing of it runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from components.landscape.analysis import cache
from components.landscape.result import analysis_key
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.settings import settings
from tests import digests
from tests.browser import actions
from tests.browser.chromium import PATHS, visit, wait_idle
from tests.browser.test_upload import take_out, upload
from tests.pages import visitor_data

CONTENT = digests.hostile(6)
FILE = DigestFile(digests.HOSTILE_NAME, CONTENT)
SHOWS_WORDS = {"map", "topics", "digests"}  # without a press; the others list papers by number or in a canvas


@pytest.fixture
def server(shared_server):
    """The usual server, which finds the map of the hostile digest computed, with topics that are hostile too."""
    running = shared_server()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGEST_ATLAS_DATA", str(running.data_folder))
        settings.cache_clear()
        library = read_digests([FILE])
        visitor_data.keep_analysis(library, [digests.TITLES[0], digests.TITLES[2], digests.TITLES[3]])
        assert cache.path_of(analysis_key(library.papers)).is_relative_to(running.data_folder)
    settings.cache_clear()
    return running


@pytest.fixture
def attacked(page):
    """A page of a visitor who has the hostile digest and no other."""
    upload(page, digests.HOSTILE_NAME, CONTENT)
    take_out(page, 0)
    take_out(page, 0)
    assert digests.HOSTILE_NAME in page.get_by_test_id("stMain").inner_text()
    return page


def unharmed(page) -> None:
    """Nothing ran, nothing was fetched, no element came out of a text."""
    wait_idle(page)
    assert page.evaluate("window.hacked") is None
    main = page.get_by_test_id("stMain")
    for foreign in ("script", "img[src='x']", "svg[onload]", "a[href^='javascript']", "iframe", "[onerror]", "form b"):
        assert main.locator(foreign).count() == 0, foreign
    icons = main.get_by_test_id("stIconMaterial").all_inner_texts()
    assert "delete" not in icons
    assert main.locator(".katex").count() == 0
    text = main.inner_text()
    assert "😄" not in text


def test_its_words_stay_words_on_every_page(attacked):
    for name in PATHS:
        visit(attacked, name)
        if name == "map":
            chart = actions.drawn(attacked)
            for paper in actions.ids(chart)[:4]:
                actions.hover(attacked, chart, paper)
                assert digests.MARK in (attacked.locator(".atlas-map-card").text_content() or "").lower()
        unharmed(attacked)
        text = attacked.get_by_test_id("stMain").inner_text()
        assert (digests.MARK if name in SHOWS_WORDS else "17 papers") in text, name


def test_each_of_its_papers_can_be_read_and_its_name_on_a_button_is_as_it_is_written(attacked):
    near = ""
    for paper_id, title in read_digests([FILE]).papers[["paper_id", "title"]].itertuples(index=False):
        if digests.MARK not in title.lower():
            continue
        visit(attacked, f"/?paper={paper_id}&q={digests.MARK}")
        heading = attacked.get_by_test_id("stHtml").get_by_role("heading").first
        assert heading.inner_text() == title
        unharmed(attacked)
        near += " ".join(attacked.locator("[class*=st-key-pane_near]").all_inner_texts()).replace("\u2060", "")
    for piece in (
        "<img src=x onerror=window.hacked=3>",
        ":material/delete: zebra :red[alarm] :smile",
        "$$y$$ in `code`",
    ):
        assert piece in near


def test_topics_of_its_making_are_shown_as_they_are_written(attacked):
    visit(attacked, "topics")
    expect(attacked.get_by_test_id("stMain")).to_contain_text("<script>window.hacked = 1</script>")
    attacked.get_by_role("button", name="Show only this").first.click()
    unharmed(attacked)
    visit(attacked, "/map?topic=topic-1")
    actions.drawn(attacked)
    attacked.get_by_role("button", name="Topic").first.click()
    expect(attacked.get_by_role("dialog").or_(attacked.get_by_test_id("stPopoverBody")).first).to_be_visible()
    unharmed(attacked)


def test_a_toast_and_a_tooltip_about_it_are_words_too(attacked):
    visit(
        attacked,
        f"/?digest={read_digests([FILE]).digests[0].digest_id}&q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20:smile:",
    )
    unharmed(attacked)
    assert "“<img src=x onerror=alert(1)> :smile:”" in attacked.get_by_test_id("stMain").inner_text()
    visit(attacked, "digests")
    attacked.get_by_text("How it was read").first.click()
    unharmed(attacked)
    assert "May be the same paper as “<script>window.hacked = " in attacked.get_by_test_id("stMain").inner_text()
