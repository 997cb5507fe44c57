"""What leaves comes back: our own exports are read whole as digests, or refused with what to give instead."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from components.finding.catalogue import build_catalogue
from components.papers.bundled import bundled_files
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.sharing.formats.entry import entries
from components.sharing.formats.export_formats import EXPORT_FORMATS
from components.sharing.lists import list_page, snapshot
from components.sharing.mail import choosing, digest_mail
from components.sharing.mail.message import message
from tests.sharing.rows import BARE, FULL, HOSTILE, rows

WHOLE = {"csv", "xlsx", "bib", "json", "ris", "html", "jsonl"}
KEPT = ("title", "abstract", "authors", "arxiv_id", "published", "links")
ABSTRACT = (
    "We study how transformers route information between tokens. Our method prunes heads that carry no signal. "
    "Experiments on nine benchmarks show that half of the heads can be removed. The results hold for larger models."
)


def some() -> pd.DataFrame:
    papers: list[dict[str, Any]] = [FULL | {"abstract": ABSTRACT, "note": "A private note about ships."}]
    papers += [BARE | {"title": "A Second Study of Rivers", "abstract": ABSTRACT.replace("heads", "boats")}]
    return rows(*papers)


def read(content: bytes | str):
    return read_digests([DigestFile("a", content.encode() if isinstance(content, str) else content)])


@pytest.mark.parametrize("form", EXPORT_FORMATS, ids=lambda form: form.ending)
def test_the_bundled_papers_come_back_or_are_refused(form):
    library = read_digests(bundled_files())
    back = read(form.write(build_catalogue(library.papers, {}, {}, {}, {})))
    if form.ending in WHOLE:
        assert back.papers["title"].tolist() == library.papers["title"].tolist()
    else:
        assert len(back.papers) == 0
        assert back.reports[0].error.endswith(".")


def test_a_web_page_is_read_whole_and_without_what_is_private():
    [form] = [form for form in EXPORT_FORMATS if form.ending == "html"]
    back = read(form.write(some())).papers
    assert back["title"].tolist() == some()["title"].tolist()
    assert back["abstract"].tolist() == some()["abstract"].tolist()
    first = back.iloc[0]
    assert (first["authors"], first["arxiv_id"], first["published"]) == (FULL["authors"], "2404.06773", "2024-04-10")
    assert (first["organisation"], first["votes"], first["stars"]) == ("HKU", 17, 50)
    assert set(first["links"]) == {"https://github.com/x/y", "https://example.org/page"}
    assert "ships" not in first["abstract"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_page_comes_back_as_text(text):
    title = f"A study of {text}".replace("\x00", "").replace("\x07", "")
    [form] = [form for form in EXPORT_FORMATS if form.ending == "html"]
    back = read(form.write(rows(BARE | {"title": title, "abstract": ABSTRACT}))).papers
    assert [" ".join(each.split()) for each in back["raw_title"]] == [" ".join(title.split())]


def test_a_shared_list_is_read_whole():
    held = snapshot.read(snapshot.take(some(), {}, None, with_notes=True))
    page = list_page.to_text(held, "My list", "An introduction.", "2026-06-01T00:00:00+00:00", "abc")
    back = read(page)
    assert back.papers["title"].tolist() == some()["title"].tolist()
    assert back.papers["abstract"].tolist() == some()["abstract"].tolist()


def test_a_mail_is_refused_with_what_to_give_instead():
    chosen = choosing.by_talk(entries(some()), [], date(2026, 6, 1))
    made = digest_mail.compose(chosen, "Mine", "All", digest_mail.Addresses())
    at = datetime(2026, 6, 1, tzinfo=UTC)
    mail = message(made.subject, made.text, made.html, sender="a@b.example", to="c@d.example", at=at, name="x")
    for content in (mail.as_bytes(), made.html.encode()):
        [report] = read(content).reports
        assert (report.papers, "JSON lines" in report.error) == (0, True)
