"""The archive: what is in it is kept, left out unless asked for, counted by itself, and comes back as it was."""

from datetime import UTC, datetime, timedelta

import pytest

from components.curation.workspaces import archive, uploads
from components.curation.workspaces.uploads import WorkspaceFullError
from components.ingestion import source, sources
from components.ingestion.schedule import Look, LookOutcome
from components.papers.paper import DigestFile
from components.settings import Settings
from components.store import times
from components.store.database import writing
from components.store.schema import uploads as rows

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
LIMITS = Settings(upload_bytes=100, workspace_bytes=250, workspace_digests=2)


def mark(content):
    return uploads.content_hash(content)[:6]


def names(engine, workspace, **more):
    return [file.name for file in uploads.files(engine, workspace, **more)]


def test_what_is_archived_is_left_out_until_it_is_asked_for_and_comes_back(engine, workspace):
    for content in (b"1", b"2"):
        uploads.add(engine, workspace, DigestFile(f"{content.decode()}.txt", content))
    before = uploads.version(engine, workspace), uploads.version(engine, workspace, archived=True)
    assert archive.archive(engine, workspace, [mark(b"1"), "zzzzzz"]) == 1
    assert archive.archive(engine, workspace, [mark(b"1")]) == 0
    assert names(engine, workspace) == ["2.txt"]
    assert names(engine, workspace, archived=True) == ["1.txt", "2.txt"]
    assert uploads.version(engine, workspace) != before[0]
    assert uploads.version(engine, workspace, archived=True) == before[1]
    assert [(each.mark, each.name) for each in archive.archived(engine, workspace)] == [(mark(b"1"), "1.txt")]
    assert archive.has_any(engine, workspace)
    assert not uploads.add(engine, workspace, DigestFile("1 again.txt", b"1"))  # it is there
    assert archive.bring_back(engine, workspace, [mark(b"1")]) == 1
    assert names(engine, workspace) == ["1.txt", "2.txt"]
    assert not archive.has_any(engine, workspace)


def test_archived_digests_are_counted_by_themselves(engine, workspace):
    for content in (b"1", b"2"):
        uploads.add(engine, workspace, DigestFile("a.txt", content), LIMITS)
    with pytest.raises(WorkspaceFullError, match="Archive or remove"):
        uploads.add(engine, workspace, DigestFile("a.txt", b"3"), LIMITS)
    archive.archive(engine, workspace, [mark(b"1")])
    assert uploads.add(engine, workspace, DigestFile("a.txt", b"3"), LIMITS)
    with pytest.raises(WorkspaceFullError, match="outside the archive"):
        archive.bring_back(engine, workspace, [mark(b"1")], LIMITS)
    assert len(archive.archived(engine, workspace)) == 1
    archive.archive(engine, workspace, [mark(b"2")])
    with pytest.raises(WorkspaceFullError, match="MB is the limit"):  # bytes count wherever they are
        uploads.add(engine, workspace, DigestFile("a.txt", b"x" * 99), Settings(workspace_bytes=100))


def test_what_sources_brought_is_archived_by_age_and_nothing_else(engine, workspace):
    spec = source.daily_papers("day")
    contents = [b"brought", b"brought lately", b"by hand"]
    with writing(engine) as connection:
        uploads.add_within(connection, workspace, DigestFile("hand.txt", contents[2]), Settings())
        sources.add_within(connection, workspace, spec, NOW)
        looks = []
        for day, content in enumerate(contents[:2], 1):
            uploads.add_within(connection, workspace, DigestFile(f"{day}.json", content), Settings())
            sha256 = uploads.content_hash(content)
            looks.append(Look(f"2026-06-0{day}", NOW, LookOutcome.NEW, sha256=sha256))
        sources.keep_within(connection, spec.key(workspace), looks, NOW)
        mine = rows.update().where(rows.c.workspace == workspace)
        connection.execute(mine.values(at=times.written(NOW - timedelta(days=40))))
        late = mine.where(rows.c.sha256 == uploads.content_hash(contents[1]))
        connection.execute(late.values(at=times.written(NOW - timedelta(days=2))))
    archive.archive_old(engine, NOW)
    assert not archive.has_any(engine, workspace)  # nobody asked for it
    assert archive.set_days(engine, workspace, 30, NOW) == 1
    assert names(engine, workspace) == ["hand.txt", "2.json"]
    assert archive.archive_old(engine, NOW + timedelta(days=1)) == 0
    assert archive.archive_old(engine, NOW + timedelta(days=29)) == 1
    assert names(engine, workspace) == ["hand.txt"]
    assert archive.days(engine, workspace) == 30


@pytest.mark.parametrize(("given", "kept"), [(-5, 0), (0, 0), (10**9, archive.MOST_DAYS)])
def test_days_have_bounds(engine, workspace, given, kept):
    uploads.add(engine, workspace, DigestFile("a.txt", b"1"))
    assert archive.set_days(engine, workspace, given, NOW) == 0
    assert archive.days(engine, workspace) == kept
