"""Words from digests on their way to the page: whatever they hold, they come out as words."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.text import counted, short
from components.ui.shared.text import anchor, escaped, host_and_path, marked, plain
from tests import digests
from tests.pages.page_content import faults_of_html, faults_of_markdown

WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])) | st.text(
    alphabet=r"""ab1 \`*_{}[]()<>#+-.!|~$:&;^=@/"'%""" + "\u202e\u200b"
)


def read_back(markdown: str) -> str:
    """What a reader sees of Markdown that is all text."""
    return re.sub(r"\\(.)", r"\1", markdown).replace("\u2060", "")


@given(WORDS)
def test_plain_markdown_is_text_and_reads_as_it_was_written(text):
    assert faults_of_markdown(plain(text)) == []
    assert read_back(plain(text)) == " ".join(text.split()).replace("\u2060", "")


@pytest.mark.parametrize(
    "text", [*digests.TITLES, "1. list", "- list", "a | b\n--|--\n1 | 2", "    code", "---", "x\n==="]
)
def test_what_tries_to_be_markup_is_text(text):
    assert faults_of_markdown(plain(text)) == []
    assert "\n" not in plain(text)


@pytest.mark.parametrize("text", [":material/delete:", ":streamlit:", "see :material/star: here", "::material/a:"])
def test_signs_that_are_looked_for_behind_escapes_are_broken(text):
    assert not re.search(r":(?:material/\w+|streamlit):", re.sub(r"\\(.)", r"\1", plain(text)))
    assert read_back(plain(text)) == text


@given(WORDS)
def test_escaped_html_is_text_and_reads_as_it_was_written(text):
    assert faults_of_html(f'<p class="{escaped(text)}">{escaped(text)}</p>') == []
    assert html.unescape(escaped(text)) == text


@given(WORDS, st.lists(st.integers(0, 40), max_size=6))
def test_marks_change_no_word(text, cuts):
    places = sorted(set(cuts))
    spans = list(zip(places[::2], places[1::2], strict=False))
    shown = marked(text, spans)
    assert faults_of_html(shown) == []
    assert html.unescape(re.sub("</?mark>", "", shown)) == text
    assert shown.count("<mark>") == len(spans)


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("short enough", 20, "short enough"),
        ("exactly ten", 11, "exactly ten"),
        ("cut at a word here", 12, "cut at a…"),
        ("no comma, at the end", 11, "no comma…"),
        ("unbreakable" * 5, 20, "unbreakableunbreaka…"),
        ("  white \n space  ", 40, "white space"),
        ("", 10, ""),
    ],
)
def test_long_texts_are_cut_at_a_word(text, most, cut):
    assert short(text, most) == cut


@given(WORDS, st.integers(2, 60))
def test_a_cut_text_is_never_longer_than_asked(text, most):
    assert len(short(text, most)) <= most


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,<script>", "file:///etc/passwd", "//x.org", "", " http"]
)
def test_only_addresses_of_the_web_become_links(url):
    assert anchor(url, "<b>words</b>") == "&lt;b&gt;words&lt;/b&gt;"


@pytest.mark.parametrize("url", ['http://x.org/"onclick=alert(1)', "https://x.org/<script>", "HTTPS://x.org/a&b='c'"])
def test_a_link_keeps_to_its_address(url):
    link = anchor(url, url)
    assert faults_of_html(link) == []
    assert 'rel="noopener noreferrer nofollow"' in link
    assert html.unescape(re.findall('href="([^"]*)"', link)[0]) == url


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.github.com/ada/engine/", "github.com/ada/engine"),
        ("http://example.org", "example.org"),
        ("https://example.org/" + "a" * 100, "example.org/" + "a" * 32 + "…" + "a" * 15),
    ],
)
def test_an_address_is_shown_as_people_read_it(url, words):
    assert host_and_path(url) == words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 papers"), (1, "1 paper"), (2, "2 papers"), (12345, "12,345 papers")]
)
def test_a_number_has_its_word(number, words):
    assert counted(number, "paper") == words


def test_an_odd_plural_is_given():
    assert counted(2, "entry", "entries") == "2 entries"
