"""`python -m components read`: papers on standard output, the report on standard error, and the exit status."""

import io
import json

import pytest

from components.__main__ import main
from components.papers.bundled import bundled_files

pytest.importorskip("components.links.extract.extraction")


@pytest.fixture
def digest(tmp_path):
    path = tmp_path / "causality.txt"
    path.write_bytes(bundled_files()[0].content)
    return path


def test_one_object_a_paper(digest, capfdbinary):
    assert main(["read", str(digest)]) == 0
    out, err = capfdbinary.readouterr()
    papers = [json.loads(line) for line in out.splitlines()]
    assert len(papers) == 71
    keys = {"id", "title", "abstract", "arxiv_id", "doi", "authors", "published", "votes", "links", "sightings"}
    assert set(papers[0]) == keys | {"venue", "type", "year", "categories", "status"}
    assert papers[0]["arxiv_id"] is None
    assert papers[0]["sightings"][0]["position"] == 1
    assert sum(len(paper["links"]) for paper in papers) > 10
    assert b"71 papers" in err


def test_standard_input_is_read_as_a_file(digest, capfdbinary, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(digest.read_bytes())))
    assert main(["read", "-"]) == 0
    out, err = capfdbinary.readouterr()
    assert len(out.splitlines()) == 71
    assert b"standard input: " in err


def test_no_paper_is_exit_status_1(tmp_path, digest, capfdbinary):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert main(["read", str(empty), str(digest), str(tmp_path / "absent.txt")]) == 1
    out, err = capfdbinary.readouterr()
    assert len(out.splitlines()) == 71
    assert b"empty.txt: The file is empty." in err
    assert b"absent.txt: cannot be opened" in err


def test_a_folder_is_read_whole(digest, capfdbinary):
    assert main(["read", str(digest.parent), "--quiet"]) == 0
    out, _ = capfdbinary.readouterr()
    assert len(out.splitlines()) == 71
