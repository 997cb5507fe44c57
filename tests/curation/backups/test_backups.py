"""Backups: what a workspace holds comes back, whole or told about; nothing that a file holds breaks a workspace."""

import base64
import io
import json
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from components.curation.annotations import annotation_set, decisions, duplicate_decisions, match_decisions, notes, tags
from components.curation.annotations.decisions import Decision
from components.curation.backups.container import BackupError, is_backup
from components.curation.backups.restoring import Restored, restore
from components.curation.backups.writing import write
from components.curation.group_lists import contributions, lists
from components.curation.group_lists.paper_copy import PaperCopy
from components.curation.searches import saved_searches
from components.curation.searches.delivery import Delivery
from components.curation.workspaces import archive, uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.curation.zotero import sent_items
from components.curation.zotero.sent_items import SentItem
from components.papers.paper import DigestFile
from components.settings import Settings
from components.store.database import writing
from tests.curation.backups.mutated import lines_of

LIBRARY = "users/1"


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
    match_decisions.decide_matches(engine, workspace, {("ab" * 32, "crossref", "10.1/x"): ("a", "different")}, "7")
    saved_searches.save(engine, workspace, "mine", "q=x&topic=y", ["a", "b"])
    saved_searches.set_delivery(engine, workspace, "mine", Delivery(by_interest=True, at_least=90))
    sent_items.keep(engine, workspace, LIBRARY, [SentItem("a", "ABCD2345", 7, "NOTE2345", 8, "f" * 64, ("To read",))])


def written(engine, workspace):
    out = io.BytesIO()
    write(engine, workspace, out)
    return out.getvalue()


def brought(engine, workspace, content, batch_id="r", limits=None):
    return restore(engine, workspace, io.BytesIO(content), batch_id, limits)


