"""Fetching a digest from the Daily Papers API on the Digests page: asked for by a person, taken in, or said why not."""

from __future__ import annotations

import time

import pytest

from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import read_token
from components.papers.paper import DigestFile
from components.settings import settings
from components.ui.shared.url_state import LOOK
from components.workspace import caches
from components.workspace.jobs import registry
from components.workspace.visitor import COOKIE
from tests.ingestion.fetchers.api_server import FakeApi, running
from tests.ingestion.fetchers.test_daily_papers import item
from tests.pages import page_content, visitor_data


@pytest.fixture
def api(monkeypatch):
    with running(FakeApi([item(number) for number in range(130)])) as server:
        monkeypatch.setenv("DIGEST_ATLAS_API", server.address)
        monkeypatch.setenv("DIGEST_ATLAS_ALLOW_ADDRESS", "127.0.0.1")
        settings.cache_clear()
        yield server


def fetched(open_page, cookies):
    """The page after a day was asked for and its fetch has ended."""
    app = page_content.unfold(open_page("digests"))
    app.button("fetch_go").click().run()
    fetching = registry.fetch(visitor_data.mine(cookies))
    ends = time.monotonic() + 60
    while fetching.running and time.monotonic() < ends:
        time.sleep(0.05)
    return app.run()


def test_who_only_looks_takes_nothing_that_the_owner_fetched(open_page, cookies):
    """A look at the page took what was fetched, and it was lost to the owner."""
    owner = registry.fetch(visitor_data.mine(cookies))
    owner._file = DigestFile(
        "fetched.json", b'[{"title": "A Fetched Paper of Yesterday", "abstract": "It says something."}]'
    )
    token = read_token(caches.store(), cookies[COOKIE])
    mine, cookies[COOKIE] = cookies[COOKIE], new_token()
    app = page_content.unfold(open_page("digests", {LOOK: token}))
    assert not app.exception
    assert not app.get("file_uploader")
    assert not {"fetch_go", "fetch_stop", "intake_stop"} & {button.key for button in app.button}
    cookies[COOKIE] = mine
    assert "1 paper" in open_page("digests").success[0].value


def test_nothing_is_asked_for_before_the_button_is_pressed(api, open_page):
    page_content.unfold(open_page("digests"))
    assert api.asked == []


def test_what_is_fetched_is_loaded(api, open_page, cookies):
    app = fetched(open_page, cookies)
    assert not app.exception
    assert len(api.asked) == 2  # a full page of 100 and the rest
    assert "130 papers" in app.success[0].value
    assert "3 digests" in page_content.words(app)


def test_a_source_that_fails_is_said_and_changes_nothing(api, open_page, cookies):
    api.troubles = ["404"]
    app = fetched(open_page, cookies)
    assert not app.exception
    assert len(app.warning) == 1
    assert "2 digests" in page_content.words(app)
    assert any(button.label == "Resume" for button in app.button)


def test_what_came_before_a_failure_can_be_kept(api, open_page, cookies):
    api.troubles = ["", "404"]
    app = fetched(open_page, cookies)
    next(button for button in app.button if button.label.startswith("Keep the 100")).click().run()
    assert "100 papers" in app.success[0].value
