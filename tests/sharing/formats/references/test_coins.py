"""A paper as COinS: the keys that Zotero reads, whatever the paper's words are."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from lxml import html

from components.sharing.formats import web_page
from components.sharing.formats.entry import Entry, entries, one_line
from components.sharing.formats.references import coins
from tests.sharing.rows import any_paper, rows


def pairs(paper: Entry) -> list[tuple[str, str]]:
    (span,) = html.fromstring(f"<div>{coins.span(paper)}</div>").xpath("//span[@class='Z3988']")
    return parse_qsl(span.get("title"), keep_blank_values=True, strict_parsing=True)


def test_a_paper_of_a_conference_has_all_its_keys():
    paper = Entry(
        "arxiv:2404.06773",
        "Adapting & “LLaMA”",
        authors=("Jiahao Wang", "Zoë Müller"),
        arxiv_id="2404.06773",
        venue="NeurIPS",
        year="2024",
        published="2024-04-10",
    )
    assert pairs(paper) == [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"),
        ("rft.genre", "proceeding"),
        ("rft.atitle", "Adapting & “LLaMA”"),
        ("rft.jtitle", "NeurIPS"),
        ("rft.au", "Jiahao Wang"),
        ("rft.au", "Zoë Müller"),
        ("rft.date", "2024"),
        ("rft_id", "info:doi/10.48550/arXiv.2404.06773"),
        ("rft_id", "https://arxiv.org/abs/2404.06773"),
    ]


@pytest.mark.parametrize(
    ("paper", "genre"),
    [
        (Entry("title:0", "T", venue="Journal of Things", type="journal article"), "article"),
        (Entry("title:0", "T"), "preprint"),
    ],
)
def test_the_genre_follows_where_it_came_out(paper, genre):
    assert dict(pairs(paper))["rft.genre"] == genre


@given(any_paper)
def test_words_come_back_and_cannot_leave_the_attribute(paper):
    (entry,) = entries(rows(paper))
    found = pairs(entry)
    assert dict(found)["rft.atitle"] == one_line(entry.title)
    assert [value for name, value in found if name == "rft.au"] == [a for a in map(one_line, entry.authors) if a]
    page = html.fromstring(web_page.to_text(rows(paper)))
    assert len(page.xpath("//span[@class='Z3988']")) == 1
    assert not page.xpath("//script | //img")