def as_first_releases(content):
    """The same backup as it was written first: JSON lines, digests in them as base64."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        lines = [json.loads(line) for line in archive.read("workspace.jsonl").splitlines()]
        lines[0]["version"] = 1
        for line in lines:
            if "digest" in line:
                row = line["digest"]
                packed = base64.b64encode(archive.read(row["file"])).decode()
                line["digest"] = {"name": row["name"], "content": packed, "at": row["at"]}
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def contents(engine, workspace):
    return (
        uploads.files(engine, workspace),
        uploads.hidden(engine, workspace),
        decisions.current(engine, workspace),
        tags.tags(engine, workspace),
        notes.notes(engine, workspace),
        notes.ratings(engine, workspace),
        duplicate_decisions.duplicate_decisions(engine, workspace),
        dict(annotation_set.read(engine, workspace).match_decisions),
        saved_searches.searches(engine, workspace),
        sent_items.read(engine, workspace, LIBRARY),
        decisions.log(engine, workspace),
    )


@pytest.fixture
def other(engine):
    return workspace_id(engine, new_token())


def test_a_backup_comes_back_exactly_with_history_and_undo(engine, workspace, other):
    fill(engine, workspace)
    restored = brought(engine, other, written(engine, workspace))
    assert restored == Restored(exactly=True, values=8, digests=2, searches=1)
    assert contents(engine, other) == contents(engine, workspace)
    while decisions.undo(engine, workspace):
        assert decisions.undo(engine, other) is not None
        assert decisions.current(engine, other) == decisions.current(engine, workspace)
    assert tags.tags(engine, other) == {}
    assert decisions.decide(engine, other, {"z": Decision.STARRED}, "1") == 0  # a step of the backup stays one step


def test_a_backup_of_a_backup_is_the_same(engine, workspace, other):
    fill(engine, workspace)
    first = written(engine, workspace)
    brought(engine, other, first)
    again = written(engine, other)
    kept = ("digest", "hidden", "search", "value", "zotero")
    same = [[line for line in lines_of(each) if set(line) & set(kept)] for each in (first, again)]
    assert same[0] == same[1]
    assert len(lines_of(first)) == len(lines_of(again))


def test_what_first_releases_wrote_comes_back_exactly(engine, workspace, other):
    fill(engine, workspace)
    old = as_first_releases(written(engine, workspace))
    assert is_backup(io.BytesIO(old))
    assert brought(engine, other, old) == Restored(exactly=True, values=8, digests=2, searches=1)
    assert contents(engine, other) == contents(engine, workspace)


def test_digests_lie_in_the_zip_as_they_were_given(engine, workspace):
    uploads.add(engine, workspace, DigestFile("../../etc/ü:x.txt", b"one\r\n\x00\xff"))
    with zipfile.ZipFile(io.BytesIO(written(engine, workspace))) as archive:
        assert archive.read("digests/0001 ü_x.txt") == b"one\r\n\x00\xff"


def test_into_a_workspace_in_use_it_is_added_as_one_step(engine, workspace, other):
    fill(engine, workspace)
    decisions.decide(engine, other, {"a": Decision.HIDDEN, "z": Decision.STARRED}, "1")
    uploads.add(engine, other, DigestFile("mine.txt", b"{}"))
    before = contents(engine, other)[2:7]
    restored = brought(engine, other, written(engine, workspace))
    assert restored == Restored(exactly=False, values=8, digests=1, searches=1)
    assert decisions.current(engine, other) == {"a": Decision.STARRED, "b": Decision.HIDDEN, "z": Decision.STARRED}
    assert notes.notes(engine, other) == {"a": "Ask\nAna 🙂"}
    decisions.undo(engine, other)
    assert contents(engine, other)[2:7] == before


def test_an_empty_workspace_has_a_backup_too(engine, workspace, other):
    restored = brought(engine, other, written(engine, workspace))
    assert (restored.values, restored.digests) == (0, 0)
    assert contents(engine, other) == contents(engine, workspace)


HEAD = b'{"format": "digest-atlas-workspace", "version": 1}\n'
VALUE = '{{"value": {{"paper_id": "{}", "kind": "{}", "value": {}, "at": "{}"}}}}\n'
ZOTERO = (
    '{{"zotero": {{"library": "{}", "paper_id": "a", "item_key": "{}", "version": 1, "note_key": "", '
    '"note_version": 0, "mark": "", "tags": "{}", "at": "{}"}}}}'
)
AT = "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no backup"),
        (b"papers\n", "no backup"),
        (b"\x1f\x8b\x00", "no backup"),
        (b"[]", "no backup"),
        (b"{}", "no backup"),
        (b'{"format": "digest-atlas-workspace", "version": 3}', "version 3"),
        (b"PK\x03\x04", "damaged"),
        (b"PK\x05\x06" + b"\x00" * 18, "no workspace.jsonl"),
        (b"PK\x05\x06" + b"\x00" * 8 + b"\xff\xff\xff\x7f" + b"\x00" * 5_000_000, "more parts|damaged"),
    ],
)
def test_a_file_that_is_no_backup_changes_nothing(engine, workspace, content, sentence):
    with pytest.raises(BackupError, match=sentence):
        brought(engine, workspace, content)
    assert contents(engine, workspace) == contents(engine, workspace_id(engine, new_token()))


def test_a_damaged_zip_changes_nothing(engine, workspace, other):
    fill(engine, workspace)
    content = bytearray(written(engine, workspace))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("workspace.jsonl")
    content[part.header_offset + 90] ^= 0xFF
    with pytest.raises(BackupError, match="damaged"):
        brought(engine, other, bytes(content))
    assert contents(engine, other) == contents(engine, workspace_id(engine, new_token()))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("x", "Line 2 was left out: it is damaged"),
        ("[" * 100_000, "is damaged"),
        ("{}", "of no kind"),
        ('{"colour": {}}', "of no kind"),
        ('{"value": []}', "of no kind"),
        ('{"value": {"paper_id": 1, "kind": "", "value": "", "at": ""}}', "“paper_id”"),
        (VALUE.format("a", "decision", '"starred"', "2026-13-01"), "decision of a) was left out: it does not say when"),
        (VALUE.format("a", "decision", '"eaten"', AT), "is no decision (“eaten”)"),
        (VALUE.format("a", "rating", '"²"', AT), "is no rating from 1 to 5"),
        (VALUE.format("a", "rating", '"9"', AT), "is no rating"),
        (VALUE.format("a", "note", f'"{"x" * 20_001}"', AT), "a note of 20,001 characters"),
        (VALUE.format("a", "note", '"a\\u0000b"', AT), "“value”"),
        (VALUE.format("\\ud800", "note", '"b"', AT), "“paper_id”"),
        (VALUE.format("a", "tag/-x", '"1"', AT), "is no tag"),
        (VALUE.format("a", "tag/" + "x" * 61, '"1"', AT), "is no tag"),
        (VALUE.format("a", "place", '"10"', AT), "no place in a shortlist"),
        (VALUE.format("a", "pair/b", '"maybe"', AT), "whether two papers are the same"),
        (VALUE.format("https://a.org", "link", '"[1]"', AT), "nothing about a link"),
        (VALUE.format("https://a.org", "link", '"{\\"accepted_until\\": \\"soon\\"}"', AT), "nothing about a link"),
        (VALUE.format("a", "topics/x y", '"{}"', AT), "no edit of topics"),
        (VALUE.format("a", "colour", '"red"', AT), "not known here"),
        (
            '{"event": {"batch": 1, "paper_id": "a", "kind": "note", "old": null, "new": "b"}}',
            "a step that is not there",
        ),
        ('{"digest": {"name": "x", "content": "*", "at": "' + AT + '"}}', "cannot be read: it is damaged"),
        ('{"digest": {"name": "x", "file": "digests/1", "at": "' + AT + '"}}', "it is not in the backup"),
        ('{"search": {"name": "", "address": "", "seen": [], "at": "' + AT + '", "seen_at": ""}}', "no name"),
        (
            '{"search": {"name": "x", "address": "", "seen": [], "delivery": "{}", "at": "'
            + AT
            + '", "seen_at": "'
            + AT
            + '"}}',
            "settings for its mails",
        ),
        ('{"search": {"name": "x", "address": "", "seen": 1, "at": "' + AT + '", "seen_at": ""}}', "which papers"),
        ('{"hidden": {"digest_id": "../x", "at": "' + AT + '"}}', "names no digest"),
        (ZOTERO.format("users/1/x", "ABCD2345", "[]", AT), "names no item of Zotero"),
        (ZOTERO.format("users/1", "../../x", "[]", AT), "names no item of Zotero"),
        (ZOTERO.format("users/1", "ABCD2345", "[1]", AT), "“tags”"),
        (ZOTERO.format("users/1", "ABCD2345", "x", AT), "“tags”"),
        (
            '{"batch": {"seq": 1, "batch_id": "x", "says": "", "changes": 1, "undoes": 7, "at": "' + AT + '"}}',
            "undoes a step",
        ),
        (
            '{"batch": {"seq": 1180591620717411303424, "batch_id": "x", "says": "", "changes": 1, "undoes": null}}',
            "“seq”",
        ),
    ],
)
def test_what_is_odd_is_left_out_and_told(engine, workspace, line, sentence):
    good = VALUE.format("z", "decision", '"later"', "2026-01-01T00:00:00")  # a time without a zone is in UTC
    restored = brought(engine, workspace, HEAD + f"{line.strip()}\n{good}".encode())
    (told,) = restored.skipped
    assert sentence in told
    assert (restored.exactly, restored.values) == (False, 1)
    assert decisions.current(engine, workspace) == {"z": Decision.LATER}
    assert annotation_set.read(engine, workspace).decisions == {"z": Decision.LATER}


def test_many_odd_lines_are_counted(engine, workspace):
    restored = brought(engine, workspace, HEAD + b"x\n" * 1000)
    assert len(restored.skipped) == 21
    assert restored.skipped[-1] == "And 980 more lines."


def test_a_time_without_a_zone_on_a_star_breaks_nothing(engine, workspace):
    """It made every page fail, and stopped everybody's mails."""
    lines = [
        '{"batch": {"seq": 1, "batch_id": "x", "says": "", "changes": 1, "undoes": null, "at": "2026-01-01T00:00:00"}}',
        '{"event": {"batch": 1, "paper_id": "a", "kind": "decision", "old": null, "new": "starred"}}',
        VALUE.format("a", "decision", '"starred"', "2026-01-01T00:00:00").strip(),
    ]
    assert brought(engine, workspace, HEAD + "\n".join(lines).encode()).skipped == ()
    assert annotation_set.read(engine, workspace).shortlist == ("a",)
    (step,) = decisions.log(engine, workspace)
    assert step.at == "2026-01-01T00:00:00.000000+00:00"


