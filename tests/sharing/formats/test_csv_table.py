import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.sharing.formats.csv_table import HEADER, TRIGGERS, cells, guard, to_text, unguard
from components.sharing.formats.entry import entries
from tests.sharing.rows import any_rows, bare, full, rows


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("  =1+1", "'  =1+1"),
        ("-5", "'-5"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\tx", "'\tx"),
        ("'=x", "''=x"),
        ("'x", "'x"),
        ("", ""),
        ("'", "'"),
        ("a=b", "a=b"),
        ("＝1", "'＝1"),
    ],
)
def test_a_cell_that_would_be_a_formula_is_guarded_without_loss(cell, guarded):
    assert guard(cell) == guarded
    assert unguard(guarded) == cell


@given(st.text("=+-@' \t\r\nab\0", max_size=8))
def test_guarding_is_lossless_and_leaves_no_trigger(cell):
    assert unguard(guard(cell)) == cell
    assert guard(cell)[:1] not in TRIGGERS


def test_the_table_opens_in_spreadsheets_and_says_what_is_known():
    content = to_text(rows(full(), bare()), {"march": "March 14"})
    assert content.startswith(b"\xef\xbb\xbfpaper_id,title,")
    header, one, other = read(content)
    assert tuple(header) == HEADER
    row = dict(zip(header, one, strict=True))
    assert row["title"] == "Adapting LLaMA Decoder to Vision Transformer"
    assert row["abstract"] == "Line one.\nTwo & 5%."
    assert json.loads(row["authors"]) == ["Jiahao Wang", "Zoë Müller"]
    assert json.loads(row["tags"]) == ["To read", "a,b"]
    assert (row["votes"], row["rating"], row["decision"]) == ("17", "4", "starred")
    assert dict(zip(header, other, strict=True)) == dict.fromkeys(HEADER, "") | {
        "paper_id": "title:0123456789ab", "title": "A Title", "decision": "inbox", "digests": '["March 14"]',
    }  # fmt: skip


def test_no_papers_are_a_table_with_a_header():
    assert read(to_text(rows())) == [list(HEADER)]


@given(any_rows)
def test_any_table_is_read_back_cell_for_cell_and_runs_nothing(frame):
    table = read(to_text(frame))[1:]
    assert [[unguard(cell) for cell in row] for row in table] == [cells(entry) for entry in entries(frame)]
    assert all(cell.lstrip("' ")[:1] not in TRIGGERS or cell[0] == "'" for row in table for cell in row)
