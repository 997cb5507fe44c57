"""arXiv, feeds, pages and folders: what is asked, what comes, and each way in which nothing does."""

from __future__ import annotations

import json
import os
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from components.ingestion import source
from components.ingestion.fetchers import address, arxiv, dispatch, folder
from components.ingestion.fetchers.outside import FetchFailedError, Lane, Outside
from components.ingestion.source import Announced
from components.ingestion.sources import Cursor
from components.papers.identity import arxiv_numbers
from components.papers.library import read_digests
from tests.ingestion.services import START, World, number, running

NOW = START + timedelta(days=1, hours=6)  # a Tuesday
TODAY, MONDAY = NOW.date(), START.date()


class Odd(World):
    """Answers as it is told, and remembers what was sent to it."""

    reply: tuple[int, dict[str, str], bytes] = (200, {}, b"")
    headers: dict[str, str]

    def answer(self, path, headers):
        self.asked.append(path)
        self.headers = dict(headers)
        return self.reply


@pytest.fixture
def world():
    with running(World(now=NOW)) as found:
        yield found


@pytest.fixture
def odd():
    with running(Odd()) as found:
        yield found


@pytest.mark.parametrize(
    ("announced", "services"),
    [
        ((Announced.NEW,), [2]),
        ((Announced.NEW, Announced.CROSS), [2, 4]),
        ((Announced.REPLACE,), [5]),
    ],
)
def test_the_batch_of_today_holds_what_is_wanted_of_it(world, announced, services):
    spec = source.arxiv("cs.LG", announced)
    arrived = arxiv.fetch(spec, [str(TODAY)], str(TODAY), world.outside)
    ((period, file),) = arrived.files
    wanted = {number(each, TODAY, place) for each in services for place in range(5 if each == 2 else 1)}
    assert period == str(TODAY)
    assert arxiv_numbers(file.content.decode()) == wanted
    assert set(read_digests([file]).papers["arxiv_id"]) == wanted
    assert world.asked == ["/rss/cs.LG"]


def test_earlier_days_come_from_the_archive_page_by_page_in_the_lane_all_share(world):
    turns = []

    @asynccontextmanager
    async def turn():
        turns.append("begun")
        yield
        turns.append("ended")

    services = replace(world.outside, arxiv_lane=Lane(turn))
    arrived = arxiv.fetch(source.arxiv("cs.LG"), [str(MONDAY)], str(TODAY), services)
    ((period, file),) = arrived.files
    papers = json.loads(file.content)
    assert period == str(MONDAY)
    assert [paper["arxiv_id"] for paper in papers] == world.announced(MONDAY)  # not the new version of an older one
    assert set(read_digests([file]).papers["authors"]) == {("Ann Muster", "Ben Muster")}
    assert len(world.asked) == 4  # twelve records of two days, three a page
    assert turns == ["begun", "ended"] * 4


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("cs.LG", "cs:cs:LG"),
        ("hep-th", "physics:hep-th"),
        ("cond-mat.mtrl-sci", "physics:cond-mat:mtrl-sci"),
        ("physics.optics", "physics:physics:optics"),
        ("q-bio", "q-bio"),
    ],
)
def test_sets_of_the_archive_are_named_as_it_names_them(odd, category, name):
    odd.reply = 200, {"Content-Type": "text/xml"}, b"<OAI-PMH><error code='noRecordsMatch'/></OAI-PMH>"
    arxiv.fetch(source.arxiv(category), [str(MONDAY)], str(TODAY), odd.outside)
    assert f"set={name.replace(':', '%3A')}&from={MONDAY}" in odd.asked[0]


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        ((200, {"Content-Type": "text/html"}, b"<html>Checking your browser</html>"), "no feed"),
        (
            (200, {"Content-Type": "text/xml"}, b"<rss><channel><title>Feed error for cs.XX</title></channel></rss>"),
            "no category",
        ),
        ((503, {}, b""), "answers 503"),
        ((429, {"Retry-After": "1200"}, b"Rate exceeded."), "limits requests"),
    ],
)
def test_what_arxiv_sends_instead_of_a_batch_is_no_empty_batch(odd, reply, sentence):
    odd.reply = reply
    with pytest.raises(FetchFailedError, match=sentence) as caught:
        arxiv.fetch(source.arxiv("cs.LG"), [str(TODAY)], str(TODAY), odd.outside)
    assert caught.value.retry_after == (1200 if "429" in str(reply) else None)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<html>Rate exceeded</html>", "nothing that can be read"),
        (b"<OAI-PMH><error code='badResumptionToken'>The token has expired</error></OAI-PMH>", "token has expired"),
    ],
)
def test_trouble_of_the_archive_is_no_empty_day(odd, body, sentence):
    odd.reply = 200, {"Content-Type": "text/xml"}, body
    with pytest.raises(FetchFailedError, match=sentence):
        arxiv.fetch(source.arxiv("cs.LG"), [str(MONDAY)], str(TODAY), odd.outside)


