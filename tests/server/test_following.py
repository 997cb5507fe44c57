"""Following beside the server: only where it is set, by any number of servers, each look once."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest

from components.curation.workspaces import uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.ingestion import source, sources
from components.server.following import FollowThread
from components.settings import settings
from components.store.database import close, store
from components.workspace.following import rounds
from tests.ingestion.fetchers.api_server import FakeApi, running
from tests.ingestion.fetchers.test_daily_papers import item


@pytest.fixture
def api(tmp_path, monkeypatch):
    with running(FakeApi([item(number) for number in range(4)])) as found:
        monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path))
        monkeypatch.setenv("DIGEST_ATLAS_DATABASE_URL", "sqlite")
        monkeypatch.setenv("DIGEST_ATLAS_API", found.address)
        monkeypatch.setenv("DIGEST_ATLAS_ALLOW_ADDRESS", "127.0.0.1")
        monkeypatch.setenv("DIGEST_ATLAS_FOLLOW", "yes")
        settings.cache_clear()
        yield found
    close()
    settings.cache_clear()


@pytest.fixture
def workspace(api):
    assert api.asked == []
    found = workspace_id(store(), new_token())
    rounds.add(store(), found, [source.daily_papers("trending")], datetime.now(UTC))
    return found


def until(condition):
    ends = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_servers_follow_by_themselves_and_ask_once(api, workspace):
    servers = [FollowThread(every=0.05, first=0.0) for _ in range(3)]
    for each in servers:
        each.start()
    until(lambda: uploads.files(store(), workspace))
    until(lambda: not sources.sources_of(store(), workspace)[0].claimed)
    time.sleep(0.3)  # some rounds more
    for each in servers:
        each.stop()
    until(lambda: not [thread for thread in threading.enumerate() if thread.name == "following"])
    assert len(api.asked) == 1
    assert len(uploads.files(store(), workspace)) == 1


def test_a_round_that_fails_does_not_end_the_following(api, workspace, monkeypatch):
    real, turns = rounds.follow, []

    def follow(*given, **more):
        turns.append("round")
        if len(turns) == 1:
            raise OSError("the store cannot be reached")
        return real(*given, **more)

    monkeypatch.setattr(rounds, "follow", follow)
    server = FollowThread(every=0.05, first=0.0)
    server.start()
    until(lambda: uploads.files(store(), workspace))
    server.stop()
    until(lambda: not [thread for thread in threading.enumerate() if thread.name == "following"])
    assert len(api.asked) == 1


def test_a_server_that_was_not_told_to_follows_nothing(api, workspace, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_FOLLOW", "no")
    settings.cache_clear()
    server = FollowThread(every=0.01, first=0.0)
    server.start()
    assert not [thread for thread in threading.enumerate() if thread.name == "following"]
    server.stop()
    assert (api.asked, uploads.files(store(), workspace)) == ([], [])
