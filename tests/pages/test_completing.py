"""Completing papers on the pages: what leaves is said first, a switch a service, what is found with who says it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.workspaces import completed
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import read_token
from components.enrichment import findings
from components.enrichment.bundled import bundled_library
from components.enrichment.facts import Field, Verdict
from components.enrichment.findings import Finding
from components.enrichment.lanes import Pace
from components.enrichment.services.service import Service
from components.finding.filters import Filters
from components.papers.identity import normalised_title
from components.settings import settings
from components.ui.digests import one_paper_form
from components.ui.shared.url_state import LOOK
from components.workspace import caches, completing, view
from components.workspace.jobs import registry
from components.workspace.visitor import COOKIE
from tests import digests
from tests.enrichment.server import Entry, FakeServices, Reply, served
from tests.pages import page_content, visitor_data

PAPERS = bundled_library().papers
HOSTILE = "<b>Journal</b> of [x](javascript:alert(1)) $1$"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    """All services on this machine, asked without pauses."""
    columns = (PAPERS[name].tolist() for name in ("arxiv_id", "title", "abstract", "authors"))
    entries = [
        Entry(number, title, abstract, authors, citations=12, venue=HOSTILE)
        for number, title, abstract, authors in zip(*columns, strict=True)
    ]
    with served(entries) as started:
        monkeypatch.setenv("DIGEST_ATLAS_SERVICES", f"http://127.0.0.1:{started.server_address[1]}")
        monkeypatch.setenv("DIGEST_ATLAS_ALLOW_ADDRESS", "127.0.0.1")
        monkeypatch.setattr(Service, "present_pace", property(lambda self: Pace(0.0, self.pace.alone)))
        settings.cache_clear()
        yield started


def ended(cookies) -> None:
    job = registry.completion(visitor_data.mine(cookies)).run
    assert job is not None
    assert job.wait(120)


def test_what_leaves_and_how_long_it_takes_is_said_before_anything_is_asked(server, open_page):
    app = page_content.unfold(open_page("digests"))
    labels = [toggle.label for toggle in app.toggle]
    assert any("**Hugging Face** gets titles and arXiv ids; gives" in label for label in labels)
    assert len(labels) == 8
    assert not next(toggle for toggle in app.toggle if "OpenReview" in toggle.label).value
    assert "no key needed" in page_content.words(app)
    assert server.asked == []


@pytest.mark.usefixtures("server")
def test_papers_are_completed_and_each_value_says_who_it_is_from(open_page, cookies):
    app = page_content.unfold(open_page("digests"))
    app.button("complete_go").click().run()
    ended(cookies)
    app.run()
    assert not app.exception
    assert "106 of 106 papers found." in page_content.words(app)
    assert completed.read(caches.store(), visitor_data.mine(cookies))
    title, paper_id = PAPERS["title"].iloc[0], PAPERS["paper_id"].iloc[0]
    shown = page_content.words(open_page("table", {"paper": paper_id}))
    assert title in shown
    for said in (
        "cited by 12 · SOURCE>OpenAlex, ",
        "cited by 13 · SOURCE>Semantic Scholar, ",
        "3 votes · SOURCE>Hugging Face, ",
    ):
        assert re.search(said.replace("SOURCE", r'<span title="[^"]+ said so on 20[^"]+"><a [^>]+'), shown), said
    assert "&lt;b&gt;Journal&lt;/b&gt;" in shown
    assert "<b>Journal" not in shown


@pytest.mark.usefixtures("server")
def test_citations_are_a_column_an_order_and_a_filter(open_page, cookies):
    app = page_content.unfold(open_page("table", {"paper": PAPERS["paper_id"].iloc[0]}))
    app.button("pane_complete_go").click().run()
    ended(cookies)
    app = open_page("table", {"columns": "citations,cited_by", "sort": "citations"})
    assert not app.exception
    frame = app.dataframe[0].value
    assert frame["title"].iloc[0] == PAPERS["title"].iloc[0]
    assert frame["citations"].iloc[0] == 12
    assert re.fullmatch(r"12 · OpenAlex, \d+ \w+; 13 · Semantic Scholar, \d+ \w+", frame["cited_by"].iloc[0])
    assert frame["citations"].iloc[1:].isna().all()
    assert len(open_page("table", {"citations": "10-99"}).dataframe[0].value) == 1
    assert "1 of 106 papers, with 10 to 99 citations" in page_content.words(open_page("table", {"citations": "10-99"}))
    assert len(open_page("table", {"q": "citations:>12"}).dataframe) == 0


@pytest.mark.usefixtures("server")
def test_a_count_that_changed_says_what_it_was(open_page, cookies):
    paper_id = PAPERS["paper_id"].iloc[3]
    app = page_content.unfold(open_page("table", {"paper": paper_id}))
    app.button("pane_complete_go").click().run()
    ended(cookies)
    now = view.of(caches.store(), visitor_data.mine(cookies), Filters())
    key = completing.subjects_of(now.library.papers.iloc[[now.rows[paper_id]]])[paper_id].key
    earlier = Finding(
        key, "hugging_face", "id", Verdict.SURE, facts={Field.VOTES: 1}, at="2026-01-03T10:00:00.000000+00:00"
    )
    newest = findings.kept(caches.store(), [key])[key]["hugging_face"]
    findings.save(caches.store(), [earlier, newest])
    shown = page_content.words(open_page("table", {"paper": paper_id}))
    assert re.search(r"3 votes \(1 on 3 Jan\) · <span", shown)
    assert re.search(r"cited by 12 · <span", shown)


def test_a_service_that_is_switched_off_is_not_asked(server, open_page, cookies):
    app = page_content.unfold(open_page("digests"))
    for toggle in app.toggle:
        if "arXiv**" not in toggle.label:
            toggle.set_value(False)
    app.run()
    app.button("complete_go").click().run()
    registry.completion(visitor_data.mine(cookies)).stop()
    ended(cookies)
    assert {each.service for each in server.asked} <= {"arxiv"}


def test_one_paper_is_completed_by_itself(server, open_page, cookies):
    paper_id = PAPERS["paper_id"].iloc[3]
    app = page_content.unfold(open_page("table", {"paper": paper_id}))
    app.button("pane_complete_go").click().run()
    ended(cookies)
    searches = [each.query["q"] for each in server.asked if each.path == "api/papers/search"]
    assert set(searches) <= {PAPERS["title"].iloc[3]}


@pytest.mark.usefixtures("server")
def test_a_visitor_may_have_as_many_completed_as_the_settings_say(open_page, cookies, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_COMPLETED_AN_HOUR", "50")
    settings.cache_clear()
    app = page_content.unfold(open_page("digests"))
    app.button("complete_go").click().run()
    ended(cookies)
    app.run()
    words = page_content.words(app)
    assert "101 papers not asked about" in words
    assert "5 of 5 papers found" in words


def test_who_only_looks_starts_nothing(server, open_page, cookies):
    token = read_token(caches.store(), cookies[COOKIE])
    cookies[COOKIE] = new_token()
    app = page_content.unfold(open_page("digests", {LOOK: token}))
    assert "complete_go" not in {button.key for button in app.button}
    assert server.asked == []


def test_papers_get_authors_dates_and_ids_and_keep_what_is_said_of_them(server, open_page, cookies):
    server.entries = [
        Entry(f"2601.{place:05}", paper.title, paper.abstract, code="https://github.com/ada/found")
        for place, paper in enumerate(digests.ordinary_papers(16))
    ]
    server.words = [frozenset(normalised_title(each.title).split()) for each in server.entries]
    app = open_page("digests")
    app.file_uploader[0].upload("birds.txt", digests.ordinary(16))
    app.run()
    mine = visitor_data.mine(cookies)
    before = view.of(caches.store(), mine, Filters())
    plain = before.library.papers.set_index("title").loc[server.entries[0].title]
    assert (plain["arxiv_id"], plain["authors"]) == ("", ())
    decisions.decide(caches.store(), mine, {plain["paper_id"]: Decision.STARRED}, "1")
    app = page_content.unfold(open_page("digests"))
    app.button("complete_go").click().run()
    ended(cookies)
    after = view.of(caches.store(), mine, Filters())
    paper = after.library.papers.set_index("title").loc[server.entries[0].title]
    assert (paper["paper_id"], paper["arxiv_id"]) == ("arxiv:2601.00000", "2601.00000")
    assert (paper["authors"], paper["published"]) == (("Ann Muster", "Ben Klar"), "2024-01-02")
    assert any(source.startswith("authors: arXiv, ") for source in paper["sources"])
    assert after.decisions["arxiv:2601.00000"] == Decision.STARRED
    same = ["abstract", "summary", "organisation", "keywords", "digests", "seen"]
    assert before.library.papers[same].astype(str).equals(after.library.papers[same].astype(str))
    assert [each.title for each in before.library.papers.itertuples()] == [
        each.title for each in after.library.papers.itertuples()
    ]


def one_paper(open_page, cookies, text: str):
    """The Digests page after a paper was asked for and the look-up has ended."""
    app = page_content.unfold(open_page("digests"))
    app.text_input("one_paper_text").set_value(text)
    next(button for button in app.button if button.label == "Add").click().run()
    assert registry.one_paper(visitor_data.mine(cookies)).wait(60)
    return app.run()


@pytest.mark.parametrize(
    "text",
    [
        "2601.00001",
        "https://arxiv.org/pdf/2601.00001v3",
        "https://huggingface.co/papers/2601.00001",
        "Measuring Birdsong across Whole Continents",
        "https://doi.org/10.1000/birds",
    ],
)
def test_one_paper_is_added_by_what_names_it(server, open_page, cookies, text: str):
    title, abstract = "Measuring Birdsong Across Whole Continents", "We listen to birds everywhere and count them."
    server.entries += [Entry("2601.00001", title, abstract, doi="10.1000/birds")]
    server.words += [frozenset(normalised_title(title).split())]
    app = one_paper(open_page, cookies, text)
    assert not app.exception
    assert len(app.success) == 1
    papers = view.of(caches.store(), visitor_data.mine(cookies), Filters()).library.papers.set_index("title")
    assert papers.loc[title, "authors"] == ("Ann Muster", "Ben Klar")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("9999.99999", "No service has this paper"),
        ("2602.12345", "No service has this paper"),
        ("A Title That Nobody Ever Gave to Any Paper at All", "No service has this paper"),
        ("https://example.org/somewhere", "names no paper"),
        ("??", "Write an arXiv number"),
    ],
)
@pytest.mark.usefixtures("server")
def test_what_names_no_paper_is_said_and_adds_nothing(open_page, cookies, text: str, sentence: str):
    app = one_paper(open_page, cookies, text)
    assert not app.exception
    assert not app.success
    assert sentence in page_content.words(app)


def test_a_paper_that_could_not_be_asked_for_is_not_said_to_be_none(server, open_page, cookies):
    for name in ("arxiv", "hugging_face", "datacite", "openalex", "semantic_scholar"):
        server.moods[name] = lambda _number: Reply(429, headers={"Retry-After": "600"})
    app = one_paper(open_page, cookies, "2601.00001")
    assert "arXiv asks to wait 10 min" in page_content.words(app)


def test_an_address_that_names_a_paper_shows_the_form_and_asks_nothing_before_the_click(server, open_page, cookies):
    title, abstract = "Measuring Birdsong Across Whole Continents", "We listen to birds everywhere and count them."
    server.entries += [Entry("2601.00001", title, abstract)]
    server.words += [frozenset(normalised_title(title).split())]
    app = open_page("digests", {"add": "https://arxiv.org/abs/2601.00001"})
    assert app.text_input("one_paper_text").value == "https://arxiv.org/abs/2601.00001"
    assert server.asked == []
    assert len(view.of(caches.store(), visitor_data.mine(cookies), Filters()).catalogue) == 106
    next(button for button in app.button if button.label == "Add").click().run()
    assert registry.one_paper(visitor_data.mine(cookies)).wait(60)
    app.run()
    assert "add" not in app.query_params
    assert title in set(view.of(caches.store(), visitor_data.mine(cookies), Filters()).catalogue["title"])


@pytest.mark.parametrize("text", ["<b>x</b> [y](javascript:alert(1))", "x" * 5_000, "$1$ :red[x]"])
def test_whatever_an_address_asks_to_add_is_text_in_a_field(server, open_page, text):
    app = open_page("digests", {"add": text})
    assert not app.exception
    assert app.text_input("one_paper_text").value == text[:500]
    app.button("one_paper_cancel").click().run()
    assert "one_paper_text" not in {each.key for each in app.text_input}
    assert server.asked == []


@pytest.mark.parametrize(
    ("query", "offers"),
    [
        ("2601.00001", True),
        ("https://doi.org/10.1000/birds", True),
        ("Measuring Birdsong across Whole Continents", True),
        (PAPERS["arxiv_id"].iloc[0], False),
        (f"https://arxiv.org/abs/{PAPERS['arxiv_id'].iloc[0]}v2", False),
        ("birdsong continents", False),
        ("au:nobody at:all ever:wrote this:here", False),
    ],
)
def test_the_search_offers_to_add_a_paper_that_it_does_not_find(server, open_page, query, offers):
    app = open_page("table", {"q": query})
    assert not app.exception
    links = [each.proto for each in app.get("page_link")]
    assert any(each.label == "Add this paper" for each in links) is offers
    if query.endswith(PAPERS["arxiv_id"].iloc[0]):
        assert app.dataframe[0].value["title"].tolist() == [PAPERS["title"].iloc[0]]
    assert server.asked == []


def test_a_bookmark_is_a_script_in_one_line_that_leads_to_the_form():
    script = one_paper_form.bookmark("https://atlas.example")
    assert script.startswith("javascript:(() => {")
    assert "`https://atlas.example/add?${about}`" in script
    assert "\n" not in script
    assert "/*" not in script
    assert script.count("//") == 1  # of the address: what follows a comment would be lost in one line
