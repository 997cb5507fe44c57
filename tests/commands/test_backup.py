"""A workspace out and back in on the command line, as an operator does it."""

import json

import pytest

from components.__main__ import main
from components.curation.annotations import decisions
from components.curation.annotations.decisions import Decision
from components.curation.workspaces import device_codes, uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.papers.paper import DigestFile
from components.settings import settings
from components.store.database import open_store


@pytest.fixture(autouse=True)
def engine(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path))
    for name in ("DIGEST_ATLAS_DATABASE_URL", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    engine = open_store()
    yield engine
    engine.dispose()
    settings.cache_clear()


@pytest.fixture
def token(engine):
    token = new_token()
    decisions.decide(engine, workspace_id(engine, token), {"a": Decision.STARRED}, "1")
    uploads.add(engine, workspace_id(engine, token), DigestFile("a.txt", b"\x00\xff"))
    return token


def test_a_workspace_comes_back_in_a_new_one(engine, token, tmp_path, capsys):
    file = tmp_path / "out.zip"
    assert main(["backup", str(file), "--workspace", token]) == 0
    assert main(["restore", str(file)]) == 0
    words = capsys.readouterr().out
    assert "Restored 1 value, 1 digest, 0 searches." in words
    opened = device_codes.use(engine, words.strip().rpartition("/open/")[2])
    assert opened is not None
    assert decisions.current(engine, workspace_id(engine, opened)) == {"a": Decision.STARRED}
    assert uploads.files(engine, workspace_id(engine, opened)) == [DigestFile("a.txt", b"\x00\xff")]


def test_a_workspace_is_named_by_its_id_too(engine, token, tmp_path, capsys):
    file, other = tmp_path / "out.zip", new_token()
    assert main(["backup", str(file), "--workspace", workspace_id(engine, token)]) == 0
    assert main(["restore", str(file), "--workspace", other]) == 0
    assert "/open/" not in capsys.readouterr().out
    assert decisions.current(engine, workspace_id(engine, other)) == {"a": Decision.STARRED}


def test_what_cannot_be_done_is_said(token, tmp_path, capsys):
    assert main(["backup", str(tmp_path / "x.zip"), "--workspace", "me"]) == 2
    assert "no workspace" in capsys.readouterr().err
    assert main(["backup", str(tmp_path / "none" / "x.zip"), "--workspace", token]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "none.zip")]) == 1
    assert "cannot be opened" in capsys.readouterr().err
    (tmp_path / "bad.zip").write_bytes(b"nonsense")
    assert main(["restore", str(tmp_path / "bad.zip")]) == 1
    assert "no backup" in capsys.readouterr().err


def test_what_is_left_out_is_said(tmp_path, capsys):
    odd = {"value": {"paper_id": "a", "kind": "rating", "value": "7", "at": "2026-01-01"}}
    lines = [{"format": "digest-atlas-workspace", "version": 1}, odd]
    (tmp_path / "odd.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert main(["restore", str(tmp_path / "odd.jsonl")]) == 0
    assert "no rating from 1 to 5" in capsys.readouterr().err