def test_a_backup_over_the_limits_changes_nothing(engine, workspace, other):
    fill(engine, workspace)
    for limits in (Settings(workspace_digests=1), Settings(workspace_bytes=5)):
        with pytest.raises(uploads.WorkspaceFullError, match="more digests than there may be here"):
            brought(engine, other, written(engine, workspace), limits=limits)
    assert contents(engine, other) == contents(engine, workspace_id(engine, new_token()))


def test_values_are_counted_too(engine, workspace):
    lines = "".join(VALUE.format(f"p{number}", "decision", '"later"', AT) for number in range(2_000))
    with pytest.raises(uploads.WorkspaceFullError, match="more than the 0 MB"):
        brought(engine, workspace, HEAD + lines.encode(), limits=Settings(workspace_bytes=50_000))
    assert decisions.current(engine, workspace) == {}


def test_a_digest_that_is_too_large_is_left_out_and_told(engine, workspace, other):
    uploads.add(engine, workspace, DigestFile("large.txt", b"x" * 3_000_000))
    uploads.add(engine, workspace, DigestFile("small.txt", b"y"))
    restored = brought(engine, other, written(engine, workspace), limits=Settings(upload_bytes=1_000_000))
    assert [file.name for file in uploads.files(engine, other)] == ["small.txt"]
    assert "digest “large.txt”" in restored.skipped[0]
    assert "more than 1 MB" in restored.skipped[0]


