"""The list of one's feeds, as feed readers read it; our own reader of such lists finds every feed again."""

from lxml import etree

from components.ingestion import opml as reader
from components.sharing.feeds import opml
from tests.sharing.rows import HOSTILE


def test_each_feed_is_an_outline_with_its_addresses():
    text = opml.to_text(
        "Digest Atlas", [("Causal & co", "https://a.org/feed/x.atom", "https://a.org/table?q=a&topic=b")]
    )
    root = etree.fromstring(text.encode())
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Digest Atlas")
    (outline,) = root.iter("outline")
    assert dict(outline.attrib) == {
        "type": "rss",
        "text": "Causal & co",
        "title": "Causal & co",
        "xmlUrl": "https://a.org/feed/x.atom",
        "htmlUrl": "https://a.org/table?q=a&topic=b",
    }


def test_hostile_names_stay_text_and_every_feed_is_found_again():
    feeds = [(name, f"https://a.org/feed/{number}.atom", "https://a.org/") for number, name in enumerate(HOSTILE)]
    text = opml.to_text('<x> & "y"', feeds)
    outlines = list(etree.fromstring(text.encode()).iter("outline"))
    assert len(outlines) == len(HOSTILE)
    found, wrong = reader.feeds(text.encode())
    assert (len(found), wrong) == (len(HOSTILE), 0)
