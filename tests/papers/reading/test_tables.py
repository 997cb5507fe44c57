"""Tables: quotation marks that are never closed, sheets that give a wrong size, our own workbook."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from components.papers import records
from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.papers.reading.tables import separated
from components.sharing.formats import workbook
from tests.sharing.rows import BARE, FULL, rows


def read(content, name="table"):
    return read_digests([DigestFile(name, content)])


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ('authors,abstract,year\nAnn,"Words, more",2020\n', "“authors”, “abstract”, “year”"),
        ("sep=;\nfoo;bar\n1;2\n", "“foo”, “bar”"),
        ("title\tfoo\nA\t1\nB\t2\n", "“title”, “foo”"),
        (",".join(f"c{n}" for n in range(15)) + "\n" + ",".join("x" * 15) + "\n", "“c11” and 3 more"),
    ],
)
def test_a_table_without_titles_is_told_its_columns_and_what_it_needs(content, columns):
    [report] = read(content.encode()).reports
    assert f"{columns}. It needs one called “title”" in report.error


@pytest.mark.parametrize(
    "content",
    ["Hello, world.\nAnother, line.\n", "title,abstract\n,\n", "https://a.org/b,https://c.org/d\ne,f\n", "a,b\n"],
)
def test_what_is_no_table_or_has_titles_is_not_told_so(content):
    [report] = read(content.encode()).reports
    assert report.error
    assert "called “title”" not in report.error


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("size", [3, 30_000])
def test_an_unclosed_quotation_mark_costs_only_its_row(size, line_end):
    lines = ["title,abstract", 'First,"An abstract, whole"', 'Second,"never closed', *["Third,words"] * size]
    lines += ['Fourth,"more, and', 'two lines"', ""] if size > 3 else ["Fourth,more", ""]
    library = read(line_end.join(lines).encode())
    assert sorted(set(library.papers["title"])) == ["First", "Fourth", "Third"]
    [refused] = [note for note in library.reports[0].notes if note.kind == "refused"]
    assert "never closed" in refused.sentence
    assert refused.lines == (3, 3)
    assert library.papers["abstract"].iloc[-1] in ("more, and two lines", "more")


def test_many_unclosed_quotation_marks_are_given_up(monkeypatch):
    monkeypatch.setattr(separated, "_LONGEST_CELL", 10)
    library = read(b"title,abstract\nFirst,words\n" + b'X,"words without end\n' * 2_001)
    assert library.papers["title"].tolist() == ["First"]
    assert library.reports[0].refused == 21


def test_a_digest_of_too_many_papers_is_cut_and_that_is_said(monkeypatch):
    monkeypatch.setattr(records, "MOST_RECORDS", 10)
    library = read(("title,abstract\n" + "".join(f"Title {k},Words {k} of it\n" for k in range(13))).encode())
    assert len(library.papers) == 10
    assert "3 more are left out" in library.reports[0].notes[0].sentence


def test_rows_without_a_title_one_after_the_other_are_one_note():
    rows_without = ["---,words", ",words", "!!!,"] * 100
    library = read("\n".join(["title,abstract", *rows_without, "First,words", ",words"]).encode())
    assert library.papers["title"].tolist() == ["First"]
    assert [(note.sentence, note.lines) for note in library.reports[0].notes] == [
        ("300 times: A row without a title.", (2, 301)),
        ("A row without a title.", (303, 303)),
    ]
    assert library.reports[0].refused == 301


def sheet(change) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (["Title", "Abstract"], ["A study", "Words."], ["Another", "More words."]):
        book.active.append(row)
    book.save(out)
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, change(content) if part.filename.endswith("sheet1.xml") else content)
    return changed.getvalue()


@pytest.mark.parametrize("size", ["A1", "A1:B1", "A1:A3", "A1:XFD1048576", "B2:B2"])
def test_the_size_that_a_sheet_gives_for_itself_does_not_count(size):
    content = sheet(lambda xml: re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{size}"'.encode(), xml))
    assert read(content).papers["title"].tolist() == ["A study", "Another"]


def test_a_row_that_claims_a_huge_number_costs_nothing():
    content = sheet(lambda xml: xml.replace(b'<row r="3"', b'<row r="99999999999"'))
    assert read(content).papers["title"].tolist() == ["A study"]


def test_our_own_workbook_is_read_whole():
    papers: list[dict[str, Any]] = [
        FULL,
        BARE,
        FULL | {"title": "Third", "arxiv_id": "2404.00001", "paper_id": "arxiv:2404.00001"},
    ]
    library = read(workbook.to_text(rows(*papers)))
    assert library.papers["title"].tolist() == [one["title"] for one in papers]
    assert library.papers["arxiv_id"].tolist() == ["2404.06773", "", "2404.00001"]
