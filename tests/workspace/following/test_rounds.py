"""One round: what is kept of what came, and what is not when something is in the way."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import timedelta

import pytest

from components.curation.workspaces import uploads
from components.enrichment import findings
from components.enrichment.facts import Field
from components.finding.filters import Filters
from components.ingestion import source, sources
from components.ingestion.fetchers import dispatch
from components.ingestion.schedule import LookOutcome
from components.ingestion.source import InvalidSourceError, SourceKind, SourceSpec
from components.papers.paper import DigestFile
from components.settings import settings
from components.workspace import stored
from components.workspace.following import rounds
from components.workspace.following.silence import silent
from components.workspace.view import of
from tests.digests import ordinary
from tests.ingestion.fetchers.test_openreview import note
from tests.ingestion.services import START, World, number, running

NOON = START + timedelta(hours=13)


@pytest.fixture
def world():
    with running(World(now=NOON)) as found:
        yield found


@pytest.fixture
def follow(engine, workspace, world):
    """Follow sources (the first time) and run one round at the world's time."""

    def run(*specs, services=None):
        if specs:
            rounds.add(engine, workspace, specs, world.now)
        return list(rounds.follow(engine, services or world.outside, lambda: world.now))

    return run


def looks_of(engine, workspace, spec):
    return sources.looks_of(engine, [spec.key(workspace)])[spec.key(workspace)]


def names(engine, workspace):
    return [file.name for file in uploads.files(engine, workspace)]


DAY = source.daily_papers("day")


def at(world):
    return replace(world.outside, openreview=world.address)


def test_a_later_look_takes_the_place_of_the_digest_before(engine, workspace, world, follow):
    (first,) = follow(DAY)
    assert (first.sentence, first.fresh) == ("3 papers, 3 new", 3)
    before = stored.read(engine, workspace).files_version
    world.now += timedelta(days=1)
    assert [outcome.sentence for outcome in follow()] == ["5 papers, 2 new", "3 papers, 3 new"]
    assert names(engine, workspace) == ["daily-papers-2026-06-01.json", "daily-papers-2026-06-02.json"]
    assert stored.read(engine, workspace).files_version != before
    look = looks_of(engine, workspace, DAY)["2026-06-01"]
    assert (look.found, look.fresh, look.turn) == (5, 5, 2)


def test_a_later_look_keeps_the_digests_id_and_what_goes_by_it(engine, workspace, world, follow):
    follow(DAY)
    (digest,) = [
        each for each in of(engine, workspace, Filters()).library.digests if each.name == "daily-papers-2026-06-01.json"
    ]
    world.now += timedelta(days=1)
    follow()
    later = of(engine, workspace, Filters(digests=(digest.digest_id,)))
    assert len(later.shown) == 5
    assert digest.digest_id in later.digest_labels
    assert uploads.remove(engine, workspace, digest.digest_id)
    assert names(engine, workspace) == ["daily-papers-2026-06-02.json"]


def test_a_digest_that_was_removed_does_not_come_back(engine, workspace, world, follow):
    follow(DAY)
    look = looks_of(engine, workspace, DAY)["2026-06-01"]
    uploads.remove_content(engine, workspace, look.sha256)
    world.now += timedelta(days=1)
    follow()
    assert names(engine, workspace) == ["daily-papers-2026-06-02.json"]


def test_new_entries_of_a_day_join_its_digest(engine, workspace, world, follow):
    spec = source.feed(f"{world.address}/feed.xml")
    follow(spec)
    (name,) = names(engine, workspace)
    assert name == f"127.0.0.1 feed.xml {START.date()}.json"
    world.now += timedelta(hours=20)  # the next day
    world.entries = lambda: [number(3, START.date(), place) for place in range(9)]
    sources.ask_now(engine, workspace, spec.key(workspace), NOON)
    world.now, real = NOON, world.answer
    world.answer = lambda path, _: real(path, {})  # without validators
    follow()
    (file,) = uploads.files(engine, workspace)
    assert len(json.loads(file.content)) == 5 + 8  # of the nine one was seen before


