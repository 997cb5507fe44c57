"""Links are checked for real against a server that misbehaves: progress, stop, verdicts that stay, no private one."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import digests
from tests.browser import actions
from tests.browser.chromium import visit, wait_idle
from tests.browser.test_upload import take_out, upload
from tests.links.server import OddServer

ALLOWED = "127.0.0.2"
DONE = 120_000  # milliseconds a check of these few links may take on a slow machine
SLOW = 36  # links that never answer: so many that a slow machine does not give them all up before the check is stopped


@pytest.fixture(scope="module")
def odd():
    """The server that links lead to, on three addresses of this machine."""
    running = OddServer().start()
    yield running
    running.stop()


@pytest.fixture
def server(shared_server):
    """A server that may ask one of those addresses."""
    return shared_server({"DIGEST_ATLAS_ALLOW_ADDRESS": ALLOWED})


def with_links(page: Page, links: list[str]) -> Page:
    """The Links page of a visitor whose only digest mentions these."""
    upload(page, "links.txt", digests.ordinary(max(4, len(links)), links))
    take_out(page, 0)
    take_out(page, 0)
    return visit(page, "links")


def check(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^(network_check)?\\s*Check ")).click()
    wait_idle(page)


def stop_button(page: Page) -> Locator:
    """The check's own: Streamlit shows another one in its header while a run takes long."""
    return page.get_by_test_id("stMain").get_by_role("button", name="Stop")


def checked(page: Page) -> None:
    """Wait until no check is running."""
    expect(page.get_by_role("button", name=re.compile("Check .* again"))).to_be_visible(timeout=DONE)
    wait_idle(page)


def asked(odd: OddServer, address: str) -> Counter[str]:
    """How often each path was asked on an address."""
    return Counter(request.path for request in odd.log if request.address == address)


def test_verdicts_come_and_stay(page, odd):
    odd.forget()
    with_links(page, [odd.url(path, ALLOWED) for path in ("/ok", "/404", "/301", "/soft-404")])
    expect(page.get_by_text("4 unchecked")).to_be_visible()
    check(page)
    checked(page)
    for words in ("1 alive", "1 dead", "1 moved", "1 suspect"):
        expect(page.get_by_text(words).first).to_be_visible()
    actions.column_that(page, "Link", lambda links: "".join(links[:1]).endswith("/404"))  # the worst stands first
    before = len(odd.log)
    page.reload()
    wait_idle(page)
    expect(page.get_by_text("1 dead").first).to_be_visible()
    second = visit(page.context.new_page(), "/?state=dead")
    assert actions.amounts(second) == (1, 4)
    assert len(odd.log) == before  # looking asks nobody


def test_a_running_check_is_one_in_every_tab_and_can_be_stopped(page, odd):
    odd.forget()
    quick = [odd.url(f"/latency?ms=0&n={number}", ALLOWED) for number in range(4)]
    slow = [odd.url(f"/latency?ms=60000&n={number}", ALLOWED) for number in range(SLOW)]
    with_links(page, [*quick, *slow])
    check(page)
    stop = stop_button(page)
    expect(stop).to_be_visible()
    # On a busy machine some slow links are given up before anybody looks.
    expect(page.get_by_text(re.compile(rf"Checked ([4-9]|\d\d) of {4 + SLOW}")).first).to_be_visible(timeout=DONE)
    page.reload()
    wait_idle(page)
    expect(stop).to_be_visible()
    second = visit(page.context.new_page(), "links")
    expect(stop_button(second)).to_be_visible()
    assert second.get_by_role("button", name=re.compile("Check ")).count() == 0
    stop_button(second).click()
    expect(second.get_by_role("button", name=re.compile(r"Check \d+ links"))).to_be_visible(timeout=DONE)
    left = int(re.findall(r"(\d+) unchecked", second.get_by_test_id("stMain").inner_text())[0])
    assert 0 < left <= SLOW
    for tab in (second, page):
        expect(tab.get_by_text("4 alive").first).to_be_visible(timeout=DONE)
        expect(tab.get_by_text(f"{left} unchecked").first).to_be_visible()
        expect(tab.get_by_role("button", name=re.compile(f"Check {left} links"))).to_be_visible()
    assert {request.number for request in odd.log if request.query["ms"] == ["0"]} == {1}  # once, by two tabs


def test_private_addresses_are_refused_and_never_asked(page, odd, server):
    odd.forget()
    private = [
        odd.url("/ok"),
        odd.url("/ok", "127.0.0.3"),
        f"{server.url}/_stcore/health",
        odd.url("/to-metadata", ALLOWED),
    ]
    with_links(page, [*private, odd.url("/to-other-loopback", ALLOWED), "http://169.254.169.254/latest/meta-data/"])
    check(page)
    checked(page)
    expect(page.get_by_text("6 refused").first).to_be_visible()
    assert asked(odd, "127.0.0.1") == asked(odd, "127.0.0.3") == Counter()


def test_a_row_opens_the_paper_of_its_link(page, odd):
    with_links(page, [odd.url("/ok", ALLOWED)])
    actions.click_row(page, 0, 600)
    expect(page.get_by_role("heading", name=digests.ordinary_papers(1)[0].title)).to_be_visible()
    link = page.get_by_test_id("stHtml").locator(f'a[href="{odd.url("/ok", ALLOWED)}"]').first
    assert "noopener" in (link.get_attribute("rel") or "")


def test_a_moved_link_is_replaced_and_given_back(page, odd):
    with_links(page, [odd.url(path, ALLOWED) for path in ("/ok", "/404", "/301")])
    check(page)
    checked(page)
    page.get_by_role("button", name="1 moved").click()
    wait_idle(page)
    assert "only=moved" in page.url
    actions.click_row(page, 0, 30)
    expect(page.get_by_role("heading", name="/301")).to_be_visible()
    page.get_by_role("button", name="Use the new address").click()
    wait_idle(page)
    expect(page.get_by_text("Use instead:")).to_be_visible()
    expect(page.get_by_role("button", name="1 replaced")).to_be_visible()
    with page.expect_download() as file:
        page.get_by_role("button", name="Download").click()
        page.get_by_role("button", name="CSV").click()
    assert odd.url("/ok", ALLOWED) in Path(file.value.path()).read_text("utf-8-sig")
    page.keyboard.press("Escape")
    page.reload()
    wait_idle(page)
    expect(page.get_by_role("heading", name="/301")).to_be_visible()  # the address holds the view
    page.get_by_role("button", name="Undo").click()
    wait_idle(page)
    expect(page.get_by_role("button", name="1 moved")).to_be_visible()
