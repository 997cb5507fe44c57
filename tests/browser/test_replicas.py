"""Two servers with one PostgreSQL: either serves the same visitor, also after the other was killed."""

from __future__ import annotations

import signal

from playwright.sync_api import expect

from tests.browser import actions
from tests.browser.chromium import visit, wait_idle
from tests.store.postgres import postgres_url

__all__ = ["postgres_url"]


def test_a_visitor_goes_on_where_she_was_when_her_server_dies(start_server, visitor, postgres_url):
    first, second = (start_server({"DIGEST_ATLAS_DATABASE_URL": postgres_url}) for _ in range(2))
    context = visitor(first).context
    page = context.new_page()
    visit(page, "table")
    for row in (1, 2):
        actions.click_row(page, row, actions.STAR)
    visit(page, "picks")
    page.get_by_role("button", name="Share").click()
    wait_idle(page)
    page.get_by_label("Share as a list").fill("Shared by the first")
    page.get_by_role("button", name="Share 2 papers").click()
    wait_idle(page)
    address = page.get_by_role("link", name="Shared by the first").get_attribute("href") or ""
    path = address.removeprefix(first.url)
    page.close()
    first.process.send_signal(signal.SIGKILL)
    first.process.wait(10)
    page = context.new_page()  # the cookie is the host's, whatever the port
    page.goto(f"{second.url}/picks")
    wait_idle(page)
    expect(page.get_by_text("2 picks")).to_be_visible()
    assert context.request.get(second.url + path).status == 200
    stranger = visitor(second).context.new_page()
    stranger.goto(f"{second.url}/picks")
    wait_idle(stranger)
    expect(stranger.get_by_text("0 picks")).to_be_visible()
