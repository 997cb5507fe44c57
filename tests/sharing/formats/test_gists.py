"""A gist and a machine's summary leave with their paper, in every form, said to be what they are."""

import csv
import io
import json

import openpyxl
import pytest

from components.sharing.feeds import atom, feed, json_feed
from components.sharing.feeds.feed import Feed
from components.sharing.formats import csv_table, jsonl, markdown, plain_text, web_page, workbook
from components.sharing.formats.entry import entries
from components.sharing.lists import snapshot
from components.sharing.mail.digest_mail import _about
from tests.sharing.rows import full, rows

GIST = "We adapt a <decoder> to images."
SUMMARY = "A decoder & sees."
ABSTRACT = f"Decoders are for words. {GIST} It works."
FRAME = rows(full(abstract=ABSTRACT)).assign(gist=GIST, summary=SUMMARY)
AT = "2026-11-20T10:00:00.000000+00:00"


def test_tables_have_a_column_of_each():
    (row,) = csv.DictReader(io.StringIO(csv_table.to_text(FRAME).decode("utf-8-sig")))
    assert (row["gist"], row["machine_summary"], row["abstract"]) == (GIST, SUMMARY, ABSTRACT)
    header, cells = openpyxl.load_workbook(io.BytesIO(workbook.to_text(FRAME)))["Papers"].iter_rows(values_only=True)
    found = dict(zip(header, cells, strict=True))
    assert (found["Gist"], found["Machine summary"]) == (GIST, SUMMARY)


def test_json_lines_have_a_field_of_each():
    found = json.loads(jsonl.to_text(FRAME))
    assert (found["gist"], found["machine_summary"]) == (GIST, SUMMARY)


def test_pages_and_markdown_escape_them_and_mark_what_a_machine_wrote():
    page = web_page.to_text(FRAME)
    assert '<p class="gist">We adapt a &lt;decoder&gt; to images.</p>' in page
    assert "Machine-written summary: A decoder &amp; sees." in page
    text = markdown.to_text(FRAME)
    assert "*We adapt a \\<decoder\\> to images.*\n" in text
    assert "Machine-written summary: A decoder \\& sees." in text
    assert f"  {GIST}\n" in plain_text.to_text(FRAME)


@pytest.mark.parametrize("form", [web_page, markdown])
def test_a_gist_that_is_all_of_the_abstract_is_not_said_twice(form):
    assert form.to_text(FRAME.assign(abstract=GIST)).count("images.") == 1


def test_feeds_give_the_gist_as_their_summary():
    items = feed.items(FRAME, {}, {}, {}, AT)
    made = Feed("urn:x", "T", "A", "https://a.org/", "https://a.org/a", "https://a.org/j", AT, items)
    assert "<summary>We adapt a &lt;decoder&gt; to images.</summary>" in atom.to_text(made)
    assert json.loads(json_feed.to_text(made))["items"][0]["summary"] == GIST


def test_a_mail_says_the_gist_and_without_one_how_the_abstract_begins():
    (with_gist,) = entries(FRAME)
    (without,) = entries(FRAME.assign(gist=""))
    assert (_about(with_gist), _about(without)) == (GIST, ABSTRACT)


def test_a_shared_list_keeps_both():
    kept = snapshot.read(snapshot.take(FRAME, {}, None, with_notes=False))
    (paper,) = entries(kept.rows)
    assert (paper.gist, paper.machine_summary) == (GIST, SUMMARY)


def test_a_list_that_was_shared_before_there_were_gists_is_read():
    content = json.loads(snapshot.take(FRAME, {}, None, with_notes=False))
    for paper in content["papers"]:
        del paper["gist"], paper["machine_summary"]
    (paper,) = entries(snapshot.read(json.dumps(content).encode()).rows)
    assert (paper.gist, paper.machine_summary) == ("", "")
