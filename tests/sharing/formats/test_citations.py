"""Citations with who counts them, and retractions, in what leaves."""

import json

import pytest

from components.sharing import papers_json, sorting
from components.sharing.formats import csv_table, jsonl, markdown, plain_text, web_page
from components.sharing.formats.references import bibtex
from tests.sharing.rows import bare, full, rows

RETRACTED = "OpenAlex, 3 November 2026"


def test_every_services_count_is_told_with_its_day():
    told = json.loads(jsonl.to_text(rows(full())))
    assert told["citations"] == 12
    assert told["citation_counts"] == [
        {"service": "OpenAlex", "citations": 12, "date": "2026-11-03"},
        {"service": "Semantic Scholar", "citations": 13, "date": "2026-11-04"},
    ]
    assert {"citations", "citation_counts", "retracted"} <= set(papers_json.FIELDS)
    header, row = csv_table.to_text(rows(full())).decode("utf-8-sig").splitlines()[0], csv_table.to_text(rows(full()))
    assert "citations,citation_counts,retracted" in header
    assert b"OpenAlex: 12, 2026-11-03" in row
    assert json.loads(jsonl.to_text(rows(bare())))["citations"] is None


def test_papers_are_put_into_the_order_of_their_citations():
    frame = rows(bare(title="none"), full(title="some"), full(title="most", citations=40))
    assert sorting.in_order(frame, "citations")["title"].tolist() == ["most", "some", "none"]


@pytest.mark.parametrize(
    "written",
    [
        lambda frame: bibtex.to_text(frame),
        lambda frame: markdown.to_text(frame),
        lambda frame: plain_text.to_text(frame),
        lambda frame: web_page.to_text(frame),
    ],
)
def test_a_retracted_paper_is_marked_and_no_other_is(written):
    assert f"Retracted ({RETRACTED})" in written(rows(full(retracted=RETRACTED))).replace("\\", "")
    assert "Retracted" not in written(rows(full()))


def test_who_says_so_is_text_of_others_and_escaped():
    page = web_page.to_text(rows(full(retracted="<script>alert(1)</script>")))
    assert "<script>alert(1)" not in page
