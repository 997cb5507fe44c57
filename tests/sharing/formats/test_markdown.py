import re

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from components.sharing.formats.entry import one_line
from components.sharing.formats.markdown import escaped, link, to_text
from tests.sharing.rows import HOSTILE, any_rows, bare, full, rows, texts

READER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def shown(markdown):
    """(the text a reader sees, the addresses she could follow, the kinds of markup) of one paragraph."""
    text, addresses, kinds = "", [], set()
    for block in READER.parse(markdown):
        kinds.add(block.type)
        for token in block.children or ():
            kinds.add(token.type)
            text += token.content if token.type in {"text", "code_inline", "html_inline"} else ""
            addresses += [token.attrs["href"]] if token.type == "link_open" else []
    return text, addresses, kinds


PLAIN = {"paragraph_open", "inline", "paragraph_close", "text"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(text):
    read, addresses, kinds = shown(escaped(text.replace("\x00", "")))
    assert read == one_line(text.replace("\x00", ""))
    assert addresses == []
    assert kinds <= PLAIN | {"text_special"}


@given(texts.map(lambda text: "".join(sign for sign in text if sign.isprintable() or sign in "\n ")))
def test_any_text_is_shown_as_it_is(text):
    read, addresses, kinds = shown(escaped(text))
    assert (read, addresses) == (one_line(text), [])
    assert kinds <= PLAIN | {"text_special"}


@pytest.mark.parametrize("text", ["http://evil.example", "www.evil.example", "see me@evil.example", "ftp://x"])
def test_nothing_becomes_a_link_by_itself(text):
    assert not re.search(r"(?<!\\)(://|\.evil|@)", escaped(text).replace("e.example", ""))


@pytest.mark.parametrize(
    "url", ["https://a.org/x_(y)?q=[1]&b=*#f", "https://a.org/<>\\^`{|}", "https://a.org/%20é", "https://a.org/x)y"]
)
def test_a_link_leads_where_it_should_and_nowhere_else(url):
    text, addresses, _ = shown(link("a [b](c) ]", url))
    assert text == "a [b](c) ]"
    assert len(addresses) == 1
    assert addresses[0].startswith("https://a.org/")
    assert link("text", "") == "text"


def test_a_paper_is_written_with_what_is_known_of_it():
    assert to_text(rows(full(), bare()), title="My *picks*") == (
        "# My \\*picks\\*\n\n"
        "## [Adapting LLaMA Decoder to Vision Transformer](https://arxiv.org/abs/2404.06773)\n\n"
        "Jiahao Wang, Zoë Müller · HKU · 2024-04-10 · cited by 12 · 17 votes · Vision · \\#To read \\#a,b\n\n"
        "Ask Ana \\& Bo\n\n"
        "Line one. Two \\& 5%.\n\n"
        "- Code: [https\\://github.com/x/y](https://github.com/x/y)\n"
        "- Project page: [https\\://example.org/page](https://example.org/page)\n\n"
        "## A Title\n"
    )


def test_abstracts_can_be_left_out():
    assert "Line one" not in to_text(rows(full()), abstracts=False)


@given(any_rows)
def test_any_papers_are_one_heading_each_and_link_only_to_the_web(frame):
    blocks = READER.parse(to_text(frame))
    assert sum(block.type == "heading_open" for block in blocks) == len(frame)
    assert not any(
        "html" in block.type or block.type in {"fence", "code_block", "hr", "table_open"} for block in blocks
    )
    for block in blocks:
        for token in block.children or ():
            assert "html" not in token.type
            assert token.type not in {"image", "em_open", "strong_open", "code_inline", "s_open"}
            if token.type == "link_open":
                assert str(token.attrs["href"]).startswith(("http://", "https://"))
