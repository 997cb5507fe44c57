"""What is read from a page: the visible parts, in whatever encoding it says, however it is meant to be read slowly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.links.check.page import Page, read_page

HALF = 32_768  # bytes: as a page is read 64 kB at most


@pytest.mark.parametrize(
    ("markup", "page"),
    [
        ("<title>A &amp; B</title>Text", Page(title="A & B", text="A & B Text")),
        ("<h1>One <b>x</b></h1><h2 id=two>Two</h2>", Page(headings=("One x", "Two"), text="One x Two")),
        ("<head><title>T</title></head><nav>Menu</nav>Body<footer>End</footer>", Page(title="T", text="Body")),
        ("<script>if (a < b) x</script>Body<!-- no -->", Page(text="Body")),
        ("Body <script>never ends", Page(text="Body")),
        ("3 < 4 and no tag follows", Page(text="3 4 and no tag follows")),
        (
            "<article class='Markdown-Body entry'>Run <pre>it</pre></article>Foot",
            Page(text="Run it Foot", readme="Run it", readme_has_code=True),
        ),
        ("<article>News</article>", Page(text="News")),
        ("<article class=markdown-body>cut", Page(text="cut")),
        ("<input name=a type='password'>", Page(asks_password=True)),
        ("<meta http-equiv='refresh' content='0; url=/on?a=1&amp;b=2'>", Page(refresh="/on?a=1&b=2")),
        ("<meta http-equiv='refresh' content='300; url=/later'>", Page()),
    ],
)
def test_what_a_reader_sees(markup: str, page: Page) -> None:
    assert read_page(markup.encode()) == page


@pytest.mark.parametrize(
    ("kind", "said", "encoding"),
    [
        ("text/html; charset=ISO-8859-1", "", "latin-1"),
        ("text/html", '<meta charset="gb18030">', "gb18030"),
        ("text/html", "", "utf-8"),
        ("text/html; charset=utf8mb4", "", "utf-8"),
        ("text/html; charset=undefined", "", "utf-8"),
        ("text/html; charset=hex", "", "utf-8"),
    ],
)
def test_a_page_in_the_encoding_it_names_or_in_none_there_is(kind: str, said: str, encoding: str) -> None:
    assert read_page(f"{said}<title>Größe</title>".encode(encoding), kind).title == "Größe"


@pytest.mark.parametrize(
    "part",
    [
        *("<", "<h1", "<h1>", "<nav", "<script", "<title", "<input ", "<meta ", "<!--", "</script ", "&#"),
        *("<article markdown-body", "<article class=markdown-body>", "<meta http-equiv=refresh "),
    ],
)
def test_a_page_made_to_be_read_slowly_is_read(part: str) -> None:
    """Reading that takes the square or the cube of the length would not come to an end here."""
    page = part.encode() * (20 * HALF // len(part))
    assert read_page(page).headings == ()
    assert read_page(page + b"><h1>There</h1>").refresh == ""


@given(st.binary(max_size=300), st.text(max_size=40))
def test_no_page_and_no_type_is_too_odd(body: bytes, kind: str) -> None:
    for page in (read_page(body, f"text/html; charset={kind}"), read_page(b"<meta charset=" + body, kind)):
        texts = [page.title, page.text, page.refresh, *page.headings]
        assert all(isinstance(text, str) for text in texts)
