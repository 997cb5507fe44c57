"""Fetching from the API: pages, waits, failures, stop and resume, against a local server."""

import threading
import time
from contextlib import asynccontextmanager

import pytest

from components.ingestion.fetchers.daily_papers import FetchStopped, fetch
from components.ingestion.fetchers.daily_papers_query import InvalidQuery, build_query
from components.ingestion.fetchers.outside import Lane, Outside
from components.papers.library import read_digests
from tests.ingestion.fetchers.api_server import FakeApi, running


def item(number):
    word = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    title = f"Paper {number} on Models"
    paper = {"id": f"2606.{number:05d}", "title": title, "summary": f"We study {word}. It works.", "upvotes": number}
    return {"paper": paper | {"publishedAt": "2026-06-01T00:00:00.000Z"}, "title": title, "numComments": 1}


@pytest.fixture
def api():
    with running(FakeApi([item(number) for number in range(230)])) as server:
        yield server


class Clock:
    def __init__(self):
        self.slept = 0.0

    def __call__(self, seconds):
        self.slept += seconds


def at(address, sleep=None, **more):
    return Outside(api=address, allow_addresses=("127.0.0.1",), sleep=sleep or Clock(), **more)


def get(api, request, sleep=None, **more):
    return fetch(request, at(api.address, sleep), **more)


@pytest.mark.parametrize(
    ("request_", "query"),
    [
        (build_query("day", "2026-06-03"), "date=2026-06-03"),
        (build_query("week", "2026-W23"), "week=2026-W23"),
        (build_query("month", "2026-06"), "month=2026-06"),
        (build_query("trending"), "sort=trending"),
    ],
)
def test_pages_are_put_together(api, request_, query):
    library = read_digests([get(api, request_)])
    assert len(library.papers) == 230
    assert library.digests[0].shape == "Daily Papers API JSON"
    assert len(api.asked) == 3
    assert all(query in path for path in api.asked)
    assert [path[-3:] for path in api.asked] == ["p=0", "p=1", "p=2"]


@pytest.mark.parametrize("old", [True, False])
def test_search_in_both_shapes(api, old):
    api.old_search = old
    library = read_digests([get(api, build_query("search", "causal attention & more"))])
    assert len(library.papers) == 120
    assert (library.papers["abstract"] == "").all() == old
    assert api.asked == ["/api/papers/search?q=causal+attention+%26+more&limit=120"]


@pytest.mark.parametrize(
    ("troubles", "seconds", "why"),
    [
        (["429"], 7, "limits requests"),
        (["429 without a time"], 42, "limits requests"),
        (["429", "429"], 14, "limits requests"),
        (["limit"], 3, "limits requests"),
        (["500"], 2, "failure of its own"),
        (["half", "html"], 6, "broke off"),
        (["", "", "503"], 2, "failure of its own"),
    ],
)
def test_waits_and_asks_again(api, troubles, seconds, why):
    api.troubles = list(troubles)
    clock = Clock()
    reported = []
    library = read_digests(
        [get(api, build_query("month", "2026-06"), sleep=clock, on_progress=lambda one: reported.append(one.doing))]
    )
    assert len(library.papers) == 230
    assert clock.slept == pytest.approx(seconds)
    assert why in next(words for words in reported if words.startswith("Waiting"))


@pytest.mark.parametrize(
    ("troubles", "words"),
    [
        (["404"], "does not know the day 2026-06-03"),
        (["500"] * 9, "failure of its own"),
        (["half"] * 9, "broke off"),
        (["html"] * 9, "not a list of papers"),
        (["429"] * 99, "longer than five minutes"),
    ],
)
def test_gives_up_with_a_sentence(api, troubles, words):
    api.troubles = list(troubles)
    with pytest.raises(FetchStopped, match=words):
        get(api, build_query("day", "2026-06-03"))


def test_no_network_is_one_plain_sentence_also_while_it_waits():
    reported = []
    with pytest.raises(FetchStopped, match="cannot be reached"):
        fetch(
            build_query("trending"),
            at("http://127.0.0.1:9"),
            on_progress=lambda one: reported.append(one.doing),
        )
    assert "Waiting 2 s: Hugging Face cannot be reached" in reported


def test_stop_and_resume_ask_for_no_page_twice(api):
    pages = []
    with pytest.raises(FetchStopped, match="Stopped after 100 papers") as stopped:
        get(
            api,
            build_query("month", "2026-06"),
            on_progress=lambda one: pages.append(one.pages),
            should_stop=lambda: 1 in pages,
        )
    so_far = stopped.value.so_far
    assert len(so_far.items) == 100
    assert len(read_digests([so_far.file()]).papers) == 100
    library = read_digests([get(api, build_query("month", "2026-06"), so_far=so_far)])
    assert len(library.papers) == 230
    assert [path[-3:] for path in api.asked] == ["p=0", "p=1", "p=2"]


def test_papers_that_move_to_the_next_page_are_not_repeated(api):
    api.items = [*api.items[:100], *api.items[95:230]]
    assert len(read_digests([get(api, build_query("month", "2026-06"))]).appearances) == 230


def test_stopping_while_waiting(api):
    api.troubles = ["429"] * 20
    clock = Clock()
    with pytest.raises(FetchStopped, match="Stopped after 0 papers"):
        get(api, build_query("trending"), sleep=clock, should_stop=lambda: clock.slept >= 3)
    assert clock.slept < 5


def test_a_stop_ends_a_request_that_stalls(api):
    api.stalls = threading.Event()
    stop = threading.Event()
    begun = time.monotonic()
    threading.Timer(0.3, stop.set).start()
    with pytest.raises(FetchStopped, match="Stopped after 0 papers"):
        get(api, build_query("day", "2026-06-03"), should_stop=stop.is_set)
    api.stalls.set()
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://10.0.0.1", "http://metadata.google.internal"])
def test_no_private_address_is_asked(address):
    with pytest.raises(FetchStopped, match="not a public one"):
        fetch(build_query("trending"), Outside(api=address, sleep=Clock()))


def test_every_request_waits_its_turn_and_a_limit_holds_for_all(api):
    turns, pauses = [], []

    @asynccontextmanager
    async def turn():
        turns.append(len(api.asked))
        yield

    async def pause(seconds):
        pauses.append(seconds)

    api.troubles = ["", "429"]
    services = at(api.address, hugging_face_lane=Lane(turn, pause))
    assert len(read_digests([fetch(build_query("month", "2026-06"), services)]).papers) == 230
    assert turns == [0, 1, 2, 3]
    assert pauses == [7]


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("day", "2026-02-30", "Write it like 2026-06-03"),
        ("day", "yesterday", "is no day"),
        ("week", "2026-W60", "Write it like 2026-W23"),
        ("month", "2026-13", "Write it like 2026-06"),
        ("search", "  ", "what to search for"),
        ("search", "x" * 251, "251"),
    ],
)
def test_unclear_requests(kind, value, words):
    with pytest.raises(InvalidQuery, match=words):
        build_query(kind, value)
