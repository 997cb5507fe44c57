import hashlib

import pytest

from components.curation.workspaces import uploads
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.papers.paper import DigestFile
from components.settings import Settings

LIMITS = Settings(upload_bytes=100, workspace_bytes=250, workspace_digests=3)


def file(name="a.txt", content=b"new\r\n\x00\xff papers"):
    return DigestFile(name, content)


def digest_id(content, name="a"):
    return f"{name}-{hashlib.sha256(content).hexdigest()[:6]}"


def test_files_come_back_byte_for_byte_in_order(engine, workspace):
    given = [file("z.txt", b"1"), file("a.txt", b"2\r\n\x00"), file("ü <b>.json", b"")]
    for each in given:
        assert uploads.add(engine, workspace, each)
    assert uploads.files(engine, workspace) == given


def test_the_same_content_is_kept_once(engine, workspace):
    assert uploads.add(engine, workspace, file("a.txt"))
    assert not uploads.add(engine, workspace, file("b.txt"))
    assert uploads.files(engine, workspace) == [file("a.txt")]


def test_files_belong_to_one_workspace(engine, workspace):
    other = workspace_id(engine, new_token())
    uploads.add(engine, workspace, file())
    assert uploads.files(engine, other) == []
    assert not uploads.remove(engine, other, digest_id(file().content))
    assert uploads.files(engine, workspace) == [file()]


@pytest.mark.parametrize(
    ("before", "content", "error", "sentence"),
    [
        ([], b"x" * 101, uploads.FileTooLargeError, "Split it"),
        ([b"a" * 90, b"b" * 90], b"c" * 90, uploads.WorkspaceFullError, "is the limit"),
        ([b"a", b"b", b"c"], b"d", uploads.WorkspaceFullError, "3 digests here"),
    ],
)
def test_what_is_too_much_is_refused_in_words_and_changes_nothing(engine, workspace, before, content, error, sentence):
    for each in before:
        uploads.add(engine, workspace, file("was.txt", each), LIMITS)
    with pytest.raises(error, match=sentence) as caught:
        uploads.add(engine, workspace, file("more.txt", content), LIMITS)
    assert "“more.txt”" in str(caught.value)
    assert [each.content for each in uploads.files(engine, workspace)] == before


def test_a_removed_file_is_gone_and_can_be_added_again(engine, workspace):
    uploads.add(engine, workspace, file("keep.txt", b"keep"))
    uploads.add(engine, workspace, file())
    assert uploads.remove(engine, workspace, digest_id(file().content))
    assert not uploads.remove(engine, workspace, digest_id(file().content))
    assert [each.name for each in uploads.files(engine, workspace)] == ["keep.txt"]
    assert uploads.add(engine, workspace, file())


@pytest.mark.parametrize("unknown", ["", "-", "a-", "a-%%%%%%", "______", "nothing"])
def test_an_unknown_digest_removes_nothing(engine, workspace, unknown):
    uploads.add(engine, workspace, file())
    assert not uploads.remove(engine, workspace, unknown)
    assert uploads.files(engine, workspace) == [file()]


def test_a_bundled_digest_can_be_put_away_and_restored(engine, workspace):
    uploads.hide(engine, workspace, "march-aaaaaa")
    uploads.hide(engine, workspace, "march-aaaaaa")
    assert uploads.hidden(engine, workspace) == {"march-aaaaaa"}
    uploads.restore(engine, workspace, "march-aaaaaa")
    assert uploads.hidden(engine, workspace) == frozenset()


def test_the_version_changes_with_the_digests_and_only_then(engine, workspace):
    seen = [uploads.version(engine, workspace)]
    for change in (
        lambda: uploads.add(engine, workspace, file("a.txt", b"1")),
        lambda: uploads.add(engine, workspace, file("b.txt", b"2")),
        lambda: uploads.hide(engine, workspace, "march-aaaaaa"),
        lambda: uploads.remove(engine, workspace, digest_id(b"1")),
    ):
        change()
        seen.append(uploads.version(engine, workspace))
        assert uploads.version(engine, workspace) == seen[-1]
    assert len(set(seen)) == len(seen)