def test_a_full_workspace_is_said_and_the_look_is_made_again(engine, workspace, world, follow, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_WORKSPACE_DIGESTS", "1")
    settings.cache_clear()
    uploads.add(engine, workspace, DigestFile("mine.txt", b"1. Title"))
    (outcome,) = follow(DAY)
    assert outcome.failed
    assert "as many as there may be" in outcome.sentence
    (kept,) = sources.sources_of(engine, workspace)
    assert kept.sentence == outcome.sentence
    assert kept.next_at == world.now + timedelta(hours=1)
    assert kept.claimed is False
    assert looks_of(engine, workspace, DAY)["2026-06-01"].outcome is LookOutcome.FAILED
    uploads.remove_content(engine, workspace, uploads.content_hash(b"1. Title"))
    world.now += timedelta(hours=1)
    assert [each.sentence for each in follow()] == ["3 papers, 3 new"]
    (kept,) = sources.sources_of(engine, workspace)
    assert (kept.sentence, kept.failures) == ("", 0)


def test_a_page_without_papers_is_a_failure_and_costs_no_other_source(world, follow):
    real, page = world.answer, (200, {"Content-Type": "text/html"}, b"<html><p>Hello.</p></html>")
    world.answer = lambda path, headers: page if path == "/page" else real(path, headers)
    outcomes = {one.label: one for one in follow(source.page(f"{world.address}/page"), DAY)}
    assert outcomes["127.0.0.1/page"].failed
    assert "holds no papers" in outcomes["127.0.0.1/page"].sentence
    assert outcomes["Daily Papers by day"].fresh == 3


def test_a_venue_keeps_decisions_and_ratings_and_brings_each_paper_once(engine, workspace, world, follow):
    notes = [note(number) for number in (1, 2)]
    world.answer = lambda *_: (
        200, {"Content-Type": "application/json"}, json.dumps({"notes": notes, "count": len(notes)}).encode()
    )  # fmt: skip
    (outcome,) = follow(source.openreview("ICLR.cc/2026/Conference"), services=at(world))
    assert (outcome.period, outcome.fresh) == ("2026-W23", 2)
    papers = of(engine, workspace, Filters()).library.papers
    mine = papers[papers["venue"] == "ICLR 2026"]
    assert sorted(mine["status"]) == ["oral", "poster"]
    assert set(mine["review_rating"]) == {6.33}
    notes.append(note(345))
    world.now += timedelta(days=7)
    (outcome,) = follow(services=at(world))
    assert (outcome.period, outcome.fresh) == ("2026-W24", 1)
    assert names(engine, workspace) == [f"OpenReview ICLR.cc 2026 Conference 2026-W{week}.json" for week in (23, 24)]


def test_an_address_that_is_gone_pauses_its_source(engine, workspace, world, follow):
    world.answer = lambda *_: (410, {}, b"")
    (outcome,) = follow(source.feed(f"{world.address}/feed.xml"))
    assert "gone for good" in outcome.sentence
    (kept,) = sources.sources_of(engine, workspace)
    assert (kept.active, kept.sentence) == (False, outcome.sentence)
    world.now += timedelta(days=9)
    assert follow() == []


def test_an_empty_feed_is_nothing_new_and_no_failure(engine, workspace, world, follow):
    world.answer = lambda *_: (200, {"Content-Type": "text/xml"}, b"<rss><channel/></rss>")
    (outcome,) = follow(source.feed(f"{world.address}/feed.xml"))
    assert (outcome.failed, outcome.sentence) == (False, "nothing")
    assert names(engine, workspace) == []


def test_who_was_too_slow_keeps_nothing(engine, workspace, world, follow, monkeypatch):
    real = dispatch.fetch

    def slow(*given):
        found = real(*given)
        assert sources.claim(engine, DAY.key(workspace), "another", world.now + timedelta(hours=2))
        return found

    monkeypatch.setattr(dispatch, "fetch", slow)
    (outcome,) = follow(DAY)
    assert outcome.sentence == "is looked at by another process"
    assert names(engine, workspace) == []
    assert sources.sources_of(engine, workspace)[0].claimed  # by the other


def test_files_of_the_servers_folder_come_as_they_are(engine, workspace, world, follow, tmp_path, monkeypatch):
    watched = tmp_path / "watched"
    watched.mkdir()
    monkeypatch.setenv("DIGEST_ATLAS_WATCH", str(watched))
    settings.cache_clear()
    (watched / "march.txt").write_bytes(ordinary(4, ["https://example.org/a"]))
    (watched / "no papers.txt").write_bytes(b"...")
    for file in watched.iterdir():
        os.utime(file, (0, 0))
    (outcome,) = follow(SourceSpec(SourceKind.FOLDER), services=replace(world.outside, watch=watched))
    assert (outcome.fresh, outcome.failed) == (4, False)
    assert "“no papers.txt” was not added." in outcome.sentence
    assert names(engine, workspace) == ["march.txt"]


def test_what_would_be_asked_for_is_said_without_asking(engine, workspace, world, follow):
    rounds.add(engine, workspace, [DAY], NOON)
    said = list(rounds.would_follow(engine, lambda: NOON + timedelta(days=1)))
    assert [(one.period, one.sentence) for one in said] == [
        ("2026-06-01", "would be asked for"), ("2026-06-02", "would be asked for"),
    ]  # fmt: skip
    assert world.asked == []
    assert len(follow()) == 1


def test_no_folder_is_followed_where_the_server_watches_none(engine, workspace):
    with pytest.raises(InvalidSourceError, match="DIGEST_ATLAS_WATCH"):
        rounds.add(engine, workspace, [SourceSpec(SourceKind.FOLDER)], NOON)


def test_a_source_may_begin_days_ago(engine, workspace, world, follow):
    world.now += timedelta(days=7)
    specs = [DAY, source.arxiv("cs.LG")]
    rounds.add(engine, workspace, specs, world.now, world.now - timedelta(days=4))
    outcomes = [(one.label, one.period, one.fresh) for one in follow()]
    assert sorted(outcomes) == [
        *[("Daily Papers by day", f"2026-06-0{day}", 5 if day < 6 else 3 if day == 8 else 0) for day in range(4, 9)],
        *[("arXiv cs.LG", f"2026-06-0{day}", 5) for day in (4, 5, 8)],
    ]


def test_who_waits_for_papers_is_told_which_sources_brought_none(engine, workspace, world, follow):
    feed, gone = source.feed(f"{world.address}/feed.xml"), source.page(f"{world.address}/gone")
    follow(feed, gone, source.arxiv("cs.LG"))
    assert [each.partition(":")[0] for each in silent(engine, workspace, world.now)] == [gone.label]
    assert silent(engine, workspace, world.now) == [
        f"{gone.label}: the last look failed. {world.address.partition('//')[2]} answers 404."
    ]
    world.now += timedelta(days=6)  # a Sunday
    world.entries = lambda: [number(3, START.date(), 0)]
    follow()
    told = {each.partition(": ")[0]: each.partition(": ")[2] for each in silent(engine, workspace, world.now)}
    assert told[feed.label] == "nothing new."
    assert told["arXiv cs.LG"] == "nothing new."  # of Sunday: Friday's batch has come
    later = {each.partition(": ")[2] for each in silent(engine, workspace, world.now + timedelta(days=2))}
    assert "not looked at since 2026-06-07 13:00 UTC." in later
    sources.set_active(engine, workspace, feed.key(workspace), active=False)
    assert feed.label not in "".join(silent(engine, workspace, world.now))


def test_every_look_at_daily_papers_keeps_the_votes_of_its_day(engine, world, follow):
    follow(DAY)
    world.now += timedelta(days=1)
    follow()
    grown = findings.growth(engine, Field.VOTES, world.now)
    assert len(grown) >= 3
    assert {(each.since, each.until) for each in grown.values()} == {("2026-06-01", "2026-06-02")}
