"""The background run: looked at from outside while it goes, stopped, ended by its deadline."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from components.links.check import job as job_module
from components.links.check.checker import CheckSettings
from components.links.check.job import CheckJob, CheckProgress
from components.links.verdict import State, Verdict
from components.net.rate_limiter import RatePolicy
from components.store.trouble import Kind, StoreError
from tests.links.server import OddServer

SETTINGS = CheckSettings(allow_addresses=("127.0.0.1", "127.0.0.3"), rate_policy=RatePolicy(gap=0.0), backoff=0.05)
ONE_BY_ONE = CheckSettings(allow_addresses=("127.0.0.3",), rate_policy=RatePolicy(gap=0.0, at_once_per_host=1))


def test_a_run_comes_to_its_end_and_tells_all(server: OddServer) -> None:
    kept: list[Verdict] = []
    urls = [server.url(path, "127.0.0.3") for path in ("/ok", "/404", "/301", "/ok")]
    job = CheckJob(urls, SETTINGS, on_verdicts=kept.extend)
    assert job.wait(20)
    assert (job.total, job.done, job.running, job.error) == (3, 3, False, "")
    verdicts = job.verdicts()
    assert {url.rpartition("/")[2]: verdict.state for url, verdict in verdicts.items()} == {
        "ok": State.ALIVE,
        "404": State.DEAD,
        "301": State.MOVED,
    }
    assert sorted(kept, key=lambda verdict: verdict.url) == sorted(verdicts.values(), key=lambda verdict: verdict.url)
    assert job.left() == []
    progress = job.progress()
    assert progress.states == {State.ALIVE: 1, State.DEAD: 1, State.MOVED: 1}
    assert progress.hosts == {"127.0.0.3": (3, 3)}
    assert progress.sentence().startswith("All 3 checked in")


def test_a_run_is_looked_at_while_it_goes_and_stopped(server: OddServer) -> None:
    first = threading.Event()
    urls = [server.url(f"/latency?ms=40&n={number}", "127.0.0.3") for number in range(200)]
    job = CheckJob(urls, ONE_BY_ONE, on_verdicts=lambda _found: first.set())
    assert first.wait(20)
    assert job.running
    assert "of 200" in job.progress().sentence()
    job.stop()
    assert job.wait(10)
    done = job.done
    assert 0 < done < 200
    assert job.progress().stopped
    assert job.progress().sentence().startswith(f"Stopped after {done} of 200")
    assert set(job.left()) == set(urls) - set(job.verdicts())


def test_a_deadline_ends_a_run(server: OddServer) -> None:
    job = CheckJob([server.url("/hang", "127.0.0.3")], SETTINGS, deadline=0.2)
    assert job.wait(10)
    assert job.done == 0
    assert job.progress().stopped


def test_verdicts_that_the_store_cannot_take_are_offered_again(
    server: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_module, "STORE_PAUSE", 0.05)
    kept: list[Verdict] = []
    refusals = [0]

    def take(found: Sequence[Verdict]) -> None:
        if refusals[0] < 3:
            refusals[0] += 1
            raise StoreError(Kind.LOCKED, "held", "/srv/secret")
        kept.extend(found)

    job = CheckJob([server.url(f"/latency?ms=60&n={n}", "127.0.0.3") for n in range(8)], ONE_BY_ONE, on_verdicts=take)
    assert job.wait(20)
    assert (job.done, job.error) == (8, "")
    assert sorted(verdict.url for verdict in kept) == sorted(job.verdicts())


def test_where_the_store_takes_nothing_to_the_end_it_is_said(server: OddServer) -> None:
    def take(_found: Sequence[Verdict]) -> None:
        raise StoreError(Kind.FULL, "no room", "/srv/secret")

    job = CheckJob([server.url("/ok", "127.0.0.3")], SETTINGS, on_verdicts=take)
    assert job.wait(20)
    assert job.done == 1
    assert "disk is full" in job.error
    assert "secret" not in job.error


def test_a_run_of_nothing_is_over() -> None:
    job = CheckJob([])
    assert job.wait(10)
    assert not job.progress().stopped


def test_a_wrong_setting_is_said_not_raised() -> None:
    job = CheckJob(["http://example.org/"], CheckSettings(allow_addresses=("10.0.0.1",)))
    assert job.wait(10)
    assert "not one loopback address" in job.error


@pytest.mark.parametrize(
    ("progress", "sentence"),
    [
        (CheckProgress(9, 3, True, False, {}, {}, {}, 2.0), "Checked 3 of 9."),
        (
            CheckProgress(9, 3, True, False, {}, {}, {"github.com": 41.2}, 2.0),
            "Checked 3 of 9; github.com asked for a pause, continues in 41 s.",
        ),
        (CheckProgress(9, 9, False, False, {}, {}, {}, 200.0), "All 9 checked in 3 min."),
        (CheckProgress(9, 4, False, True, {}, {}, {}, 2.0), "Stopped after 4 of 9: the rest can be checked later."),
    ],
)
def test_progress_in_words(progress: CheckProgress, sentence: str) -> None:
    assert progress.sentence() == sentence
