"""Shared lists: what is copied, and the page that shows it."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given

from components.sharing.formats.entry import entries
from components.sharing.formats.export_formats import EXPORT_FORMATS
from components.sharing.lists import list_page, map_svg, snapshot
from components.sharing.lists.snapshot import Place, Snapshot
from tests.sharing.rows import any_rows, bare, full, rows

AT = "2026-11-22T20:15:00.000000+00:00"


@given(any_rows)
def test_any_papers_are_copied_without_loss_but_for_decisions(frame):
    held = snapshot.read(snapshot.take(frame, {}, None, with_notes=True))
    assert list(held.papers) == [replace(entry, decision="") for entry in entries(frame)]
    assert entries(held.rows) == list(held.papers)
    for form in EXPORT_FORMATS:
        assert form.write(held.rows) or not len(frame)


def test_notes_tags_and_ratings_stay_at_home_unless_they_are_asked_for():
    (kept,) = snapshot.read(snapshot.take(rows(full()), {}, None, with_notes=False)).papers
    assert (kept.decision, kept.tags, kept.note, kept.rating) == ("", (), "", 0)
    (kept,) = snapshot.read(snapshot.take(rows(full()), {}, None, with_notes=True)).papers
    assert (kept.decision, kept.tags, kept.note, kept.rating) == ("", ("To read", "a,b"), "Ask Ana & Bo", 4)


class Reader(HTMLParser):
    """The tags and addresses of a page."""

    def __init__(self):
        super().__init__()
        self.tags, self.addresses, self.ids, self.text = [], [], [], ""
        self.data, self.blocks = False, []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.data = tag == "script" and found.get("type") == "application/ld+json"
        if self.data:
            tag = "data block"
        self.tags.append(tag)
        self.addresses += [found[name] for name in ("href", "src", "action") if name in found]
        self.ids += [found["id"]] if "id" in found else []
        assert not any(name.startswith("on") for name in found)

    def handle_data(self, data):
        if self.data:
            self.blocks.append(data)
        self.text += data

    def handle_endtag(self, tag):
        self.data = self.data and tag != "script"


def read(page):
    reader = Reader()
    reader.feed(page)
    return reader


@given(any_rows)
def test_any_list_is_a_page_that_loads_and_runs_nothing(frame):
    held = snapshot.read(snapshot.take(frame, {}, None, with_notes=True))
    page = list_page.to_text(held, "<script>x</script>", "<img src=x>", AT, "abc")
    reader = read(page)
    assert not {"script", "img", "iframe", "object", "form", "base"} & set(reader.tags)
    assert reader.tags.count("article") == len(frame)
    (listed,) = map(json.loads, reader.blocks)
    assert len(listed.get("itemListElement", [])) == len(frame)
    allowed = ("http://", "https://", "abc/", "#p", "../")
    assert all(address.startswith(allowed) for address in reader.addresses)
    assert "<script>x</script>" in reader.text
    assert "default-src 'none'" in page


def test_points_on_the_map_lead_to_their_papers():
    held = Snapshot(
        tuple(entries(rows(full(), bare(title="<b>")))), (Place(-1.0, 1.0, 0), None), ((0.5, 0.5), (0.1, 0.2))
    )
    page = list_page.to_text(held, "List", "", AT, "abc")
    reader = read(page)
    assert "#p1" in reader.addresses
    assert "#p2" not in reader.addresses
    assert {"p1", "p2"} <= set(reader.ids)
    assert 'aria-label="Map: 1 paper of this list among 3; near means alike."' in page
    numbers = [float(value) for value in re.findall(r'c[xy]="([^"]+)"', page)]
    assert all(0 <= value <= map_svg.WIDTH for value in numbers)
    assert re.findall(r"<text[^>]*>(\d+)</text>", page) == ["1"]


def test_points_of_a_long_list_carry_no_numbers_that_would_cover_each_other():
    count = map_svg.NUMBERED + 1
    papers = tuple(entries(rows(*(bare(title=f"Paper {number}") for number in range(count)))))
    held = Snapshot(papers, (Place(0.0, 0.0, 0),) * count, ())
    assert "<text" not in map_svg.to_text(held, [f"p{number}" for number in range(count)])


def test_a_list_names_the_site_and_has_one_way_to_download():
    page = list_page.to_text(Snapshot((), (), ()), "List", "", AT, "abc")
    assert '<a href="../">Digest Atlas</a>' in page
    assert page.count("<summary>Download</summary>") == 1
    assert page.index("<details>") < page.index('"abc/papers.csv"') < page.index("</details>")


def test_without_a_map_there_is_no_picture():
    held = snapshot.read(snapshot.take(rows(bare()), {}, None, with_notes=False))
    assert map_svg.to_text(held, ["p1"]) == ""
    assert "<svg" not in list_page.to_text(held, "List", "", AT, "abc")


@pytest.mark.parametrize("form", EXPORT_FORMATS, ids=lambda form: form.label)
def test_every_form_is_offered(form):
    held = snapshot.read(snapshot.take(rows(full()), {}, None, with_notes=False))
    assert f"abc/papers.{form.ending}" in read(list_page.to_text(held, "List", "", AT, "abc")).addresses


def test_search_engines_are_given_the_papers_in_order():
    held = Snapshot(
        tuple(
            entries(rows(full(), bare(title="</script><b>"))),
        ),
        (None, None),
        (),
    )
    reader = read(list_page.to_text(held, "Boats </script>", "What floats.", AT, "abc"))
    (listed,) = map(json.loads, reader.blocks)
    assert (listed["@type"], listed["name"], listed["numberOfItems"]) == ("ItemList", "Boats </script>", 2)
    first, second = (one["item"] for one in listed["itemListElement"])
    assert (first["@type"], first["headline"]) == ("ScholarlyArticle", held.papers[0].title)
    assert [one["name"] for one in first["author"]] == list(held.papers[0].authors)
    assert second["headline"] == "</script><b>"
