"""What the addresses beside the pages answer while the store is in trouble."""

import sqlite3
from contextlib import closing

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.curation.searches import saved_searches, subscriptions
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.server.routes import api, table
from components.settings import settings
from components.store import connections
from components.store.trouble import Kind, StoreError
from components.workspace import caches

SECRET = "/srv/atlas/secret.sqlite"


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path))
    monkeypatch.setenv("DIGEST_ATLAS_DATABASE_URL", "sqlite")
    monkeypatch.setattr(connections, "BUSY_SECONDS", 0.1)
    settings.cache_clear()
    caches.forget_store()
    yield tmp_path / "atlas.sqlite"
    caches.forget_store()
    settings.cache_clear()


@pytest.fixture
def client():
    return TestClient(
        Starlette(routes=[*table.routes(), *table.routes("/atlas/")]), base_url="http://atlas.example.org"
    )


def asked(path, accept="*/*"):
    return {"url": path, "headers": {"accept": accept}}


BROWSER = "text/html,application/xhtml+xml"
ADDRESSES = [
    ("/api/papers.json", "*/*", "application/json"),
    ("/api/papers.json", BROWSER, "application/json"),
    (f"/feed/{'x' * 22}.json", "*/*", "application/json"),
    (f"/feed/{'x' * 22}.atom", BROWSER, "text/plain"),
    (f"/list/{'x' * 11}", BROWSER, "text/html"),
    (f"/list/{'x' * 11}", "*/*", "text/plain"),
    (f"/list/{'x' * 11}/papers.bib", "*/*", "text/plain"),
    (f"/mail/end/{'x' * 22}", BROWSER, "text/html"),
]


@pytest.mark.parametrize(("path", "accept", "form"), ADDRESSES)
@pytest.mark.parametrize("base", ["", "/atlas"])
def test_a_file_that_is_no_store_is_told_in_the_form_of_each_address(file, client, path, accept, form, base):
    file.write_bytes(b"garbage" * 1000)
    answer = client.get(**asked(base + path, accept))
    assert answer.status_code == 503
    assert answer.headers["content-type"].partition(";")[0] == form
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["cache-control"] == "no-store"
    assert "What lies at its place is something else. Nothing was changed." in answer.text
    assert str(file) not in answer.text


@pytest.mark.parametrize("kind", Kind)
def test_every_trouble_is_told_as_json(client, monkeypatch, kind):
    def fail():
        raise StoreError(kind, "because of <this>", SECRET)

    monkeypatch.setattr(caches, "store", fail)
    answer = client.get("/api/papers.json")
    assert answer.status_code == 503
    assert answer.headers["access-control-allow-origin"] == "*"
    said = answer.json()
    assert said["error"].startswith(kind.value.title)
    assert said["trouble"].replace("-", "_").upper() == kind.name
    assert str(said["retry_after"]) == answer.headers["retry-after"]
    assert SECRET not in answer.text


def test_what_is_written_while_another_holds_the_lock_is_refused_and_what_is_read_is_not(file, client):
    engine, token = caches.store(), new_token()
    saved_searches.save(engine, workspace_id(engine, token), "one", "q=causal", [])
    made = subscriptions.subscribe(
        engine, workspace_id(engine, token), "one", "a@example.org", subscriptions.Period.DAY
    )
    assert made is not None
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert client.get(f"/mail/confirm/{made.token}").status_code == 200
        assert client.get("/api/papers.json").status_code == 200
        answer = client.post(**asked(f"/mail/confirm/{made.token}", BROWSER))
        assert answer.status_code == 503
        assert "The database is busy" in answer.text
        other.execute("ROLLBACK")
    assert client.post(f"/mail/confirm/{made.token}").status_code == 200


def test_a_fault_of_the_program_is_a_sentence_too(file, client, monkeypatch):  # noqa: ARG001 (a store of its own)
    def fail(_request):
        raise KeyError(SECRET)

    monkeypatch.setattr(api, "papers", fail)
    answer = client.get("/api/papers.json")
    assert answer.status_code == 500
    assert "fault in the program" in answer.json()["error"]
    assert SECRET not in answer.text
