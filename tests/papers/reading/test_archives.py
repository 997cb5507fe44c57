"""How much archives may unpack to: all that are given together, and no more than a workspace may keep."""

from __future__ import annotations

import io
import zipfile

import pytest

from components.papers.paper import DigestFile
from components.papers.process.reading import expand_apart
from components.papers.reading import archives
from components.settings import MEGABYTE, settings


def zipped(*sizes: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, size in enumerate(sizes):
            archive.writestr(f"{number}.txt", b"x" * size)
    return buffer.getvalue()


@pytest.fixture
def small(monkeypatch):
    """A server that keeps 2 MB a workspace."""
    monkeypatch.setenv("DIGEST_ATLAS_WORKSPACE_MB", "2")
    monkeypatch.setenv("DIGEST_ATLAS_UPLOAD_MB", "1")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.usefixtures("small")
def test_an_archive_may_unpack_to_what_a_workspace_may_keep():
    assert len(archives.expand(DigestFile("a.zip", zipped(MEGABYTE, MEGABYTE)))) == 2
    with pytest.raises(archives.UnreadableArchive, match="2 MB together"):
        archives.expand(DigestFile("a.zip", zipped(MEGABYTE, MEGABYTE, 1)))


@pytest.mark.usefixtures("small")
def test_archives_that_are_given_together_share_it():
    given = [DigestFile(f"{number}.zip", zipped(MEGABYTE - number)) for number in range(5)]
    found = expand_apart(given)
    assert len(found.files) == 2
    assert [why for _, why in found.refused] == ["Archives may unpack to 2 MB together. Give less at a time."] * 3


def test_where_a_workspace_may_keep_very_much_archives_still_may_not(monkeypatch):
    monkeypatch.setenv("DIGEST_ATLAS_WORKSPACE_MB", "100000")
    settings.cache_clear()
    assert archives.most_bytes() == archives.MOST_BYTES
    monkeypatch.undo()
    settings.cache_clear()