def test_a_backup_for_which_there_is_too_little_room_left_changes_nothing(engine, workspace, other):
    fill(engine, workspace)
    uploads.add(engine, other, DigestFile("mine.txt", b"mine"))
    before = contents(engine, other)
    with pytest.raises(uploads.WorkspaceFullError, match="2 digests here"):
        brought(engine, other, written(engine, workspace), limits=Settings(workspace_digests=2))
    assert contents(engine, other) == before


def test_a_backup_brought_twice_at_once_is_brought_once(engine, workspace, other):
    fill(engine, workspace)
    content = written(engine, workspace)
    barrier = threading.Barrier(3)

    def bring(_):
        barrier.wait()
        return brought(engine, other, content).exactly

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(bring, range(3))) == [False, False, True]
    assert contents(engine, other) == contents(engine, workspace)


def test_undo_does_not_mind_what_the_steps_of_a_backup_are_called(engine, workspace):
    decisions.decide(engine, workspace, {"a": Decision.STARRED}, "1")
    (number,) = [line["batch"]["seq"] for line in lines_of(written(engine, workspace)) if "batch" in line]
    decisions.decide(engine, workspace, {"b": Decision.STARRED}, f"undo {number}")  # an undo of another store
    assert decisions.undo(engine, workspace) is not None
    assert decisions.undo(engine, workspace) is not None
    assert decisions.current(engine, workspace) == {}


def replaced(engine, workspace, before, content):
    with writing(engine) as connection:
        uploads.replace_within(
            connection, workspace, uploads.content_hash(before), DigestFile("day.json", content), Settings()
        )


def test_a_digest_that_changed_since_comes_back_under_its_id(engine, workspace, other):
    uploads.add(engine, workspace, DigestFile("day.json", b"[1]"))
    replaced(engine, workspace, b"[1]", b"[2]")
    (file,) = uploads.files(engine, workspace)
    assert (file.content, file.origin) == (b"[2]", uploads.content_hash(b"[1]"))
    content = written(engine, workspace)
    brought(engine, other, content)
    assert uploads.files(engine, other) == [file]
    replaced(engine, workspace, b"[2]", b"[3]")
    assert brought(engine, workspace, content).digests == 0  # it is there already, in a later state
    assert [each.content for each in uploads.files(engine, workspace)] == [b"[3]"]


