"""A run as a page or a command sees it, and what is said before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from components.enrichment import findings
from components.enrichment.facts import Verdict
from components.enrichment.job import Job
from components.enrichment.lanes import Pace
from components.enrichment.plan import plan, time_in_words
from components.enrichment.record import Subject
from components.enrichment.services import registry
from components.enrichment.services.service import Service
from tests.enrichment.entries import subjects
from tests.enrichment.server import FakeServices, Reply


def services(server: FakeServices, *only: str, gap: float = 0.0) -> list[Service]:
    made = registry.services({}, "", server.addresses, frozenset(only) if only else None)
    for each in made:
        each.pace = Pace(gap, each.pace.alone)
    return made


def test_a_hundred_titles_have_their_price_before_anything_is_asked():
    asked = [Subject(f"Title number {place} of the list", "An abstract.") for place in range(106)]
    found = plan(asked, registry.services({}), {})
    assert found.sentence == f"106 titles: about {time_in_words(found.seconds)}, no key needed."
    assert 60 < found.seconds < 120
    by_service = {share.service.id: share for share in found.shares}
    assert by_service["hugging_face"].titles == 106
    assert by_service["openalex"].titles == 0  # without a key
    assert by_service["openalex"].questions == 2


def test_ids_are_cheap():
    asked = [Subject(f"Title {place}", "", f"2401.{place:05}") for place in range(1_000)]
    batched = [each for each in registry.services({}) if each.batch > 1]
    found = plan(asked, batched, {})
    assert found.sentence.startswith("1,000 papers by id: about ")
    assert sum(share.questions for share in found.shares) == 22


def test_nothing_is_left_to_ask_after_a_run(server: FakeServices, engine: Engine):
    asked = subjects(server.entries[:5])
    chosen = services(server)
    Job(asked, chosen, engine, allow_addresses=["127.0.0.1"]).wait()
    kept = findings.kept(engine, [each.key for each in asked])
    assert "nothing to ask" in plan(asked, chosen, kept).sentence
    assert "nothing to ask" not in plan(asked, chosen, kept, datetime.now(UTC) + timedelta(days=8)).sentence


def test_progress_ends_with_what_was_found(server: FakeServices, engine: Engine):
    ended: list[int] = []
    job = Job(
        subjects(server.entries[:5]), services(server), engine, allow_addresses=["127.0.0.1"], on_end=ended.append
    )
    assert job.wait(60)
    progress = job.progress()
    assert progress.verdicts == {Verdict.SURE: 5}
    assert progress.sentence.startswith("Done after")
    assert progress.sentence.endswith("5 of 5 papers found.")
    assert (ended, job.error, job.unasked()) == ([0], "", {})
    assert {each.name: each.questions > 0 for each in progress.services}["Hugging Face"]


def test_a_run_can_be_stopped_and_gone_on_with(server: FakeServices, engine: Engine):
    asked = subjects(server.entries)
    job = Job(asked, services(server, "hugging_face", gap=0.05), engine, allow_addresses=["127.0.0.1"])
    while len(server.asked) < 3:
        job.wait(0.01)
    job.stop()
    assert job.wait(20)
    assert job.progress().sentence.startswith("Stopped after")
    assert len(server.asked) < 40
    kept = findings.kept(engine, [each.key for each in asked])
    assert set(job.found()) >= set(kept)
    before = len(server.asked)
    again = Job(asked, services(server, "hugging_face"), engine, allow_addresses=["127.0.0.1"])
    assert again.wait(60)
    assert again.progress().verdicts == {Verdict.SURE: 40}
    assert len(server.asked) - before == 40 - len(kept)


def test_who_was_not_reached_is_told_with_the_reason(server: FakeServices, engine: Engine):
    server.moods["hugging_face"] = lambda _number: Reply(429, headers={"Retry-After": "600"})
    asked = subjects(server.entries[:2])
    job = Job(asked, services(server, "hugging_face"), engine, allow_addresses=["127.0.0.1"])
    assert job.wait(60)
    assert "Hugging Face asks to wait 10 min" in job.unasked()[asked[0].key]["hugging_face"]
    assert "2 papers could not be asked about: begin again to go on." in job.progress().sentence
    (told,) = job.progress().services
    assert "asks to wait" in told.sentence


def test_without_the_guards_leave_nothing_is_asked(server: FakeServices, engine: Engine):
    job = Job(subjects(server.entries[:2]), services(server), engine)
    assert job.wait(60)
    assert server.asked == []
    assert job.progress().verdicts == {Verdict.NOT_ASKED: 2}
