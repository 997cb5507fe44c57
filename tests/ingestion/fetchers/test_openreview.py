"""A venue at OpenReview: its papers page by page, with decisions and ratings, and each way in which it is closed."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from components.ingestion import source
from components.ingestion.fetchers import openreview
from components.ingestion.fetchers.outside import FetchFailedError, Outside
from components.ingestion.source import InvalidSourceError
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from tests.ingestion.services import World, running

VENUE = "ICLR.cc/2026/Conference"
_WORDS = ["amber", "basalt", "copper", "dahlia", "ember", "fjord", "garnet", "harbour", "indigo", "jasper"]


def note(number, ratings=("8: accept, good paper", 6, 5)):
    """A note as version 2 of the API gives it."""
    words = " ".join(_WORDS[int(digit)] for digit in f"{number:03}")
    content = {
        "title": {"value": f"On {words} in models"},
        "abstract": {"value": f"We study {words} with {number} models and find that they differ."},
        "authors": {"value": ["Ann Muster", "Ben Beispiel"]},
        "venue": {"value": "ICLR 2026 Oral" if number % 2 else "ICLR 2026 Poster"},
        "venueid": {"value": VENUE},
        "keywords": {"value": ["models"]},
    }
    replies = [
        {"invitations": [f"{VENUE}/Submission{number}/-/Official_Review"], "content": {"rating": {"value": each}}}
        for each in ratings
    ]
    replies.append(
        {"invitations": [f"{VENUE}/Submission{number}/-/Official_Comment"], "content": {"rating": {"value": 1}}}
    )
    return {
        "id": f"note{number}", "forum": f"note{number}", "number": number, "cdate": 1767280000000,
        "content": content, "details": {"replies": replies},
    }  # fmt: skip


class Venue(World):
    """OpenReview with some accepted papers, in a mood."""

    mood = ""
    notes: list[Any]

    def answer(self, path, _headers):
        self.asked.append(path)
        query = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        assert query["content.venueid"] == VENUE
        if self.mood == "challenge":
            return 403, {"Content-Type": "application/json"}, b'{"name":"ChallengeRequiredError","status":403}'
        if self.mood == "page":
            return 200, {"Content-Type": "text/html"}, b"<html>Checking your browser</html>"
        if self.mood == "429":
            return 429, {"Retry-After": "900"}, b"{}"
        start = int(query["offset"])
        some = [] if self.mood == "empty middle" and start else self.notes[start : start + int(query["limit"])]
        body = json.dumps({"notes": some, "count": len(self.notes)}).encode()
        return 200, {"Content-Type": "application/json"}, body[:-9] if self.mood == "half" else body


@pytest.fixture
def venue():
    world = Venue()
    world.notes = [note(number) for number in range(230)]
    with running(world):
        yield world


def fetched(world):
    outside = Outside(openreview=world.address, allow_addresses=("127.0.0.1",))
    return openreview.fetch(source.openreview(VENUE), "2026-W05", outside)


def test_every_accepted_paper_comes_with_its_decision_and_ratings(venue):
    venue.notes[2] = note(2, ratings=())
    ((period, file),) = fetched(venue).files
    assert (period, file.name) == ("2026-W05", "OpenReview ICLR.cc 2026 Conference 2026-W05.json")
    assert len(json.loads(file.content)) == 230
    assert len(venue.asked) == 3
    few = DigestFile(file.name, json.dumps(json.loads(file.content)[:4]).encode())
    papers = read_digests([few]).papers.set_index("title")
    first = papers.loc["On amber amber basalt in models"]
    assert (first["venue"], first["status"], first["review_rating"]) == ("ICLR 2026", "oral", 6.33)
    assert list(first["authors"]) == ["Ann Muster", "Ben Beispiel"]
    assert first["links"] == ("https://openreview.net/forum?id=note1",)
    assert papers["review_rating"].isna().sum() == 1
    assert b"replies" not in file.content


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        ("challenge", "closed to programs"),
        ("page", "closed to programs"),
        ("429", "limits requests"),
        ("half", "nothing that can be read"),
        ("empty middle", "100 of 230 papers"),
    ],
)
def test_no_answer_is_never_an_empty_venue(venue, mood, words):
    venue.mood = mood
    with pytest.raises(FetchFailedError, match=words):
        fetched(venue)


@pytest.mark.parametrize("odd", [None, [], "x", {"content": None}, {"content": {"title": {"value": 5}}, "details": []}])
def test_odd_notes_cost_no_other(venue, odd):
    venue.notes = [note(1), odd, note(2)]
    ((_, file),) = fetched(venue).files
    assert len(read_digests([file]).papers) == 2


@pytest.mark.parametrize(
    ("written", "venue_id"),
    [
        (VENUE, VENUE),
        (f" {VENUE} ", VENUE),
        (f"https://openreview.net/group?id={VENUE}#tab-accept-oral", VENUE),
        ("NeurIPS.cc/2025/Workshop/X-Y", "NeurIPS.cc/2025/Workshop/X-Y"),
    ],
)
def test_a_venue_is_named_by_its_id_or_page(written, venue_id):
    assert source.openreview(written).what == venue_id


@pytest.mark.parametrize(
    "written", ["", "ICLR", "a b/c", "../../etc", "https://openreview.net/", "x/" + "y" * 99, "a/é"]
)
def test_what_names_no_venue_is_refused(written):
    with pytest.raises(InvalidSourceError, match="as in ICLR"):
        source.openreview(written)
