import contextlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.curation.annotations import decisions, duplicate_decisions, notes, tags
from components.curation.annotations.decisions import Decision
from components.curation.searches import saved_searches
from components.curation.workspaces import backup, uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.papers.paper import DigestFile
from components.settings import Settings


def fill(engine, workspace):
    uploads.add(engine, workspace, DigestFile("ü.txt", b"one\r\n\x00\xff"))
    uploads.add(engine, workspace, DigestFile("two.json", b"{}"))
    uploads.hide(engine, workspace, "march-aaaaaa")
    decisions.decide(engine, workspace, {"a": Decision.STARRED, "b": Decision.HIDDEN}, "1")
    decisions.decide(engine, workspace, {"a": Decision.LATER}, "2")
    decisions.undo(engine, workspace, "u")
    tags.tag(engine, workspace, ["a", "c"], "To read", "3")
    notes.write(engine, workspace, "a", "Ask\nAna 🙂", "4")
    notes.rate(engine, workspace, {"a": 4}, "5")
    duplicate_decisions.decide_duplicates(engine, workspace, {("b", "a"): "same"}, "6")
    saved_searches.save(engine, workspace, "mine", "q=x&topic=y", ["a", "b"])


def contents(engine, workspace):
    return (
        uploads.files(engine, workspace),
        uploads.hidden(engine, workspace),
        decisions.current(engine, workspace),
        tags.tags(engine, workspace),
        notes.notes(engine, workspace),
        notes.ratings(engine, workspace),
        duplicate_decisions.duplicate_decisions(engine, workspace),
        saved_searches.searches(engine, workspace),
        decisions.log(engine, workspace),
    )


@pytest.fixture
def other(engine):
    return workspace_id(engine, new_token())


def test_a_backup_comes_back_exactly_with_history_and_undo(engine, workspace, other):
    fill(engine, workspace)
    restored = backup.restore(engine, other, backup.write(engine, workspace), "r")
    assert restored == backup.Restored(exactly=True, values=7, digests=2, searches=1)
    assert contents(engine, other) == contents(engine, workspace)
    while decisions.undo(engine, workspace):
        assert decisions.undo(engine, other) is not None
        assert decisions.current(engine, other) == decisions.current(engine, workspace)
    assert tags.tags(engine, other) == {}
    assert decisions.decide(engine, other, {"z": Decision.STARRED}, "1") == 0  # a step of the backup stays one step


def test_a_backup_of_a_backup_is_the_same(engine, workspace, other):
    fill(engine, workspace)
    first = backup.write(engine, workspace)
    backup.restore(engine, other, first, "r")
    again = backup.write(engine, other)
    assert [json.loads(line).keys() for line in first.splitlines()] == [
        json.loads(line).keys() for line in again.splitlines()
    ]
    kept = ("digest", "hidden", "search", "value")
    same = [[line for line in map(json.loads, each.splitlines()) if set(line) & set(kept)] for each in (first, again)]
    assert same[0] == same[1]


def test_into_a_workspace_in_use_it_is_added_as_one_step(engine, workspace, other):
    fill(engine, workspace)
    decisions.decide(engine, other, {"a": Decision.HIDDEN, "z": Decision.STARRED}, "1")
    uploads.add(engine, other, DigestFile("mine.txt", b"{}"))
    before = contents(engine, other)[2:7]
    restored = backup.restore(engine, other, backup.write(engine, workspace), "r")
    assert restored == backup.Restored(exactly=False, values=7, digests=1, searches=1)
    assert decisions.current(engine, other) == {"a": Decision.STARRED, "b": Decision.HIDDEN, "z": Decision.STARRED}
    assert notes.notes(engine, other) == {"a": "Ask\nAna 🙂"}
    decisions.undo(engine, other)
    assert contents(engine, other)[2:7] == before


def test_an_empty_workspace_has_a_backup_too(engine, workspace, other):
    restored = backup.restore(engine, other, backup.write(engine, workspace), "r")
    assert (restored.values, restored.digests) == (0, 0)
    assert contents(engine, other) == contents(engine, workspace)


