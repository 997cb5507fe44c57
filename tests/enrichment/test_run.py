"""Runs against a local server that answers as the services do, in all their moods."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from components.enrichment import findings
from components.enrichment.asking import Asker
from components.enrichment.facts import Field, Verdict
from components.enrichment.lanes import Lanes, Pace
from components.enrichment.record import Subject
from components.enrichment.run import Run
from components.enrichment.services import registry
from components.net.client import GuardedClient
from components.net.rate_limiter import RatePolicy
from components.net.request import Timeouts
from tests.enrichment.entries import abstract, entry, subjects
from tests.enrichment.server import (
    CHALLENGE,
    Entry,
    FakeServices,
    Mood,
    Reply,
    as_json,
    atom,
    hub_paper,
    scholar_paper,
    served,
)


def run(
    server: FakeServices,
    engine: Engine,
    asked: Sequence[Subject],
    *only: str,
    keys: dict[str, str] | None = None,
    clock: datetime | None = None,
    stop_after: float | None = None,
    timeouts: Timeouts | None = None,
) -> Run:
    """One run without pauses between questions."""

    async def go() -> Run:
        client = GuardedClient(allow_addresses=["127.0.0.1"], rate=RatePolicy(at_once_per_host=8, gap=0.0))
        async with client:
            lanes = Lanes(engine)
            chosen = registry.services(keys or {}, "", server.addresses, frozenset(only) if only else None)
            times = timeouts or Timeouts(first_byte=60.0, body=30.0, all=90.0)
            askers = []
            for service in chosen:
                service.pace, service.with_key = Pace(0.0, service.pace.alone), None
                askers.append(Asker(service, client, lanes, agent="test/1.0", timeouts=times, first_wait=0.01))
            made = Run(asked, askers, engine, clock=lambda: clock or datetime.now(UTC))
            if stop_after is None:
                await made.go()
            else:
                task = asyncio.create_task(made.go())
                await asyncio.wait([task], timeout=stop_after)
                task.cancel()
                await asyncio.wait([task])
            return made

    return asyncio.run(go())


def verdicts(made: Run, service: str) -> list[str]:
    return [
        each.found[service].verdict.value if service in each.found else "not asked" for each in made.papers.values()
    ]


def at(*numbers: int, reply: Reply) -> Mood:
    """A mood on the requests with these numbers."""
    return lambda number: reply if number in numbers else None


def always(reply: Reply) -> Mood:
    return lambda _number: reply


def test_titles_are_found_and_completed(server: FakeServices, engine: Engine):
    server.entries[3] = entry(3, missing_at=frozenset({"hugging_face"}), doi="10.1000/three", venue="ICLR")
    server.entries[4] = entry(4, code="https://github.com/ada/engine")
    made = run(server, engine, subjects(server.entries[:8]))
    assert [each.verdict for each in made.papers.values()] == [Verdict.SURE] * 8
    facts = {fact.field: fact for fact in reversed(findings.facts_of(engine, made.papers)[list(made.papers)[3]])}
    assert facts[Field.ARXIV_ID].value == "2401.00003"
    assert facts[Field.AUTHORS].value == ("Ann Muster", "Ben Klar")
    assert (facts[Field.VENUE].value, facts[Field.VENUE].service) == ("ICLR", "Crossref")
    assert (facts[Field.CITATIONS].value, facts[Field.CITATIONS].service) == (5, "OpenAlex")
    assert facts[Field.CITATIONS].record.startswith("https://openalex.org/W")
    assert facts[Field.CATEGORIES].value == ("cs.LG",)
    stars = {fact.field: fact.value for fact in findings.facts_of(engine, made.papers)[list(made.papers)[4]]}
    assert (stars[Field.STARS], stars[Field.ARCHIVED]) == (9, True)
    assert len(server.of("hugging_face")) == 9  # eight titles, and by id the paper that its search did not have


def test_a_paper_that_nobody_knows_is_not_found_and_one_that_was_not_asked_is_neither(
    server: FakeServices, engine: Engine
):
    strange = Subject("A Treatise on Something That No Service Lists", abstract(999))
    made = run(server, engine, [strange], "hugging_face", "arxiv")
    assert verdicts(made, "hugging_face") == verdicts(made, "arxiv") == ["none"]
    server.moods["hugging_face"] = always(Reply(429))
    other = Subject("Another Treatise That No Service Lists", abstract(998))
    made = run(server, engine, [other], "hugging_face", "arxiv")
    assert verdicts(made, "hugging_face") == ["not asked"]
    assert verdicts(made, "arxiv") == ["none"]
    assert "pause 3 times in a row" in made.papers[other.key].unasked["hugging_face"]
    assert "hugging_face" not in findings.kept(engine, [other.key])[other.key]


def test_a_thousand_ids_take_few_questions_and_none_when_run_again(engine: Engine):
    many = [entry(place) for place in range(1_000)]
    with served(many) as server:
        batched = ("arxiv", "openalex", "semantic_scholar", "datacite", "crossref")
        made = run(server, engine, subjects(many, ids=True), *batched)
        assert [each.verdict for each in made.papers.values()] == [Verdict.SURE] * 1_000
        counts = {name: len(server.of(name)) for name in batched}
        assert counts == {"arxiv": 10, "openalex": 10, "semantic_scholar": 2, "datacite": 0, "crossref": 0}
        run(server, engine, subjects(many, ids=True), *batched)
        assert len(server.asked) == 22


def test_what_is_too_old_is_asked_again(server: FakeServices, engine: Engine):
    asked = subjects(server.entries[:4])
    run(server, engine, asked)
    before = len(server.asked)
    run(server, engine, asked, clock=datetime.now(UTC) + timedelta(hours=23))
    assert len(server.asked) == before
    run(server, engine, asked, clock=datetime.now(UTC) + timedelta(hours=25))  # votes are good for a day
    assert {each.service for each in server.asked[before:]} == {"hugging_face"}
    again = {each.path for each in server.asked[before:]}
    assert all(path.startswith("api/papers/2401.") for path in again)  # by id: titles are never asked twice


def test_a_title_is_never_asked_twice_once_its_paper_is_known(server: FakeServices, engine: Engine):
    asked = subjects(server.entries[:2])
    run(server, engine, asked, "hugging_face", "arxiv")
    before = len(server.asked)
    run(server, engine, asked, "hugging_face", "arxiv", clock=datetime.now(UTC) + timedelta(days=400))
    assert [each.service for each in server.asked[before:]].count("arxiv") == 1
    assert not [each for each in server.asked[before:] if "search" in each.path or "search_query" in each.query]


def test_the_first_count_of_votes_stays_beside_the_newest(server: FakeServices, engine: Engine):
    asked, now = subjects(server.entries[:1]), datetime.now(UTC)
    run(server, engine, asked, "hugging_face")
    server.entries[0] = entry(0, votes=9)
    run(server, engine, asked, "hugging_face", clock=now + timedelta(days=2))
    first_day, first = findings.first_numbers(engine, asked[0].key)[Field.VOTES, "Hugging Face"]
    assert (first_day, first) == (now.date().isoformat(), 3)
    assert findings.kept(engine, [asked[0].key])[asked[0].key]["hugging_face"].facts[Field.VOTES] == 9


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.5])
def test_a_run_that_is_stopped_at_any_time_has_lost_nothing(engine: Engine, seconds: float):
    many = [entry(place) for place in range(60)]
    with served(many) as server:
        server.moods["hugging_face"] = lambda _number: None
        first = run(server, engine, subjects(many), "hugging_face", stop_after=seconds)
        done = [key for key, each in first.papers.items() if each.found]
        kept = findings.kept(engine, first.papers)
        assert set(done) <= set(kept)
        searched = len(server.asked)
        second = run(server, engine, subjects(many), "hugging_face")
        assert [each.verdict for each in second.papers.values()] == [Verdict.SURE] * 60
        assert len(server.asked) - searched == 60 - len(kept)


@pytest.mark.parametrize("service", ["hugging_face", "arxiv"])
@pytest.mark.parametrize(
    "reply",
    [
        Reply(429, headers={"Retry-After": "0"}),
        Reply(429, b"Rate exceeded.", "text/plain"),
        Reply(503, headers={"Retry-After": "0"}),
        Reply(503),
        Reply(500, b"oops", "text/plain"),
        Reply(200, b'{"paper": {"id": "2401', "application/json", cut=True),
        Reply(200, b"<feed><entry>", "application/atom+xml"),
        Reply(200, b"\x1f\x8b\xff", "application/json", {"Content-Encoding": "gzip"}),
    ],
    ids=["429 with a time", "429", "503 with a time", "503", "500", "half a body", "broken", "no gzip"],
)
def test_trouble_that_passes_costs_nothing(server: FakeServices, engine: Engine, service: str, reply: Reply):
    server.moods[service] = at(1, 4, reply=reply)
    made = run(server, engine, subjects(server.entries[:5]), service)
    assert verdicts(made, service) == ["sure"] * 5


def test_a_stall_ends_and_is_asked_again(server: FakeServices, engine: Engine):
    server.moods["hugging_face"] = at(1, reply=Reply(429, delay=1.0))
    short = Timeouts(first_byte=0.3, body=0.3, all=0.5)
    made = run(server, engine, subjects(server.entries[:2]), "hugging_face", timeouts=short)
    assert verdicts(made, "hugging_face") == ["sure"] * 2


def test_a_service_that_limits_again_and_again_is_left_alone(server: FakeServices, engine: Engine):
    server.moods["hugging_face"] = always(Reply(429))
    made = run(server, engine, subjects(server.entries[:20]), "hugging_face", "arxiv")
    assert len(server.of("hugging_face")) <= 3 + 8  # those under way when the third limit came
    assert verdicts(made, "arxiv") == ["sure"] * 20
    assert "With a key it gives" in made.askers["hugging_face"].standing.closed


def test_a_long_pause_is_said_and_not_waited_for(server: FakeServices, engine: Engine):
    server.moods["openalex"] = always(Reply(429, headers={"Retry-After": "36000"}))
    made = run(server, engine, subjects(server.entries[:3], ids=True), "openalex")
    assert len(server.of("openalex")) == 1
    assert "asks to wait 10 h" in made.askers["openalex"].standing.closed
    assert verdicts(made, "openalex") == ["not asked"] * 3


@pytest.mark.parametrize(
    "reply",
    [CHALLENGE, as_json({"name": "ChallengeRequiredError"}, 403), Reply(403, b"Forbidden", "text/plain")],
    ids=["page for people", "challenge", "forbidden"],
)
@pytest.mark.parametrize("service", ["hugging_face", "arxiv", "openreview"])
def test_a_challenge_is_closed_never_not_found(server: FakeServices, engine: Engine, service: str, reply: Reply):
    server.moods[service] = always(reply)
    made = run(server, engine, subjects(server.entries[:4]), service)
    assert verdicts(made, service) == ["not asked"] * 4
    assert "closed to programs" in made.askers[service].standing.closed
    assert len(server.of(service)) <= 4
    assert not findings.kept(engine, made.papers)


def test_an_empty_page_in_the_middle_is_asked_again(server: FakeServices, engine: Engine):
    empty = Reply(200, atom([], total=5).encode(), "application/atom+xml")
    server.moods["arxiv"] = at(1, reply=empty)
    made = run(server, engine, subjects(server.entries[:5], ids=True), "arxiv")
    assert verdicts(made, "arxiv") == ["sure"] * 5


def test_null_in_a_batch_is_not_found_and_shifts_nothing(server: FakeServices, engine: Engine):
    server.entries[1] = entry(1, missing_at=frozenset({"semantic_scholar"}))
    made = run(server, engine, subjects(server.entries[:3], ids=True), "semantic_scholar")
    assert verdicts(made, "semantic_scholar") == ["sure", "none", "sure"]


def test_one_bad_id_costs_no_other(server: FakeServices, engine: Engine):
    def refuses(_number: int) -> Reply | None:
        ids = server.of("semantic_scholar")[-1].body
        return as_json({"error": "No valid paper ids given"}, 400) if b"2401.00005" in ids else None

    server.moods["semantic_scholar"] = refuses
    made = run(server, engine, subjects(server.entries[:16], ids=True), "semantic_scholar")
    assert verdicts(made, "semantic_scholar") == ["sure"] * 5 + ["not asked"] + ["sure"] * 10
    assert len(server.of("semantic_scholar")) == 9  # halved four times


def test_a_wrong_record_for_an_id_is_only_listed(server: FakeServices, engine: Engine):
    wrong = Entry("2401.00001", "What Interventions Tell of Trees", "")
    row = scholar_paper(wrong) | {"externalIds": {"ArXiv": "2401.00001"}}
    server.moods["semantic_scholar"] = always(as_json([row]))
    made = run(server, engine, subjects(server.entries[1:2], ids=True), "semantic_scholar")
    assert verdicts(made, "semantic_scholar") == ["doubtful"]
    assert findings.facts_of(engine, made.papers)[next(iter(made.papers))] == ()


def test_a_record_by_other_people_is_only_listed(server: FakeServices, engine: Engine):
    row = scholar_paper(entry(1, authors=("Somebody Else",)))
    server.moods["semantic_scholar"] = always(as_json([row]))
    made = run(server, engine, subjects(server.entries[1:2]), "hugging_face", "semantic_scholar")
    assert verdicts(made, "semantic_scholar") == ["doubtful"]


def test_a_search_that_answers_anything_convinces_nobody(server: FakeServices, engine: Engine):
    server.moods["hugging_face"] = always(as_json([{"paper": hub_paper(entry(30))}, None, "odd", {"paper": {"id": 5}}]))
    made = run(server, engine, subjects(server.entries[:1]), "hugging_face")
    assert verdicts(made, "hugging_face") == ["none"]


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:1/x", "http://169.254.169.254/latest", "http://localhost/x", "file:///etc/passwd"]
)
def test_a_redirect_into_this_machine_is_refused(server: FakeServices, engine: Engine, target: str):
    server.moods["hugging_face"] = always(Reply(302, headers={"Location": target}))
    made = run(server, engine, subjects(server.entries[:2]), "hugging_face")
    assert verdicts(made, "hugging_face") == ["not asked"] * 2
    assert "address not permitted" in made.askers["hugging_face"].standing.closed


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_said_once_and_dropped(
    server: FakeServices, engine: Engine, status: int, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    server.moods["openalex"] = lambda _number: Reply(status) if "api_key" in server.of("openalex")[-1].query else None
    made = run(server, engine, subjects(server.entries[:3], ids=True), "openalex", keys={"openalex": "sesame"})
    assert verdicts(made, "openalex") == ["sure"] * 3
    assert ["api_key" in each.query for each in server.of("openalex")] == [True, False]
    standing = made.askers["openalex"].standing
    assert "DIGEST_ATLAS_OPENALEX_KEY" in standing.note
    assert "sesame" not in caplog.text + repr(made.papers) + standing.note + standing.closed


def test_keys_are_sent_where_they_belong(server: FakeServices, engine: Engine):
    keys = {"semantic_scholar": "one", "hugging_face": "two", "github": "three", "openalex": "four"}
    server.entries[0] = entry(0, code="https://github.com/ada/engine")
    run(server, engine, subjects(server.entries[:2]), keys=keys)
    assert server.of("semantic_scholar")[0].headers["x-api-key"] == "one"
    assert server.of("hugging_face")[0].headers["Authorization"] == "Bearer two"
    assert server.of("github")[0].headers["Authorization"] == "Bearer three"
    assert server.of("openalex")[0].query["api_key"] == "four"
    assert all(each.headers["User-Agent"] == "test/1.0" for each in server.asked)


def test_services_asked_one_at_a_time_are(server: FakeServices, engine: Engine):
    server.moods["arxiv"] = lambda _number: None
    run(server, engine, subjects(server.entries[:20]), "arxiv", "hugging_face")
    assert server.overlaps["arxiv"] <= 1


def test_datacite_stands_in_where_arxiv_limits(server: FakeServices, engine: Engine):
    server.moods["arxiv"] = always(Reply(429))
    made = run(server, engine, subjects(server.entries[:5], ids=True), "arxiv", "datacite")
    assert verdicts(made, "datacite") == ["sure"] * 5
