import pytest

from components.sharing.formats.entry import Entry, entries, web
from tests.sharing.rows import bare, full, rows


def test_rows_become_entries_with_the_names_of_digests():
    one, other = entries(rows(full(), bare()), {"march": "March 14"})
    assert one.digests == ("March 14", "may")
    assert (one.topic, one.votes, one.links) == ("Vision", 17, ("https://github.com/x/y", "https://example.org/page"))
    assert (other.votes, other.links, other.authors, other.date, other.url) == (None, (), (), (), "")


def test_columns_that_a_frame_has_not_are_unknown():
    assert entries(rows(full())[["paper_id", "title"]]) == [
        Entry("arxiv:2404.06773", "Adapting LLaMA Decoder to Vision Transformer")
    ]


@pytest.mark.parametrize(
    ("published", "arxiv_id", "date"),
    [
        ("2024-03-14", "", (2024, 3, 14)),
        ("2024-03-14T10:00:00Z", "", (2024, 3, 14)),
        ("2024-03", "", (2024, 3)),
        ("2024", "", (2024,)),
        ("Mar 14", "", ()),
        ("", "", ()),
        ("", "2404.06773", (2024, 4)),
        ("Mar 14", "0704.0001", (2007, 4)),
        ("", "cs/0101001", (2001, 1)),
        ("", "math.GT/9909136", (1999, 9)),
        ("", "2499.06773", ()),
        ("2025-01-02", "2404.06773", (2025, 1, 2)),
    ],
)
def test_a_date_is_only_what_is_known(published, arxiv_id, date):
    assert Entry("p", "T", published=published, arxiv_id=arxiv_id).date == date


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("ftp://example.org", False),
        ("https:///nowhere", False),
        ("https://exam ple.org", False),
        ("https://example.org/\n", False),
        ("https://example.org/\u202e", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_only_web_addresses_are_shared(url, kept):
    assert web(url) == (url if kept else "")


@pytest.mark.parametrize(
    ("changes", "url"),
    [
        ({"arxiv_id": "2404.06773"}, "https://arxiv.org/abs/2404.06773"),
        ({"links": ("https://a.org", "https://b.org"), "kinds": ("code", "paper")}, "https://b.org"),
        ({"links": ("https://a.org",), "kinds": ("code",)}, "https://a.org"),
        ({"links": ("javascript:x", "https://b.org"), "kinds": ("paper", "code")}, "https://b.org"),
        ({}, ""),
    ],
)
def test_a_paper_is_found_at_its_own_page_first(changes, url):
    assert entries(rows(bare(**changes)))[0].url == url