HEAD = b'{"format": "digest-atlas-workspace", "version": 1}\n'
BATCH = '{"batch": {"seq": 1, "batch_id": "x", "says": "", "changes": 1, "undoes": %s, "at": ""}}\n'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Line 1"),
        (b"papers\n", "Line 1"),
        (b"\x1f\x8b\x00", "Line 1"),
        (b"[]", "no JSON object"),
        (b"{}", "no backup"),
        (b'{"format": "digest-atlas-workspace", "version": 2}', "version 2"),
        (HEAD + b"x", "Line 2"),
        (HEAD + b"\n{}", "Line 3"),
        (HEAD + b'{"colour": {}}', "Line 2"),
        (HEAD + b'{"value": []}', "Line 2"),
        (HEAD + b'{"value": {"paper_id": 1, "kind": "", "value": "", "at": ""}}', "“paper_id”"),
        (HEAD + b'{"event": {"batch": 1, "paper_id": "", "kind": "", "old": null}}', "“new”"),
        (HEAD + b'{"value": {"paper_id": "a\\u0000", "kind": "", "value": "", "at": ""}}', "no text"),
        (HEAD + b'{"value": {"paper_id": "\\ud800", "kind": "", "value": "", "at": ""}}', "no text"),
        (HEAD + b'{"digest": {"name": "", "content": "*", "at": ""}}', "digest cannot be read"),
        (HEAD + b'{"search": {"name": "", "address": "", "seen": [1], "at": "", "seen_at": ""}}', "“seen”"),
        (HEAD + b'{"event": {"batch": 7, "paper_id": "", "kind": "", "old": null, "new": null}}', "history"),
        (HEAD + (BATCH % 7).encode(), "history"),
        (HEAD + 2 * (BATCH % "null").encode(), "history"),
        (HEAD + (BATCH % (2**70)).encode(), "“undoes”"),
        (HEAD + b"[" * 100_000, "Line 2"),
    ],
)
def test_a_file_that_is_no_backup_changes_nothing(engine, workspace, content, says):
    with pytest.raises(backup.BackupError, match=says):
        backup.restore(engine, workspace, content, "r")
    assert contents(engine, workspace) == contents(engine, workspace_id(engine, new_token()))


def test_a_backup_over_the_limits_changes_nothing(engine, workspace, other):
    fill(engine, workspace)
    with pytest.raises(uploads.WorkspaceFullError, match="2 digests"):
        backup.restore(engine, other, backup.write(engine, workspace), "r", Settings(workspace_digests=1))
    assert contents(engine, other)[0] == []


def test_a_backup_for_which_there_is_too_little_room_left_changes_nothing(engine, workspace, other):
    fill(engine, workspace)
    uploads.add(engine, other, DigestFile("mine.txt", b"mine"))
    before = contents(engine, other)
    with pytest.raises(uploads.WorkspaceFullError, match="2 digests here"):
        backup.restore(engine, other, backup.write(engine, workspace), "r", Settings(workspace_digests=2))
    assert contents(engine, other) == before


def test_a_backup_brought_twice_at_once_is_brought_once(engine, workspace, other):
    fill(engine, workspace)
    content = backup.write(engine, workspace)
    barrier = threading.Barrier(3)

    def bring(_):
        barrier.wait()
        return backup.restore(engine, other, content, "r").exactly

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(bring, range(3))) == [False, False, True]
    assert contents(engine, other) == contents(engine, workspace)


def test_undo_does_not_mind_what_the_steps_of_a_backup_are_called(engine, workspace):
    decisions.decide(engine, workspace, {"a": Decision.STARRED}, "1")
    lines = map(json.loads, backup.write(engine, workspace).splitlines())
    (number,) = [line["batch"]["seq"] for line in lines if "batch" in line]
    decisions.decide(engine, workspace, {"b": Decision.STARRED}, f"undo {number}")  # an undo of another store
    assert decisions.undo(engine, workspace) is not None
    assert decisions.undo(engine, workspace) is not None
    assert decisions.current(engine, workspace) == {}


@pytest.fixture
def whole(engine, workspace):
    fill(engine, workspace)
    return backup.write(engine, workspace)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60), st.integers(0, 3000))
def test_a_damaged_backup_is_read_or_refused_but_never_crashes(whole, damage, at):
    with contextlib.suppress(backup.BackupError):
        read = backup.read(whole[:at] + damage + whole[at + len(damage) :])
        assert set(read.lines) == set(backup.LINES)