@pytest.mark.parametrize("origin", [None, 5, "x" * 64, "ab" * 40, uploads.content_hash(b"[1]")])
def test_an_odd_origin_is_none(engine, workspace, other, origin):
    uploads.add(engine, workspace, DigestFile("one.json", b"[1]"))
    uploads.add(engine, workspace, DigestFile("two.json", b"[2]"))
    lines = [json.loads(line) for line in as_first_releases(written(engine, workspace)).splitlines()]
    lines[2]["digest"]["origin"] = origin
    brought(engine, other, b"".join(json.dumps(line).encode() + b"\n" for line in lines))
    assert uploads.files(engine, other) == uploads.files(engine, workspace)


def test_the_archive_comes_back_as_the_archive(engine, workspace, other):
    allowed = Settings(workspace_digests=1)
    for content in (b"[1]", b"[2]"):
        uploads.add(engine, workspace, DigestFile("day.json", content), allowed)
        archive.archive(engine, workspace, [uploads.content_hash(b"[1]")[:6]])
    content = written(engine, workspace)
    assert brought(engine, other, content, limits=allowed).exactly
    assert archive.archived(engine, other) == archive.archived(engine, workspace)
    assert uploads.files(engine, other) == [DigestFile("day.json", b"[2]")]


def list_of_three(engine, workspace):
    group = lists.create(engine, workspace, "Together", "Read\nthese")
    ann, ben = (contributions.join(engine, group, new_token(), name, "") for name in ("Ann", "Ben"))
    for person, paper_id in ((ann, "a"), (ben, "b"), (None, "c")):
        contributions.add(engine, group, person, paper_id, PaperCopy(f"Paper {paper_id}", links=("https://a.org",)))
    contributions.vote(engine, group, ann, "b", is_for=True)
    contributions.remark(engine, group, ann, "b", "Two\nlines 🙂")
    return group


def shown_of(engine, workspace):
    """What people see of the lists of a workspace: without secrets and ids."""
    return [
        (
            group.title, group.introduction, group.at,
            [(each.name, each.at) for each in contributions.people_of(engine, group)],
            [
                (one.paper_id, one.paper, one.added_by, one.at, [name for _, name in one.voters],
                 [(each.name, each.text) for each in one.remarks])
                for one in contributions.papers_of(engine, group)
            ],
        )
        for group in lists.lists_of(engine, workspace)
    ]  # fmt: skip


def test_lists_that_several_people_fill_come_back_closed_under_addresses_of_their_own(engine, workspace, other):
    group = list_of_three(engine, workspace)
    content = written(engine, workspace)
    assert group.address.encode() not in zipfile.ZipFile(io.BytesIO(content)).read("workspace.jsonl")
    restored = brought(engine, other, content)
    assert restored == Restored(exactly=True, values=0, digests=0, searches=0, lists=1)
    assert shown_of(engine, other) == shown_of(engine, workspace)
    (again,) = lists.lists_of(engine, other)
    assert not again.is_open
    assert again.address != group.address
    assert (lists.find(engine, group.address) or again).is_open  # the one it was made of stays as it is
    assert brought(engine, other, content, "again").lists == 0  # it is there already
    lists.delete(engine, workspace, group.id)
    assert brought(engine, workspace, content, "back").lists == 1
    assert shown_of(engine, other) == shown_of(engine, workspace)


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("group_list", "title", ""),
        ("group_list", "number", "1"),
        ("group_list_person", "list", 7),
        ("group_list_person", "name", "a\u202eb"),
        ("group_list_person", "name", "x" * 41),
        ("group_list_paper", "person", 9),
        ("group_list_paper", "paper", {"title": 5}),
        ("group_list_paper", "paper_id", ""),
        ("group_list_opinion", "vote", 2),
        ("group_list_opinion", "remark", "x" * 501),
        ("group_list_opinion", "paper_id", "z"),
    ],
)
def test_what_is_odd_in_a_list_is_left_out_with_what_belongs_to_it(engine, workspace, other, kind, name, value):
    list_of_three(engine, workspace)
    found = lines_of(written(engine, workspace))
    next(line[kind] for line in found if kind in line)[name] = value
    content = HEAD + b"".join(json.dumps(line).encode() + b"\n" for line in found[1:])
    restored = brought(engine, other, content)
    assert not restored.exactly
    assert any(kind in sentence for sentence in restored.skipped)
    assert len(shown_of(engine, other)) == (0 if kind == "group_list" else 1)
