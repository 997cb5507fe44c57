"""What is kept about links, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from components.links import history
from components.links.verdict import State, Verdict
from components.net.request import NO_NETWORK
from components.store.database import open_store

URL = "https://example.org/a"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_store(f"sqlite:///{tmp_path / 'atlas.sqlite'}")
    yield opened
    opened.dispose()


def verdict(state: State, *, day: float = 0, url: str = URL, retry_at: str = "") -> Verdict:
    at = (START + timedelta(days=day)).isoformat(timespec="seconds")
    return Verdict(url, state, 500, url, (url,), 0.25, "a reason", at, retry_at)


def test_the_last_verdict_comes_back_whole(engine: Engine) -> None:
    old, new = verdict(State.DEAD), verdict(State.LIMITED, day=1, retry_at="2026-03-03T00:00:00+00:00")
    history.append(engine, [old])
    history.append(engine, [new, verdict(State.ALIVE, url="https://example.org/b")])
    assert history.latest(engine, [URL, "https://example.org/never"]) == {URL: new}
    history.append(engine, [])
    assert history.latest(engine, []) == {}


@pytest.mark.parametrize(
    ("story", "state"),
    [
        ([(State.DOWN, 0)], State.DOWN),
        ([(State.DOWN, 0), (State.DOWN, 0.1), (State.DOWN, 0.2), (State.DOWN, 0.3)], State.DOWN),
        ([(State.DOWN, 0), (State.DOWN, 1)], State.DOWN),
        ([(State.DOWN, 0), (State.DOWN, 1), (State.DOWN, 2)], State.DEAD),
        ([(State.DOWN, 0), (State.DOWN, 1), (State.ALIVE, 1.5), (State.DOWN, 2)], State.DOWN),
        ([(State.DOWN, 0), (State.DOWN, 1), (State.LIMITED, 1.5), (State.DOWN, 2)], State.DEAD),
        ([(State.DEAD, 0), (State.DOWN, 1), (State.DOWN, 2)], State.DEAD),
        ([(State.DOWN, 0), (State.DOWN, 1), (State.DOWN, 2), (State.ALIVE, 3)], State.ALIVE),
        ([(State.DOWN, 0), (State.DOWN, 1), (State.BLOCKED, 2), (State.DOWN, 3)], State.DOWN),
    ],
)
def test_down_is_dead_after_three_different_days(
    engine: Engine, story: list[tuple[State, float]], state: State
) -> None:
    history.append(engine, [verdict(one, day=day) for one, day in story])
    found = history.latest(engine, [URL])[URL]
    assert found.state is state
    if state is State.DEAD and story[-1][0] is State.DOWN:
        assert "on 3 different days" in found.reason


def test_the_story_of_a_link(engine: Engine) -> None:
    history.append(engine, [verdict(State.ALIVE), verdict(State.DOWN, day=1), verdict(State.DOWN, day=2)])
    story = history.histories(engine, [URL])[URL]
    assert (story.checks, story.failing_days) == (3, 2)
    assert story.last_alive.startswith("2026-03-01")
    assert story.failing_since.startswith("2026-03-02")


@pytest.mark.parametrize(
    ("found", "days", "due"),
    [
        (None, 0, True),
        (verdict(State.ALIVE), 6.9, False),
        (verdict(State.ALIVE), 7, True),
        (verdict(State.SUSPECT), 0.5, False),
        (verdict(State.SUSPECT), 1, True),
        (verdict(State.DOWN), 0.04, False),
        (verdict(State.DOWN), 0.05, True),
        (verdict(State.DEAD), 0.9, False),
        (verdict(State.DEAD), 1, True),
        (verdict(State.REFUSED), 8, False),
        (verdict(State.LIMITED), 0, False),
        (verdict(State.LIMITED), 0.02, True),
        (verdict(State.LIMITED, retry_at="2026-03-01T13:00:00+00:00"), 0, False),
        (verdict(State.LIMITED, retry_at="2026-03-01T13:00:00+00:00"), 0.1, True),
    ],
)
def test_what_is_due(engine: Engine, found: Verdict | None, days: float, due: bool) -> None:
    history.append(engine, [found] if found else [])
    assert history.due(engine, [URL, URL], START + timedelta(days=days)) == ([URL] if due else [])


def test_more_addresses_than_a_query_holds(engine: Engine) -> None:
    urls = [f"https://example.org/{number}" for number in range(1300)]
    history.append(engine, [verdict(State.ALIVE, url=url) for url in urls])
    assert len(history.latest(engine, urls)) == 1300


def test_what_was_seen_without_a_network_is_not_kept(engine: Engine) -> None:
    seen = Verdict("https://a.example/", State.DOWN, reason=NO_NETWORK, checked_at="2026-01-01T00:00:00+00:00")
    history.append(engine, [seen])
    assert history.latest(engine, [seen.url]) == {}
