"""Records that may be a paper: the visitor answers on the card or on Digests, and can take it back."""

from __future__ import annotations

from typing import Any

import pytest

from components.curation.annotations.decisions import undo
from components.curation.workspaces import completed
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import read_token
from components.enrichment import findings
from components.enrichment.facts import Field, Verdict
from components.enrichment.findings import Finding
from components.finding.filters import Filters
from components.ui.shared.url_state import LOOK
from components.workspace import caches, completing, view
from components.workspace.visitor import COOKIE
from tests import digests
from tests.pages import page_content, visitor_data

HOSTILE = "<b>Counting</b> [birds](javascript:alert(1)) $1$ again"
SOON: dict[str, Any] = {"at": "2026-11-03T10:00:00.000000+00:00", "good_until": "2099-01-01T00:00:00.000000+00:00"}


def shown(cookies) -> view.View:
    return view.of(caches.store(), visitor_data.mine(cookies), Filters())


@pytest.fixture
def birds(open_page, cookies) -> str:
    """The id of a paper without authors, about which two services have a record that may be it."""
    app = open_page("digests")
    app.file_uploader[0].upload("birds.txt", digests.ordinary(16))
    app.run()
    library = shown(cookies).library
    paper_id = next(each for each in library.papers["paper_id"] if each.startswith("title:"))
    key = completing.subjects(library)[paper_id].key
    values: dict[str, Any] = {Field.ARXIV_ID: "2601.00001", Field.AUTHORS: ("Ann Muster",), Field.CITATIONS: 7}
    findings.save(
        caches.store(),
        [
            Finding(key, "openalex", "title", Verdict.LIKELY, "W1", "https://openalex.org/W1", HOSTILE, 93.0, 0.62,
                    values, **SOON),
            Finding(key, "crossref", "title", Verdict.LIKELY, "10.1/x", "https://doi.org/10.1/x", "Counting", 61.0,
                    facts={Field.VENUE: "Nature"}, **SOON),
        ],
    )  # fmt: skip
    completed.note(caches.store(), visitor_data.mine(cookies))
    return paper_id


def test_a_likely_record_is_shown_beside_ours_and_filled_in_after_a_yes(birds, open_page, cookies):
    app = open_page("table", {"paper": birds})
    words = page_content.words(app)
    assert "&lt;b&gt;Counting" in words
    assert "titles 93% alike · 62% of the shorter abstract’s phrases are in both" in words
    assert "no abstract to compare" in words
    before = shown(cookies).library.papers.set_index("paper_id").loc[birds]
    assert before["authors"] == ()
    app.button("pane_match_1_same").click().run()
    assert not app.exception
    after = shown(cookies).library
    assert after.aliases[birds] == "arxiv:2601.00001"
    paper = after.papers.set_index("paper_id").loc["arxiv:2601.00001"]
    assert (paper["authors"], paper["citations"], paper["venue"]) == (("Ann Muster",), 7, "")
    assert "authors: OpenAlex, 3 November 2026, confirmed by a person" in paper["sources"]
    left = shown(cookies).likely_of(["arxiv:2601.00001"])
    assert [each.service for each in left["arxiv:2601.00001"]] == ["crossref"]
    undo(caches.store(), visitor_data.mine(cookies))
    assert shown(cookies).library.papers.set_index("paper_id").loc[birds, "authors"] == ()


def test_a_no_is_remembered_for_that_record_alone(birds, open_page, cookies):
    app = open_page("digests")
    assert "Perhaps these papers" in [each.value for each in app.subheader]
    app.button("match_0_different").click().run()
    app.button("match_0_different").click().run()
    assert "Perhaps these papers" not in [each.value for each in app.subheader]
    assert shown(cookies).likely_of() == {}
    (key,) = {each.key for each in completing.subjects(shown(cookies).library).values()} & set(
        findings.kept(caches.store(), [each.key for each in completing.subjects(shown(cookies).library).values()])
    )
    findings.save(
        caches.store(), [Finding(key, "openalex", "title", Verdict.LIKELY, "W2", title="Another record", **SOON)]
    )
    assert [each.record for each in shown(cookies).likely_of()[birds]] == ["W2"]


def test_who_only_looks_sees_records_and_answers_nothing(birds, open_page, cookies):
    token = read_token(caches.store(), cookies[COOKIE])
    cookies[COOKIE] = new_token()
    app = open_page("table", {"paper": birds, LOOK: token})
    assert "Perhaps this paper" in page_content.words(app)
    assert not [button for button in app.button if str(button.key).startswith("pane_match")]
