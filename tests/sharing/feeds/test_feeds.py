"""Atom by RFC 4287, JSON Feed by its version 1.1, both read by other people's parsers."""

import io
import json
import re
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

import feedparser
import pytest
from hypothesis import given

from components.sharing.feeds import atom, feed, json_feed
from components.sharing.feeds.feed import Feed
from components.sharing.formats.entry import Entry, one_line
from tests.sharing.rows import any_rows, bare, full, rows

START = "2026-11-20T10:00:00.000000+00:00"
LATER = "2026-11-21T08:30:00.999999+00:00"
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def told(frame, arrived=None, changed=None, **changes):
    items = feed.items(frame, {}, arrived or {}, changed or {}, START)
    made = Feed(
        feed.urn("feed x"), "Causal & <b>", "83 papers", "https://a.org/?q=a&b=c", "https://a.org/feed/x.atom",
        "https://a.org/feed/x.json", feed.latest(items, START), items,
    )  # fmt: skip
    return replace(made, **changes)


def test_an_entry_is_what_is_known_of_a_paper():
    found = feedparser.parse(io.BytesIO(atom.to_text(told(rows(full()))).encode()))
    assert not found.bozo
    assert (found.feed.title, found.feed.subtitle) == ("Causal & <b>", "83 papers")
    (entry,) = found.entries
    assert entry.title == "Adapting LLaMA Decoder to Vision Transformer"
    assert entry.link == "https://arxiv.org/abs/2404.06773"
    assert [author.name for author in entry.authors] == ["Jiahao Wang", "Zoë Müller"]
    assert {tag.term for tag in entry.tags} == {"Vision", "To read", "a,b"}
    assert entry.updated == entry.published == "2026-11-20T10:00:00Z"
    assert "<p>Line one. Two &amp; 5%.</p>" in entry.content[0].value


def text_of(element, name):
    found = element.findtext(ATOM + name)
    assert found is not None
    return found


def check_atom(text):
    """The rules of RFC 4287, sections 4.1.1, 4.1.2, 4.2.6, 4.2.7 and 3.3."""
    root = ElementTree.fromstring(text.encode())
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1
        assert URN.fullmatch(text_of(element, "id"))
        assert RFC_3339.fullmatch(text_of(element, "updated"))
        alternates = [
            (link.get("type"), link.get("hreflang")) for link in element.findall(f"{ATOM}link[@rel='alternate']")
        ]
        assert len(alternates) == len(set(alternates))
        assert all(text_of(author, "name") for author in element.findall(f"{ATOM}author"))
    assert root.findall(f"{ATOM}author")
    assert len(root.findall(f"{ATOM}link[@rel='self']")) == 1
    identities = [text_of(entry, "id") for entry in entries]
    assert len(identities) == len(set(identities))
    for entry in entries:
        assert entry.findall(f"{ATOM}content") or entry.findall(f"{ATOM}link[@rel='alternate']")
        assert text_of(entry, "published") <= text_of(entry, "updated")
        assert text_of(entry, "updated") <= text_of(root, "updated")
    return entries


def check_json(text):
    """The rules of JSON Feed 1.1."""
    found = json.loads(text)
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(found["title"], str)
    for item in found["items"]:
        assert isinstance(item["id"], str)
        assert item["id"]
        assert isinstance(item.get("content_html", item.get("content_text")), str)
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).tzinfo is not None
        assert all(author.get("name") for author in item.get("authors", ()))
        assert all(isinstance(tag, str) and tag for tag in item.get("tags", ()))
    assert len({item["id"] for item in found["items"]}) == len(found["items"])
    return found


@given(any_rows)
def test_any_papers_keep_the_rules_of_both(frame):
    made = told(frame)
    entries = check_atom(atom.to_text(made))
    parsed = feedparser.parse(io.BytesIO(atom.to_text(made).encode()), sanitize_html=False)
    assert not parsed.bozo
    items = check_json(json_feed.to_text(made))["items"]
    papers = {item.identity: item.paper for item in made.items}
    assert len(entries) == len(items) == len(frame)
    for entry, item in zip(entries, items, strict=True):
        paper = papers[item["id"]]
        assert text_of(entry, "id") == item["id"]
        assert text_of(entry, "title") == item["title"] == one_line(paper.title)
        assert "<script" not in item["content_html"]
        assert item.get("url", "") == paper.url


def test_an_id_is_the_papers_own_and_stays():
    one, other = (feed.items(rows(full(**changes)), {}, {}, {}, start)[0] for changes, start in (
        ({}, START), ({"title": "Another", "decision": "hidden", "digests": ("new",)}, LATER)
    ))  # fmt: skip
    assert one.identity == other.identity == "urn:uuid:" + one.identity[9:]
    assert feed.items(rows(bare()), {}, {}, {}, START)[0].identity != one.identity


def test_dates_are_those_of_digests_and_decisions_and_the_newest_comes_first():
    frame = rows(
        bare(paper_id="title:a", digests=("old-111111",)),
        bare(paper_id="title:b", digests=("old-111111", "own-abcdef")),
        bare(paper_id="title:c", digests=("own-abcdef",)),
    )
    found = feed.items(frame, {}, {"abcdef": LATER}, {"title:a": "2026-11-22T00:00:00.000000+00:00"}, START)
    assert [(item.paper.paper_id, item.published, item.updated) for item in found] == [
        ("title:a", "2026-11-20T10:00:00Z", "2026-11-22T00:00:00Z"),
        ("title:c", "2026-11-21T08:30:00Z", "2026-11-21T08:30:00Z"),
        ("title:b", "2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z"),
    ]
    assert feed.latest(found, START) == "2026-11-22T00:00:00Z"
    assert feed.latest((), START) == "2026-11-20T10:00:00Z"
    assert feed.items(frame, {}, {"abcdef": LATER}, {}, START) == feed.items(frame, {}, {"abcdef": LATER}, {}, START)


def test_a_feed_has_only_the_newest():
    many = rows(*(bare(paper_id=f"title:{number:03}") for number in range(feed.MOST + 5)))
    found = feed.items(many, {}, {}, {}, START)
    assert [item.paper.paper_id for item in found] == [f"title:{number:03}" for number in range(feed.MOST)]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "]]>", "&amp;", "\u2028"])
def test_hostile_text_is_text_in_a_reader(text):
    item = feed.items(rows(bare(abstract=text, note=text)), {}, {}, {}, START)[0]
    assert "<script" not in item.html
    check_atom(atom.to_text(told(rows(bare(title=f"x{text}", abstract=text)))))


def test_an_entry_without_anything_still_has_content():
    assert Entry("p", "T")
    assert feed.items(rows(bare(topic_name="")), {}, {}, {}, START)[0].html == "<p></p>"
