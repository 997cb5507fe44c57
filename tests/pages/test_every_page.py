"""Every page with the bundled digests, with none, and with a hostile digest: no exception, nothing executed."""

from __future__ import annotations

from typing import Any

import pytest

from components.papers.bundled import bundled_files
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.store import schema
from components.store.database import writing
from components.ui.shared.frame.pages import PAGES
from components.workspace import caches
from components.workspace.assembly import bundled
from tests import digests
from tests.pages import page_content, visitor_data
from tests.pages.conftest import SCRIPTS
from tests.workspace import odd_values

FILTERED = [page for page in SCRIPTS if page != "digests"]


def unharmed(app):
    """No exception, and no text of a digest that became more than text."""
    assert not app.exception
    assert [fault for text in page_content.html(app) for fault in page_content.faults_of_html(text)] == []
    for text in page_content.markdown(app):
        if digests.MARK in text.lower():
            assert page_content.faults_of_markdown(text) == [], text


@pytest.mark.parametrize("page", SCRIPTS)
def test_the_bundled_digests_run_through_every_page(open_page, page):
    app = page_content.unfold(open_page(page))
    unharmed(app)
    assert not app.error
    assert "106 papers" in page_content.words(app)


@pytest.mark.parametrize("page", SCRIPTS)
def test_every_page_has_the_frame(open_page, page):
    app = open_page(page)
    links = page_content.given_to(app, "page_links")
    assert [each["title"] for each in links["pages"]] == [entry.title for entry in PAGES]
    assert links["here"].casefold() == page
    assert ("filter_query" in [line.key for line in app.text_input]) == (page in FILTERED)


@pytest.mark.parametrize("page", SCRIPTS)
def test_with_nothing_loaded_every_page_says_what_to_do(open_page, cookies, page):
    visitor_data.remove_bundled(cookies)
    app = open_page(page)
    unharmed(app)
    assert len(app.info) == 1
    assert "No digest is loaded" in app.info[0].value
    assert not app.dataframe
    assert not app.error


@pytest.mark.parametrize("page", SCRIPTS)
def test_a_hostile_digest_stays_text_on_every_page(open_page, cookies, page):
    visitor_data.add(cookies, digests.HOSTILE_NAME, digests.hostile())
    library = read_digests([*bundled_files(), DigestFile(digests.HOSTILE_NAME, digests.hostile())])
    visitor_data.keep_analysis(library, [digests.TITLES[0], digests.TITLES[2], digests.HOSTILE_NAME])
    hostile = [
        paper_id
        for paper_id, title in zip(library.papers["paper_id"], library.papers["title"], strict=True)
        if digests.MARK in title.lower()
    ]
    query = {"q": digests.MARK, "paper": hostile[0], "digest": library.digests[-1].digest_id, "topic": "topic-1"}
    app = page_content.unfold(open_page(page, query))
    unharmed(app)
    assert not app.error
    assert len(hostile) == len(digests.TITLES)
    assert digests.MARK in page_content.words(app).lower()


@pytest.mark.parametrize("number", range(len(digests.TITLES)))
def test_each_hostile_paper_can_be_read(open_page, cookies, number):
    visitor_data.add(cookies, digests.HOSTILE_NAME, digests.hostile())
    visitor_data.remove_bundled(cookies)
    library = read_digests([DigestFile(digests.HOSTILE_NAME, digests.hostile())])
    visitor_data.keep_analysis(library)
    paper = library.papers.iloc[number]
    app = open_page("table", {"paper": paper["paper_id"], "q": digests.MARK})
    unharmed(app)
    assert any("<mark>" in text for text in page_content.html(app))


@pytest.mark.parametrize("page", FILTERED)
def test_a_hostile_address_stays_text_on_every_page(open_page, page):
    words = '"><script>alert(1)</script> zebra :material/delete: **x** $y$'
    app = open_page(page, {"q": words, "topic": words, "digest": words, "paper": words, "colour": words, "no": words})
    unharmed(app)
    assert not app.error


@pytest.mark.parametrize("page", SCRIPTS)
def test_stored_values_that_are_odd_leave_every_page_standing_and_are_told(open_page, cookies, page):
    """A backup changed by hand, or another version, left what no page of this one would store."""
    engine, mine = caches.store(), visitor_data.mine(cookies)
    papers = bundled().papers["paper_id"].tolist()
    odd_values.fill(engine, mine, papers)
    with writing(engine) as connection:
        state, here = schema.state, schema.state.c.workspace == mine
        odd = {"rating": "²", "decision": "splendid", "place": "1/2", "link": "[1]", "note": "\n" * 99}
        for kind, value in odd.items():
            connection.execute(state.update().where(here, state.c.kind == kind).values(value=value))
        rows: dict[Any, dict[str, object]] = {
            schema.batches: {"at": "2026-01-01T00:00:00"},
            schema.uploads: {"at": "yesterday", "name": "<b>x</b>"},
            schema.saved_searches: {"seen": b"garbage", "seen_at": "", "address": "%ff&q=%00&topic="},
            schema.shared_lists: {"at": "", "title": "<script>"},
            schema.subscriptions: {"told": b"", "period": "fortnight"},
            schema.workspaces: {"map_key": "²" * 32},
        }
        for table, values in rows.items():
            mine_of = table.c.id if table is schema.workspaces else table.c.workspace
            connection.execute(table.update().where(mine_of == mine).values(values))
    views = ({"view": name} for name in ("list", "decide", "log")) if page == "picks" else ({},)
    for query in views:
        app = page_content.unfold(open_page(page, {"paper": papers[0], **query}))
        unharmed(app)
        if page == "picks":
            assert "its rating is “²”, no number from 1 to 5" in app.warning[0].value