def test_validators_are_sent_back_as_they_came(odd):
    odd.reply = 200, {"ETag": 'W/"a b"', "Last-Modified": "yesterday", "Content-Type": "text/xml"}, b"<rss></rss>"
    spec = source.feed(f"{odd.address}/feed.xml?a=1")
    first = address.fetch(spec, "2026-06-02", odd.outside)
    assert (first.etag, first.modified) == ('W/"a b"', "yesterday")
    assert "If-None-Match" not in odd.headers
    odd.reply = 304, {}, b""
    again = address.fetch(spec, "2026-06-02", odd.outside, first.etag, first.modified)
    assert (odd.headers["If-None-Match"], odd.headers["If-Modified-Since"]) == ('W/"a b"', "yesterday")
    assert (again.unchanged, again.files, again.etag) == (True, (), first.etag)
    assert odd.headers["User-Agent"] == "digest-atlas"


@pytest.mark.parametrize(
    ("reply", "sentence", "gone"),
    [
        ((410, {}, b""), "gone for good", True),
        ((404, {}, b""), "answers 404", False),
        ((302, {"Location": "http://10.0.0.1/"}, b""), "address not permitted", False),
        ((200, {"Content-Type": "text/xml"}, b"x" * 10_500_000), "more than 10 MB", False),
    ],
)
def test_an_address_that_gives_nothing_says_why(odd, reply, sentence, gone):
    odd.reply = reply
    with pytest.raises(FetchFailedError, match=sentence) as caught:
        address.fetch(source.page(f"{odd.address}/list"), "2026-06-02", odd.outside)
    assert caught.value.gone == gone


def test_a_feed_at_a_private_address_is_not_asked(odd):
    with pytest.raises(FetchFailedError, match="address not permitted"):
        address.fetch(source.feed(f"{odd.address}/feed.xml"), "2026-06-02", Outside())
    assert odd.asked == []


def test_files_of_a_folder_are_taken_once_they_stand_still_and_again_when_they_change(tmp_path):
    outside = Outside(watch=tmp_path)
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "in/b.txt", ".hidden", "large.txt", "empty.txt"):
        (tmp_path / name).write_text("" if name == "empty.txt" else "x" * (20 if name == "large.txt" else 5))
    (tmp_path / "link.txt").symlink_to("/etc/hostname")
    written = (tmp_path / "a.txt").stat().st_mtime
    assert folder.fetch("P", outside, {}, 10, written + 1).files == ()
    arrived = folder.fetch("P", outside, {}, 10, written + 60)
    assert [(period, file.name) for period, file in arrived.files] == [("P", "a.txt"), ("P", "b.txt")]
    assert folder.fetch("P", outside, arrived.known_files, 10, written + 90).files == ()
    os.utime(tmp_path / "a.txt", (written + 60, written + 60))
    again = folder.fetch("P", outside, arrived.known_files, 10, written + 120)
    assert [file.name for _, file in again.files] == ["a.txt"]
    with pytest.raises(FetchFailedError, match="DIGEST_ATLAS_WATCH"):
        folder.fetch("P", Outside(), {}, 10)
    with pytest.raises(FetchFailedError, match="cannot be read"):
        folder.fetch("P", Outside(watch=tmp_path / "gone"), {}, 10)


def test_papers_with_too_few_votes_are_left_out(world):
    world.now = NOW + timedelta(hours=14)
    for floor, count in ((0, 5), (10, 5), (11, 0)):
        arrived = dispatch.fetch(
            source.daily_papers("day", floor), [str(TODAY)], str(TODAY), Cursor(), world.outside, 10**6
        )
        assert len(json.loads(arrived.files[0][1].content)) == count
