"""`python -m components export`: papers of digests in every form, on standard output or in a file."""

import io
import json

import openpyxl
import pytest

from components.__main__ import main
from components.commands.sharing.export import FORMATS
from components.papers.bundled import bundled_files
from components.papers.library import read_digests
from components.papers.paper import DigestFile


@pytest.fixture
def digest(tmp_path):
    path = tmp_path / "causality.txt"
    path.write_bytes(bundled_files()[0].content)
    return path


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("xlsx", "md", "txt")])
def test_what_is_exported_is_read_back_with_every_paper(form, digest, capfdbinary):
    assert main(["export", form, str(digest)]) == 0
    out, _ = capfdbinary.readouterr()
    back = read_digests([DigestFile(f"papers.{FORMATS[form].ending}", out)])
    assert [report.error for report in back.reports] == [""]
    papers = back.papers
    assert len(papers) == 71
    assert papers["paper_id"].str.startswith("arxiv:").all()
    assert papers["authors"].map(bool).all()
    assert int((papers["venue"] != "").sum()) > 40
    assert set(papers["type"]) <= {"conference paper", "journal article", "preprint", ""}


def test_a_workbook_goes_to_a_file(digest, tmp_path):
    assert main(["export", "xlsx", str(digest), "--output", str(tmp_path / "papers.xlsx")]) == 0
    sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "papers.xlsx").read_bytes())).active
    assert sheet.max_row == 72


def test_links_are_exported_with_what_they_lead_to(digest, capfdbinary):
    main(["export", "jsonl", str(digest)])
    papers = [json.loads(line) for line in capfdbinary.readouterr()[0].splitlines()]
    assert {link["kind"] for paper in papers for link in paper["links"]} >= {"code"}
    assert papers[0]["sources"]["authors"] == "checked by hand, November 2026"


def test_a_file_without_papers_is_told_and_is_exit_status_1(digest, tmp_path, capfdbinary):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert main(["export", "bib", str(empty), str(digest)]) == 1
    out, err = capfdbinary.readouterr()
    assert out.count(b"\n@") == 70
    assert b"empty.txt: The file is empty." in err
