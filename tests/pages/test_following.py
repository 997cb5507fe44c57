"""Following sources on the Digests page: added, looked at, paused, removed; hostile names and sentences stay words."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import read_token
from components.ingestion import source, sources
from components.ingestion.schedule import Look, LookOutcome
from components.settings import settings
from components.store import times
from components.store.database import writing
from components.ui.shared.url_state import LOOK
from components.workspace import caches
from components.workspace.following import rounds
from components.workspace.jobs import registry
from components.workspace.visitor import COOKIE
from tests.ingestion.fetchers.api_server import FakeApi, running
from tests.ingestion.fetchers.test_daily_papers import item
from tests.pages import page_content, visitor_data

HOSTILE = "https://example.org/<script>alert(1)</script>/*a*_b_:smile:$x$"


@pytest.fixture
def api(monkeypatch):
    with running(FakeApi([item(number) for number in range(9)])) as server:
        monkeypatch.setenv("DIGEST_ATLAS_API", server.address)
        monkeypatch.setenv("DIGEST_ATLAS_ALLOW_ADDRESS", "127.0.0.1")
        settings.cache_clear()
        yield server


def after_the_look(app, cookies):
    """The page once every look has ended."""
    ends = time.monotonic() + 60
    while registry.looks(visitor_data.mine(cookies)).running and time.monotonic() < ends:
        time.sleep(0.05)
    return app.run()


def follow(cookies, *specs):
    rounds.add(caches.store(), visitor_data.mine(cookies), specs, datetime.now(UTC))
    return [spec.key(visitor_data.mine(cookies)) for spec in specs]


def test_nothing_is_followed_or_asked_for_before_a_button_is_pressed(api, open_page, cookies):
    app = page_content.unfold(open_page("digests"))
    assert not app.exception
    assert "Followed sources" not in page_content.words(app)
    assert app.segmented_control(key="follow_kind").options == [
        "Daily Papers",
        "arXiv",
        "Feed",
        "Web page",
        "OpenReview",
    ]
    assert sources.sources_of(caches.store(), visitor_data.mine(cookies)) == ()
    assert api.asked == []


def test_a_source_is_looked_at_when_it_is_added_and_on_a_press(api, open_page, cookies):
    app = page_content.unfold(open_page("digests"))
    app.number_input(key="follow_floor").set_value(3)
    app.button("follow_go").click().run()
    app = after_the_look(app, cookies)
    assert not app.exception
    assert "6 papers, 6 new" in app.success[0].value.replace("\\", "")
    words = page_content.words(app)
    assert "Daily Papers by day, 3 votes or more" in words
    assert "6 new papers in 1 period" in words
    assert "3 digests" in words  # the bundled ones and this
    (key,) = [each.key for each in app.button if (each.key or "").startswith("look_")]
    app.button(key).click().run()
    assert "6 papers, 0 new" in after_the_look(app, cookies).success[0].value.replace("\\", "")
    assert len(api.asked) == 2


def test_a_source_that_fails_says_why_and_when_it_is_asked_again(api, open_page, cookies):
    api.troubles = ["404"]
    (source_id,) = follow(cookies, source.daily_papers("trending"))
    app = open_page("digests")
    app.button(f"look_{source_id}").click().run()
    app = after_the_look(app, cookies)
    assert "does not know the trending" in app.warning[0].value
    words = page_content.words(app)
    assert "The last look failed. Hugging Face does not know the trending (404)." in words
    assert "next look" in words


def test_a_source_is_paused_taken_up_again_and_removed(open_page, cookies):
    (source_id,) = follow(cookies, source.arxiv("cs.LG"))
    app = open_page("digests")
    app.button(f"pause_{source_id}").click().run()
    assert "paused" in page_content.words(app)
    assert sources.due(caches.store(), datetime.now(UTC)) == ()
    app.button(f"pause_{source_id}").click().run()
    assert len(sources.due(caches.store(), datetime.now(UTC))) == 1
    app.button(f"unfollow_{source_id}").click().run()
    assert "Followed sources" not in page_content.words(app)


@pytest.mark.parametrize(
    ("kind", "field", "written", "sentence"),
    [
        ("arxiv", "follow_categories", "cs.LG+<b>", "is no category of arXiv"),
        ("feed", "follow_feed", "file:///etc/passwd", "Write a whole address"),
        ("page", "follow_page", "", "Write a whole address"),
    ],
)
def test_what_cannot_be_followed_is_said_beside_the_button(open_page, cookies, kind, field, written, sentence):
    app = page_content.unfold(open_page("digests"))
    app.segmented_control(key="follow_kind").set_value(source.SourceKind(kind)).run()
    app.text_input(key=field).set_value(written).run()
    app.button("follow_go").click().run()
    assert sentence in app.error[0].value.replace("\\", "")
    assert sources.sources_of(caches.store(), visitor_data.mine(cookies)) == ()


def test_hostile_names_and_sentences_stay_words(open_page, cookies):
    (source_id,) = follow(cookies, source.feed(HOSTILE))
    now = datetime.now(UTC)
    bad = "<img src=x onerror=alert(1)> **bold** $x$ [a](javascript:alert(1))"
    looks = [
        Look(f"2026-06-0{place + 1}", now, outcome, turn=1, found=2, fresh=1, sentence=bad)
        for place, outcome in enumerate(LookOutcome)
    ]
    with writing(caches.store()) as connection:
        sources.keep_within(connection, source_id, looks, now)
        sources.keep_failure(connection, source_id, bad, now)
    app = open_page("digests")
    assert not app.exception
    assert [fault for text in page_content.markdown(app) for fault in page_content.faults_of_markdown(text)] == []
    assert [fault for text in page_content.html(app) for fault in page_content.faults_of_html(text)] == []
    assert "5 new papers in 5 periods" in page_content.words(app)
    assert times.written(now)[:10] in page_content.words(app)


def test_who_only_looks_sees_the_sources_and_can_change_none(open_page, cookies):
    (source_id,) = follow(cookies, source.arxiv("cs.LG"))
    token = read_token(caches.store(), cookies[COOKIE])
    cookies[COOKIE] = new_token()
    app = page_content.unfold(open_page("digests", {LOOK: token}))
    assert "arXiv cs.LG" in page_content.words(app)
    assert not {"follow_go", *(f"{verb}_{source_id}" for verb in ("look", "pause", "unfollow"))} & {
        button.key for button in app.button
    }


def test_a_demo_follows_daily_papers_and_arxiv_only(monkeypatch, open_page):
    monkeypatch.setenv("DIGEST_ATLAS_DEMO", "yes")
    settings.cache_clear()
    app = page_content.unfold(open_page("digests"))
    assert app.segmented_control(key="follow_kind").options == ["Daily Papers", "arXiv"]
