"""A digest comes in by hand: every page follows, the map is computed beside, and it goes again."""

from __future__ import annotations

from playwright.sync_api import FilePayload, Page, expect

from tests import digests
from tests.browser import actions
from tests.browser.chromium import visit, wait_idle

NAME = "garden notes.txt"


def upload(page: Page, name: str, content: bytes) -> None:
    """Give a file to the Digests page and wait for the answer."""
    visit(page, "digests")
    file: FilePayload = {"name": name, "mimeType": "text/plain", "buffer": content}
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    expect(page.get_by_test_id("stAlert").first).to_be_visible()
    wait_idle(page)


def take_out(page: Page, number: int) -> None:
    """Take out the digest that stands at this place."""
    buttons = page.get_by_role("button", name="Remove")
    before = buttons.count()
    buttons.nth(number).click()
    expect(buttons).to_have_count(before - 1)
    wait_idle(page)


def test_every_page_follows_a_digest_that_comes_and_goes(page):
    upload(page, NAME, digests.ordinary(18, date="Mar 16"))
    expect(page.get_by_text("18 papers").first).to_be_visible()
    take_out(page, 0)
    take_out(page, 0)
    page.get_by_role("link", name="Table", exact=True).click()
    wait_idle(page)
    assert actions.amounts(page) == (18, 18)
    assert actions.column(page, "Title")[0] == digests.ordinary_papers(1)[0].title
    page.get_by_role("link", name="Map", exact=True).click()
    wait_idle(page)
    expect(page.get_by_role("progressbar").or_(page.locator(".atlas-map[data-drawn='1']")).first).to_be_visible()
    second = visit(page.context.new_page(), "table")  # the other pages work meanwhile
    assert actions.amounts(second) == (18, 18)
    chart = actions.drawn(page, actions.COMPUTED)
    assert len(actions.ids(chart)) == 18
    visit(page, "topics")
    expect(page.get_by_role("button", name="Show only this").first).to_be_visible()
    visit(page, "digests")
    take_out(page, 0)
    expect(page.get_by_text("No digest is loaded")).to_be_visible()
    for _ in range(2):
        page.get_by_role("button", name="Restore").first.click()
        wait_idle(page)
    visit(page, "table")
    assert actions.amounts(page) == (106, 106)


UNREADABLE = {
    "empty.txt": b"",
    "binary.bin": bytes(range(256)) * 500,
    "letter.txt": b"Dear reader,\n\nthe train leaves at noon.\n",
    "<img src=x onerror=alert(1)>.txt": b"nothing",
}


def test_what_is_no_digest_is_answered_in_a_sentence(page):
    for name, content in UNREADABLE.items():
        upload(page, name, content)
        [said] = page.get_by_test_id("stAlert").all_inner_texts()
        assert "was not added" in said
        assert "Traceback" not in said
        assert "106 papers" in page.get_by_test_id("stMain").inner_text()


def test_fifty_megabytes_without_a_paper_are_answered_in_a_sentence(page, tmp_path):
    large = tmp_path / "large.txt"
    large.write_bytes(b"The train leaves at noon and nobody knows why. " * (50_000_000 // 47))
    visit(page, "digests")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(large)
    said = page.get_by_text("was not added").or_(page.get_by_text("must be"))
    expect(said.first).to_be_visible(timeout=60_000)
    wait_idle(page)
    assert "106 papers" in page.get_by_test_id("stMain").inner_text()


def test_a_digest_given_twice_is_kept_once_and_by_nobody_else(page, server, visitor):
    content = digests.ordinary(3)
    upload(page, NAME, content)
    upload(page, "again.txt", content)
    expect(page.get_by_text("loaded already")).to_be_visible()
    visit(page, "table")
    assert actions.amounts(page) == (109, 109)
    other = visit(visitor(server).context.new_page(), "digests")
    assert "garden" not in other.get_by_test_id("stMain").inner_text().lower()
    visit(other, "table")
    assert actions.amounts(other) == (106, 106)
