"""A paper's gist in the table, beside the paper and in triage; a machine's summary is marked, and can be left out."""

from __future__ import annotations

import json

import pytest

from components.settings import settings
from components.workspace import caches
from tests.pages import page_content, test_triage, visitor_data

GIST = "We propose <b>sparse</b> codes for language models that need a tenth of the memory."
WITH = {
    "title": "Sparse Codes for Language Models",
    "arxiv_id": "2404.90001",
    "abstract": f"Language models are large. {GIST} Code is available.",
    "ai_summary": "Sparse codes shrink <i>models</i>.",
}
WITHOUT = {"title": "A Paper Without an Abstract", "arxiv_id": "2404.90002", "ai_summary": "It has a summary only."}
SHORT = {"title": "A Paper of One Sentence", "arxiv_id": "2404.90003", "abstract": "We say all in one sentence."}
MARK = "Machine-written summary from the digest:"


@pytest.fixture(autouse=True)
def digest(cookies):
    visitor_data.remove_bundled(cookies)
    visitor_data.add(cookies, "three.json", json.dumps([WITH, WITHOUT, SHORT]).encode())


def card(open_page, number: int) -> str:
    return "".join(page_content.html(open_page("table", {"paper": f"arxiv:2404.9000{number}"})))


def test_the_table_has_a_gist_a_paper_and_none_where_there_is_no_abstract(open_page):
    shown = open_page("table").dataframe[0].value.set_index("title")["gist"]
    assert shown[WITH["title"]] == GIST
    assert shown[WITHOUT["title"]] == ""
    assert shown[SHORT["title"]] == SHORT["abstract"]


def test_the_open_paper_begins_with_its_gist_as_text(open_page):
    page = card(open_page, 1)
    assert page.count("&lt;b&gt;sparse&lt;/b&gt; codes") == 2, "by itself, and in the abstract"
    assert page.index("font-weight:600") < page.index("Language models are large.")


def test_a_gist_that_is_the_whole_abstract_is_not_said_twice(open_page):
    assert card(open_page, 3).count(SHORT["abstract"]) == 1


def test_what_a_machine_wrote_is_marked_and_stands_for_no_abstract(open_page):
    assert f"<b>{MARK}</b> Sparse codes shrink &lt;i&gt;models&lt;/i&gt;." in card(open_page, 1)
    alone = card(open_page, 2)
    assert "This digest gives no abstract for the paper." in alone
    assert f"<b>{MARK}</b> It has a summary only." in alone


def test_one_setting_leaves_out_what_a_machine_wrote(open_page, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_MACHINE_SUMMARIES", "no")
    settings.cache_clear()
    caches.clear()
    page = card(open_page, 1)
    assert MARK not in page
    assert "Sparse codes shrink" not in page
    caches.clear()


def test_triage_shows_both(open_page):
    cards = {card["id"]: card for card in test_triage.cards(test_triage.open_triage(open_page))}
    assert cards["arxiv:2404.90001"]["gist"] == GIST
    assert cards["arxiv:2404.90001"]["summary"] == f"{MARK} {WITH['ai_summary']}"
    assert cards["arxiv:2404.90002"]["gist"] == ""
    assert "".join(cards["arxiv:2404.90002"]["abstract"]) == "This digest gives no abstract for the paper."
    assert cards["arxiv:2404.90003"]["gist"] == ""
