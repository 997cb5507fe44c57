"""A whole workspace by an address of its own, out and back in, as a browser asks for it."""

import io
import zipfile

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from components.curation.annotations import decisions, notes
from components.curation.annotations.decisions import Decision
from components.curation.backups.container import is_backup
from components.curation.workspaces import uploads, workspaces
from components.curation.workspaces.tokens import new_token
from components.papers.paper import DigestFile
from components.server.middleware.origins import Origins
from components.server.middleware.rate_limits import RateLimits
from components.server.routes import table
from components.settings import settings
from components.workspace import caches
from components.workspace.visitor import COOKIE


@pytest.fixture(autouse=True)
def engine(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path))
    monkeypatch.setenv("DIGEST_ATLAS_UPLOAD_MB", "1")
    monkeypatch.setenv("DIGEST_ATLAS_WORKSPACE_MB", "4")
    settings.cache_clear()
    caches.forget_store()
    yield caches.store()
    caches.store().dispose()
    caches.forget_store()
    settings.cache_clear()


def client(token):
    app = Starlette(
        routes=[*table.routes(), *table.routes("/atlas/")],
        middleware=[Middleware(Origins, option=st.get_option), Middleware(RateLimits)],
    )
    return TestClient(app, base_url="http://atlas.example.org", cookies={COOKIE: token} if token else {})


@pytest.fixture
def token(engine):
    token = new_token()
    mine = workspaces.workspace_id(engine, token)
    for number in range(3):  # more than one upload may have, and not to be packed
        content = b"".join(bytes([(number * 7 + place * place * 31 + place // 251) % 256]) for place in range(900_000))
        uploads.add(engine, mine, DigestFile(f"{number}.bin", content))
    decisions.decide(engine, mine, {"p": Decision.STARRED}, "1")
    return token


def restored(other, content, base="", **headers):
    return client(other).post(f"{base}/restore", files={"file": ("b.zip", content)}, headers=headers)


@pytest.mark.parametrize("base", ["", "/atlas"])
def test_what_a_workspace_holds_goes_out_and_comes_back(engine, token, base):
    answer = client(token).get(f"{base}/backup.zip")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    assert is_backup(io.BytesIO(answer.content))
    other = new_token()
    assert (
        "Everything is as in the backup: 1 value, 3 digests, 0 searches." in restored(other, answer.content, base).text
    )
    mine, theirs = (workspaces.workspace_id(engine, each) for each in (token, other))
    assert uploads.files(engine, theirs) == uploads.files(engine, mine)
    assert decisions.current(engine, theirs) == {"p": Decision.STARRED}


def test_a_workspace_that_is_shown_is_taken_by_its_link(engine, token):
    shared = workspaces.read_token(engine, token)
    answer = client(new_token()).get("/backup.zip", params={"look": shared})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert len(archive.namelist()) == 4
    assert client(new_token()).get("/backup.zip", params={"look": new_token()}).status_code == 403


def test_who_has_no_cookie_is_told_so():
    for answer in (client("").get("/backup.zip"), client("").get("/restore"), restored("", b"x")):
        assert answer.status_code == 403
        assert "no papers of its own" in answer.text


def test_a_file_that_is_no_backup_is_refused_in_words(engine):
    other = new_token()
    for content, sentence in ((b"nonsense", "no backup"), (b"", "No file was chosen")):
        answer = restored(other, content)
        assert (answer.status_code, sentence in answer.text) == (400, True)
    assert 'type="file"' in client(other).get("/restore").text
    assert notes.notes(engine, workspaces.workspace_id(engine, other)) == {}


def test_what_is_left_out_is_told_as_text():
    lines = [
        '{"format": "digest-atlas-workspace", "version": 1}',
        '{"value": {"paper_id": "a", "kind": "<b>", "value": "1", "at": "2026-01-01"}}',
    ]
    text = restored(new_token(), "\n".join(lines).encode()).text
    assert "&lt;b&gt; of a) was left out" in text
    assert "<b>" not in text


def test_another_site_can_do_nothing(engine, token):
    content = client(token).get("/backup.zip").content
    other = new_token()
    assert restored(other, content, origin="https://evil.example").status_code == 403
    assert uploads.files(engine, workspaces.workspace_id(engine, other)) == []


def test_more_than_a_workspace_may_have_is_refused():
    assert restored(new_token(), b"x" * 10_000_000).status_code == 413


def test_what_is_brought_back_counts_as_kept(engine, token, monkeypatch):
    content = client(token).get("/backup.zip").content
    monkeypatch.setenv("DIGEST_ATLAS_KEPT_MB_A_DAY", "1")
    settings.cache_clear()
    other = new_token()
    answer = restored(other, content)
    assert (answer.status_code, "within a day" in answer.text) == (400, True)
    assert uploads.files(engine, workspaces.workspace_id(engine, other)) == []
