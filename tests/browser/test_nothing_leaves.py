"""Nothing leaves the machine unless somebody asks: neither the server nor a browser, on start and on every page."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser import actions
from tests.browser.chromium import PATHS, visit
from tests.outside import asked, watched

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


def test_only_a_check_that_somebody_asks_for_goes_outside(start_server, visitor, tmp_path):
    notes = tmp_path / "outside.txt"
    server = start_server(watched(notes))
    page = visitor(server).context.new_page()  # a request of its own to outside fails the test, too
    for name in PATHS:
        visit(page, name)
    visit(page, "table")
    actions.click_row(page, 1, actions.STAR)
    for beside in ("/explained", "/api/papers.json?q=causal"):
        assert page.request.get(beside).ok
    foreign = page.request.get("/_stcore/stream", headers=UPGRADE | {"Origin": "https://elsewhere.example.org"})
    assert foreign.status == 403
    assert asked(notes) == []

    visit(page, "links")
    page.get_by_role("button", name=re.compile("Check .*links")).click()
    expect(page.get_by_text("No link was checked")).to_be_visible(timeout=60_000)
    assert any("github.com" in line for line in asked(notes))
