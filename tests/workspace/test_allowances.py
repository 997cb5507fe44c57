"""What a visitor, an address and all may use of links, questions, fetches and room: charged as it is used."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from components.curation.quotas import Grant
from components.ingestion.fetchers.daily_papers_query import build_query
from components.ingestion.fetchers.outside import Outside
from components.links.lookup.job import LookupSource
from components.settings import settings
from components.store.database import open_store
from components.workspace import allowances
from components.workspace.allowances import Allowance, Requester
from components.workspace.jobs import fetch, link_check

ONE, TWO, THREE, FOUR, FIVE = (Requester(f"workspace {number}", "203.0.113.1") for number in range(5))
ELSEWHERE = Requester("workspace 9", "198.51.100.7")
URLS = [f"https://example.org/{number}" for number in range(50)]


@pytest.fixture
def engine(tmp_path, monkeypatch):
    limits = {"LINKS_AN_HOUR": "100", "LOOKUPS_AN_HOUR": "10", "FETCHES_AN_HOUR": "20", "ADDRESS_SHARE": "3"}
    for name, value in limits.items():
        monkeypatch.setenv(f"DIGEST_ATLAS_{name}", value)
    settings.cache_clear()
    engine = open_store(f"sqlite:///{tmp_path}/atlas.sqlite")
    yield engine
    engine.dispose()
    settings.cache_clear()


def take(engine, by, wanted):
    return allowances.take(engine, Allowance.LINKS, by, wanted).amount


def test_one_visitor_one_address_and_all_have_their_share(engine):
    assert take(engine, ONE, 50) == 10
    assert take(engine, ONE, 1) == 0
    assert [take(engine, by, 50) for by in (TWO, THREE, FOUR, FIVE)] == [10, 10, 0, 0]
    others = [Requester(f"other {number}", f"198.51.100.{number}") for number in range(9)]
    assert [take(engine, by, 50) for by in others] == [10] * 7 + [0, 0]


def test_where_no_limit_is_set_any_number_may(engine, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_LINKS_AN_HOUR", "0")
    settings.cache_clear()
    assert take(engine, ONE, 10**6) == 10**6


def test_all_or_nothing_takes_nothing_where_it_is_not_enough(engine):
    assert allowances.take_all(engine, Allowance.LINKS, ONE, 11) is None
    assert isinstance(allowances.take_all(engine, Allowance.LINKS, ONE, 10), Grant)


@pytest.fixture
def checks(monkeypatch):
    """Checks that ask nobody: what each was asked, and a way to end it with so many links left."""
    made = []

    def job(urls, *_, on_end, **__):
        made.append(SimpleNamespace(urls=urls, running=True, end=on_end))
        return made[-1]

    monkeypatch.setattr(link_check, "CheckJob", job)
    return made


def test_a_check_asks_no_more_than_may_be_and_gives_back_what_it_did_not_ask(engine, checks):
    jobs = link_check.LinkJobs()
    jobs.start(engine, ONE, URLS[:6])
    assert (checks[0].urls, jobs.over_budget) == (URLS[:6], 0)
    checks[0].running = False
    checks[0].end(5)  # stopped after the first
    jobs.start(engine, ONE, URLS)
    assert (checks[1].urls, jobs.over_budget) == (URLS[:9], 41)
    checks[1].running = False
    checks[1].end(0)
    jobs.start(engine, ONE, URLS)
    assert (checks[2].urls, jobs.over_budget) == ([], 50)


def test_a_check_that_ends_gives_back_what_it_left(engine, monkeypatch):
    """With the real job: its end is told, however it comes."""
    from components.links.check import checker

    begun = threading.Event()

    async def check_all(*_, **__):
        begun.set()
        raise RuntimeError("no network today")

    monkeypatch.setattr(checker, "check_all", check_all)
    jobs = link_check.LinkJobs()
    jobs.start(engine, ONE, URLS[:10])
    assert begun.wait(20)
    assert jobs.check is not None
    assert jobs.check.wait(20)
    assert take(engine, ONE, 50) == 10


def test_questions_are_counted_and_refused_in_a_sentence_of_the_page(engine, monkeypatch):
    asked = []

    def lookup(url, _source):
        asked.append(url)
        return SimpleNamespace(running=False)

    monkeypatch.setattr(link_check, "LookupJob", lookup)
    mine, other = link_check.LinkJobs(), link_check.LinkJobs()
    for _ in range(3):
        mine.ask(engine, ONE, URLS[0], LookupSource.GITHUB)
    assert (len(asked), mine.refused_question) == (1, True)
    other.ask(engine, ELSEWHERE, URLS[1], LookupSource.GITHUB)
    assert (len(asked), other.refused_question) == (2, False)


def test_fetches_are_counted(engine, monkeypatch):
    begun = []
    monkeypatch.setattr(fetch, "fetch", lambda query, *_, **__: begun.append(query))
    query = build_query("day", "2026-11-26")
    job = fetch.FetchJob()

    def may():
        return allowances.take_all(engine, Allowance.FETCHES, ONE, 1) is not None

    for _ in range(3):
        job.start(query, Outside(), may)
        if job._thread is not None:
            job._thread.join(20)
    assert len(begun) == 2
    assert "within an hour" in job.trouble
