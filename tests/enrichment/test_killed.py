"""A run of completing papers whose process is killed (SIGKILL): what was found is kept, and is not asked for again."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine

from components.enrichment import findings
from components.enrichment.facts import Verdict
from components.enrichment.findings import Finding
from tests.enrichment.entries import subjects
from tests.enrichment.server import Asked, FakeServices

AT_ONCE = 12  # questions that may be under way when the process dies: these are asked again


def begun(engine: Engine, server: FakeServices) -> subprocess.Popen[str]:
    address = f"http://127.0.0.1:{server.server_address[1]}"
    words = [sys.executable, "-m", "tests.enrichment.completing_process", str(engine.url), address, "40"]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def found(engine: Engine, server: FakeServices) -> dict[tuple[str, str], Finding]:
    keys = [each.key for each in subjects(server.entries)]
    return {(key, name): each for key, by in findings.kept(engine, keys).items() for name, each in by.items()}


def searches(asked: list[Asked]) -> Counter[str]:
    return Counter(each.query["q"] for each in asked if each.path == "api/papers/search")


@pytest.mark.parametrize("after", [3, 25, 41])
def test_a_killed_run_goes_on_and_asks_for_nothing_that_was_answered(engine: Engine, server: FakeServices, after: int):
    first = begun(engine, server)
    until = time.monotonic() + 60
    while len(server.asked) < after and time.monotonic() < until:
        time.sleep(0.002)
    first.kill()
    first.wait()
    kept = found(engine, server)
    before = list(server.asked)
    assert len(before) >= after
    second = begun(engine, server)
    told, _ = second.communicate(timeout=120)
    assert "40 of 40 papers found." in told
    assert all(each.verdict is Verdict.SURE for (_, name), each in found(engine, server).items() if name == "arxiv")
    titles = {each.key: each.title for each in subjects(server.entries)}
    answered = {titles[key] for key, name in kept if name == "hugging_face"}
    again = searches(server.asked[len(before) :])
    assert not answered & set(again)
    assert sum((searches(server.asked) - Counter(titles.values())).values()) <= AT_ONCE
    now = found(engine, server)
    assert {key: each.at for key, each in kept.items()} == {key: now[key].at for key in kept}  # nothing written anew
    asked = len(server.asked)
    begun(engine, server).communicate(timeout=120)
    assert len(server.asked) == asked  # all is known
