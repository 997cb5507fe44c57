"""A shared list as a site of its own: its papers alone, as they were shared, and nothing private."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from components.__main__ import main
from components.curation import shared_lists
from components.curation.annotations import notes, tags
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.finding.filters import Filters
from components.settings import settings
from components.sharing.lists import snapshot
from components.sharing.site import of_list, publish
from components.sharing.site.of_view import NoPapersError
from components.store.database import open_store
from components.workspace import caches, view

TITLE = "For <Ana> & Bo"


@pytest.fixture
def token(tmp_path, monkeypatch):
    """Of a workspace with a list of three papers in an order of its own, shared with notes."""
    monkeypatch.setenv("DIGEST_ATLAS_DATA", str(tmp_path / "data"))
    for other in ("DIGEST_ATLAS_DATABASE_URL", "DATABASE_URL"):
        monkeypatch.delenv(other, raising=False)
    settings.cache_clear()
    caches.forget_store()
    yield new_token()
    caches.forget_store()
    settings.cache_clear()


def shared(engine, workspace, title=TITLE, introduction="Read\nthese"):
    now = view.of(engine, workspace, Filters())
    rows = now.catalogue.iloc[[5, 1, 9]]
    first = rows["paper_id"].iat[0]
    notes.write(engine, workspace, first, "My secret.", f"{title} n")
    tags.tag(engine, workspace, [first], "private", f"{title} t")
    rows = view.of(engine, workspace, Filters()).catalogue.iloc[[5, 1, 9]]
    content = snapshot.take(rows, now.digest_labels, now.analysis, with_notes=True)
    return shared_lists.share(engine, workspace, title, introduction, 3, content), list(rows["paper_id"])


def core(files: dict[str, bytes]):
    return json.loads(files["data/core.js"].decode().partition(",")[2].rstrip(")\n"))


def everything(files: dict[str, bytes]) -> str:
    return "".join(body.decode("utf-8", "replace") for name, body in files.items() if not name.endswith("xlsx"))


def test_a_list_is_published_alone_in_its_order(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path}/atlas.sqlite")
    workspace = workspace_id(engine, new_token())
    made, ids = shared(engine, workspace)
    now = view.of(engine, workspace, Filters())
    for named in (TITLE, made.address, f"https://example.org/list/{made.address}/"):
        assert of_list.own_list(now, named) == made
    site = of_list.site_of_list(now, made, "2026-11-26", with_notes=False, address="https://example.org/a")
    files = dict(publish.files(site))
    held = core(files)
    assert (held["ids"], held["title"], held["about"]) == (ids, TITLE, "Read these")
    assert held["x"], "all of its papers are on the map"
    assert "My secret." not in everything(files)
    assert "private" not in {tag for part in site.texts() for paper in part for tag in paper.get("tags", ())}
    with_notes = of_list.site_of_list(now, made, "2026-11-26", with_notes=True)
    assert "My secret." in everything(dict(publish.files(with_notes)))
    for name, body in files.items():
        if not name.endswith(".html"):
            continue
        for target in html.fromstring(body.decode()).xpath("//a/@href | //link/@href"):
            path = target.partition("#")[0].removeprefix("https://example.org/a/")
            if path and "://" not in path:
                folder = Path(name).parent if path == target.partition("#")[0] else Path()
                parts: list[str] = []
                for part in (folder / path).as_posix().split("/"):
                    parts = parts[:-1] if part == ".." else [*parts, part]
                assert "/".join(parts) in files, (name, target)
    shared_lists.unshare(engine, workspace, made.address)
    with pytest.raises(NoPapersError, match="not shared any more"):
        of_list.site_of_list(now, made, "2026-11-26", with_notes=False)
    with pytest.raises(NoPapersError, match="No list is shared"):
        of_list.own_list(now, TITLE)
    engine.dispose()


def test_the_command_writes_a_list(token, tmp_path, capsys):
    engine = caches.store()
    _, ids = shared(engine, workspace_id(engine, token), introduction="")
    folder = tmp_path / "site"
    line = ["publish", str(folder), "--workspace", token, "--list"]
    assert main([*line, TITLE]) == 0
    assert capsys.readouterr().out.startswith("3 papers in ")
    held = json.loads((folder / "data" / "core.js").read_text("utf-8").partition(",")[2].rstrip(")\n"))
    assert (held["ids"], held["about"]) == (ids, "3 papers")
    assert main([*line, "Other"]) == 2
    assert f"no shared list “Other”. There are: “{TITLE}”." in capsys.readouterr().err
    assert main([*line, TITLE, "--filter", "q=x"]) == 2
    assert "published alone" in capsys.readouterr().err
