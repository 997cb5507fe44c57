"""What is kept about links, and what follows from it."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select, update

from components.links import history
from components.links.link_status import age
from components.links.verdict import State, Verdict
from components.net.request import NO_NETWORK
from components.store.database import open_store, reading, writing
from components.store.schema import newest_verdicts, verdicts
from tests.store import postgres

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


def test_the_story_is_what_a_look_at_every_verdict_would_say(engine: Engine) -> None:
    """The summary, kept from check to check, against one made of all verdicts at once."""
    chosen = random.Random(7)
    for number in range(40):
        url = f"https://example.org/{number}"
        states = [chosen.choice(list(State)) for _ in range(chosen.randrange(1, 30))]
        days = sorted(chosen.randrange(40) / 2 for _ in states)
        seen = [verdict(state, day=day, url=url) for state, day in zip(states, days, strict=True)]
        cut = chosen.randrange(len(seen) + 1)
        history.append(engine, seen[:cut])
        history.append(engine, seen[cut:])
        failing: list[Verdict] = []
        for one in seen:
            if one.state in (State.DOWN, State.DEAD):
                failing.append(one)
            elif one.state not in (State.LIMITED, State.REFUSED):
                failing.clear()
        alive = [one.checked_at for one in seen if one.state.reaches]
        assert history.histories(engine, [url])[url] == history.LinkHistory(
            url, len(seen), alive[-1] if alive else "", failing[0].checked_at if failing else "",
            len({one.checked_at[:10] for one in failing}),
        )  # fmt: skip


def test_the_ten_newest_verdicts_on_an_address_stay(engine: Engine) -> None:
    other = "https://example.org/other"
    history.append(engine, [verdict(State.ALIVE, url=other)])
    history.append(engine, [verdict(State.DOWN, day=day) for day in range(25)])
    history.append(engine, [verdict(State.DOWN, day=25)])
    with reading(engine) as connection:
        rows = connection.execute(select(verdicts.c.url, verdicts.c.checked_at).order_by(verdicts.c.id)).all()
    newest = [verdict(State.DOWN, day=day).checked_at for day in range(16, 26)]
    assert [row.checked_at for row in rows if row.url == URL] == newest
    assert [row.url for row in rows if row.url != URL] == [other]
    assert history.histories(engine, [URL])[URL].checks == 26


def test_what_nobody_has_checked_for_400_days_goes(engine: Engine) -> None:
    old, new = "https://example.org/old", "https://example.org/new"
    history.append(engine, [verdict(State.ALIVE, url=old), verdict(State.ALIVE, url=new)])
    history.append(engine, [verdict(State.ALIVE, url=new, day=100)])
    assert history.prune(engine, START + timedelta(days=399)) == 0
    assert history.prune(engine, START + timedelta(days=401)) == 1
    assert list(history.latest(engine, [old, new])) == [new]
    with reading(engine) as connection:
        assert connection.execute(select(verdicts.c.url)).scalars().all() == [new]


def test_the_newest_verdicts_are_read_by_one_statement_however_many_there_are(engine: Engine) -> None:
    urls = [f"https://example.org/{number}" for number in range(1000)]
    for day in range(12):
        history.append(engine, [verdict(State.ALIVE, url=url, day=day) for url in urls])
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    assert len(history.latest(engine, urls)) == 1000
    assert [each for each in statements if not each.startswith("BEGIN")] == [
        each for each in statements if "newest_verdicts" in each
    ]
    assert len(statements) == 2


@pytest.mark.parametrize(
    "odd",
    [
        {"state": "splendid"},
        {"chain": "["},
        {"chain": "7"},
        {"state": "limited", "retry_at": "soon", "checked_at": "2026-03-01T11:00:00+00:00"},
        {"checked_at": "x"},
        {"checked_at": "9999-12-31T23:59:59-23:00"},
    ],
)
def test_a_stored_verdict_that_cannot_be_read_counts_as_due(engine: Engine, odd: dict[str, str]) -> None:
    history.append(engine, [verdict(State.ALIVE), verdict(State.ALIVE, url="https://example.org/b")])
    with writing(engine) as connection:
        connection.execute(update(newest_verdicts).where(newest_verdicts.c.url == URL).values(odd))
    assert history.due(engine, [URL, "https://example.org/b"], START + timedelta(hours=1)) == [URL]
    assert age(history.latest(engine, [URL]).get(URL, Verdict(URL, State.ALIVE)).checked_at)
    history.append(engine, [verdict(State.ALIVE)])
    assert history.latest(engine, [URL])[URL] == verdict(State.ALIVE)


def test_an_address_longer_than_an_index_holds_is_kept() -> None:
    engine = open_store(postgres.new_database("links"))
    urls = [f"https://example.org/{secrets.token_urlsafe(3000)}" for _ in range(3)]
    history.append(engine, [verdict(State.ALIVE, url=url) for url in urls])
    assert set(history.latest(engine, urls)) == set(urls)
    engine.dispose()


def test_replicas_that_check_the_same_links_lose_no_check() -> None:
    url = postgres.new_database("links")
    engines = [open_store(url) for _ in range(4)]

    def check(number: int) -> None:
        for day in range(10):
            history.append(engines[number], [verdict(State.DOWN, day=day), verdict(State.ALIVE, url=f"{URL}{day}")])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(check, range(4)))
    assert history.histories(engines[0], [URL])[URL].checks == 40
    assert history.histories(engines[0], [URL])[URL].failing_days == 10
    for each in engines:
        each.dispose()
