"""Every page with the bundled digests, with none, and with a hostile digest: no exception, nothing executed."""

from __future__ import annotations

import pytest

from components.papers.bundled import bundled_files
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from tests import digests
from tests.pages import page_content, visitor_data
from tests.pages.conftest import SCRIPTS

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
    assert [each["title"] for each in links["pages"]] == ["Table", "Map", "Topics", "Links", "Picks", "Digests"]
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
