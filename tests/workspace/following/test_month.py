"""A month of following, in a moment: weekends, a follower that is off, stale feeds, limits, a wrong clock, kills."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from components.curation.workspaces import uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.ingestion import source, sources
from components.ingestion.fetchers import dispatch
from components.ingestion.fetchers.outside import FetchFailedError
from components.ingestion.schedule import LookOutcome
from components.papers.identity import arxiv_numbers
from components.settings import settings
from components.store.database import open_store
from components.workspace.following import rounds
from tests.ingestion.services import START, World, days, number, running, title
from tests.store import postgres

DAYS, TICK = 30, timedelta(hours=2)
OFF = [*range(8, 11), *range(17, 21)]  # days on which nobody follows: Tuesday to Thursday, Thursday to Sunday
STALE = {1, 15}
LIMITED = {3}
BEHIND = {12: timedelta(hours=5), 23: timedelta(days=2)}  # days on which the clock goes wrong, and by how much
KILLS = {2, 9, 31, 70, 77, 150, 170, 222}  # ticks at which the first follower dies once it has an answer


class Killed(BaseException):
    """A process that ends at once: nothing of it runs any more."""


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as found:
        yield found


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def address(request, tmp_path_factory, patch) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("month")
    patch.setenv("DIGEST_ATLAS_DATA", str(folder))
    settings.cache_clear()
    yield f"sqlite:///{folder}/atlas.sqlite" if request.param == "sqlite" else postgres.new_database("following")
    settings.cache_clear()


class Followers:
    """Two processes that follow at every tick, and what they asked for."""

    def __init__(self, address: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.engines = [open_store(address), open_store(address)]
        self.world, self.behind = world, timedelta(0)
        self.asked: Counter[tuple[str, str, int, int]] = Counter()  # source, period, turn and try
        self.excused: Counter[tuple[str, str, int, int]] = Counter()  # of them, killed or refused
        self.dying: set[int] = set()  # threads
        self.kill_next, self.killed = False, 0
        real_fetch, real_release = dispatch.fetch, sources.release

        def fetch(spec, periods, *more):
            keys = [self._key(spec, period) for period in periods]
            self.asked.update(keys)
            try:
                found = real_fetch(spec, periods, *more)
            except FetchFailedError:
                self.excused.update(keys)
                raise
            if self.kill_next:
                self.kill_next = False
                self.killed += 1
                self.excused.update(keys)
                self.dying.add(threading.get_ident())
                raise Killed
            return found

        def release(*given):
            if threading.get_ident() not in self.dying:
                real_release(*given)

        monkeypatch.setattr(dispatch, "fetch", fetch)
        monkeypatch.setattr(sources, "release", release)

    def _key(self, spec: source.SourceSpec, period: str) -> tuple[str, str, int, int]:
        found = sources.looks_of(self.engines[0], [spec.key(self.workspace)])[spec.key(self.workspace)].get(period)
        return spec.label, period, found.turn if found else 0, found.tries if found else 0

    workspace = ""

    def clock(self) -> datetime:
        return self.world.now - self.behind

    def tick(self) -> None:
        def one(engine: Engine) -> None:
            try:
                list(rounds.follow(engine, self.world.outside, self.clock))
            except Killed:
                self.dying.discard(threading.get_ident())

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(one, self.engines))


@pytest.fixture(scope="module")
def month(address, patch) -> Iterator[Followers]:
    """A month has passed."""
    every = days(START, DAYS)
    world = World(limited={every[each] for each in LIMITED}, stale={every[each] for each in STALE})
    with running(world):
        followers = Followers(address, world, patch)
        followers.workspace = workspace_id(followers.engines[0], new_token())
        specs = [
            source.daily_papers("day"), source.daily_papers("trending"), source.arxiv("cs.LG"),
            source.feed(f"{world.address}/feed.xml"),
        ]  # fmt: skip
        assert rounds.add(followers.engines[0], followers.workspace, specs, START) == 4
        for tick in range(DAYS * 24 // 2):
            world.now = START + tick * TICK + timedelta(minutes=31)
            day = (world.now - START).days
            followers.behind = BEHIND.get(day, timedelta(0))
            followers.kill_next |= tick in KILLS  # at the first look from then on
            if day not in OFF:
                followers.tick()
        yield followers
        for engine in followers.engines:
            engine.dispose()


def digests(month: Followers, begins: str) -> dict[str, str]:
    """Content by name; no two have the same name."""
    files = [file for file in uploads.files(month.engines[0], month.workspace) if file.name.startswith(begins)]
    assert len(files) == len({file.name for file in files})
    return {file.name: file.content.decode() for file in files}


def sentences(month: Followers, label: str, *outcomes: LookOutcome) -> list[str]:
    """What is said of the looks at a source, each once."""
    specs = [one.spec for one in sources.sources_of(month.engines[0], month.workspace) if one.spec]
    spec = next(one for one in specs if one.label == label)
    looks = sources.looks_of(month.engines[0], [spec.key(month.workspace)])[spec.key(month.workspace)].values()
    return list(dict.fromkeys(look.sentence for look in looks if not outcomes or look.outcome in outcomes))


def test_every_paper_of_every_day_of_daily_papers_arrives_in_its_digest(month):
    found = {name: arxiv_numbers(content) for name, content in digests(month, "daily-papers-2026").items()}
    for day in days(START, DAYS)[:-1]:  # the last is not over
        assert found.get(f"daily-papers-{day}.json", set()) == set(month.world.daily(day)), day


def test_votes_are_those_of_a_week_later(month):
    day = days(START, DAYS)[4]
    papers = json.loads(digests(month, "daily-papers-2026")[f"daily-papers-{day}.json"])
    assert {paper["paper"]["upvotes"] for paper in papers} == {10 + 3 * 7}


def test_every_new_paper_of_arxiv_arrives_once_and_nothing_else(month):
    found = [paper["arxiv_id"] for content in digests(month, "arXiv").values() for paper in json.loads(content)]
    first = START - timedelta(days=3)  # the Friday whose batch is still shown at the first look, on a Monday at night
    assert Counter(found) == Counter(paper for day in days(first, DAYS + 3) for paper in month.world.announced(day))


def test_every_entry_of_a_feed_arrives_once(month):
    found = [paper["title"] for content in digests(month, "127.0.0.1").values() for paper in json.loads(content)]
    first = START - timedelta(days=4)  # what it showed at the first look
    assert Counter(found) == Counter(title(number(3, day, 0)) for day in days(first, DAYS + 4))


def test_gaps_are_named(month):
    every = days(START, DAYS)
    trending = sentences(month, "Daily Papers trending", LookOutcome.GAP)
    assert [sentence.partition(":")[0] for sentence in trending] == [
        f"{every[8]} to {every[10]}", f"{every[17]} to {every[20]}", f"{every[23]}",
    ]  # fmt: skip
    feed = [sentence for sentence in sentences(month, "127.0.0.1/feed.xml", LookOutcome.NEW) if sentence]
    assert [sentence.partition(" since ")[0] for sentence in feed] == [
        "All entries are new: the feed may have shown others"
    ]


def test_nothing_is_asked_for_twice(month):
    """One look a source, period and turn; more only where the one before was killed or refused."""
    too_often = {key: count for key, count in month.asked.items() if count - month.excused[key] > 1}
    assert too_often == {}
    assert month.killed == len(KILLS)
