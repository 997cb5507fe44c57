"""From picks to a list that a friend reads without a cookie, and what a server says that cannot start."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import actions
from tests.browser import server as servers
from tests.browser.axe import faults
from tests.browser.chromium import visit, wait_idle
from tests.browser.server import ServerError


def test_a_list_is_shared_read_by_a_stranger_and_taken_back(shared_server, visitor):
    server = shared_server({"DIGEST_ATLAS_DEMO": "yes"})
    page = visitor(server).context.new_page()
    visit(page, "table")
    for row in (1, 2):
        actions.click_row(page, row, actions.STAR)
    page.get_by_role("link", name="Picks", exact=True).click()
    wait_idle(page)
    page.get_by_role("button", name="Share").click()
    wait_idle(page)
    page.get_by_label("Share as a list").fill("For <b>Ana</b>")
    page.get_by_label("Introduction").fill("Read these & tell me.")
    page.get_by_role("button", name="Share 2 papers").click()
    wait_idle(page)
    address = page.get_by_role("link", name="For <b>Ana</b>").get_attribute("href") or ""
    assert re.fullmatch(re.escape(server.url) + r"/list/[\w-]{11}", address)
    stranger = visitor(server).context
    reading = stranger.new_page()
    reading.goto(address)
    expect(reading.get_by_role("heading", name="For <b>Ana</b>")).to_be_visible()
    expect(reading.get_by_text("Read these & tell me.")).to_be_visible()
    assert reading.locator("article").count() == 2
    assert reading.locator("svg.map a").count() == 2
    assert faults(reading) == []
    assert stranger.cookies() == []
    expect(reading.get_by_role("link", name="Digest Atlas")).to_have_attribute("href", "../")
    reading.get_by_text("Download", exact=True).click()
    with reading.expect_download() as coming:
        reading.get_by_role("link", name="BibTeX").click()
    assert coming.value.path().read_text("utf-8").count("@inproceedings{") == 2
    page.get_by_role("button", name="Stop sharing").click()
    wait_idle(page)
    answer = stranger.request.get(address)
    assert answer.status == 404


@pytest.mark.parametrize(
    ("variable", "value"), [("DIGEST_ATLAS_UPLOAD_MB", "many"), ("DIGEST_ATLAS_SMTP", "mail.example.org")]
)
def test_a_setting_that_cannot_be_used_ends_the_start_with_a_sentence(tmp_path, variable, value):
    with pytest.raises(ServerError) as caught:
        servers.start(tmp_path, {variable: value})
    log = str(caught.value)
    assert f"Digest Atlas cannot start. The setting {variable} is" in log
    assert "Traceback" not in log
