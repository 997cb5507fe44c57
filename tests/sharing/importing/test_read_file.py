"""Files of ours, of Excel and pandas, of reference managers: what they hold is read, what they do not hold is None."""

import csv
import io
import json

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.curation.annotations.decisions import Decision
from components.papers.identity import paper_id
from components.sharing.formats import csv_table, jsonl, workbook
from components.sharing.formats.entry import one_line
from components.sharing.formats.references import bibtex, csl_json, ris
from components.sharing.importing import apart
from components.sharing.importing.imported import ImportRefusedError
from components.sharing.importing.read_file import read
from tests.sharing.rows import BARE, bare, full, rows, texts

LOSSLESS = [csv_table.to_text, jsonl.to_text, workbook.to_text, lambda frame: csl_json.to_text(frame).encode()]
REFERENCES = [lambda frame: bibtex.to_text(frame).encode(), lambda frame: ris.to_text(frame).encode()]


def said(paper):
    return (paper.decision, paper.rating, paper.note, paper.tags)


def only(content):
    (paper,) = read(content.encode() if isinstance(content, str) else content).papers
    return paper


@pytest.mark.parametrize("written", [*LOSSLESS, *REFERENCES])
def test_what_was_exported_is_read_back(written):
    first, second = read(written(rows(full(tags=("To read", "a;b")), bare()))).papers
    assert first.arxiv_id == "2404.06773"
    assert first.paper_id == "arxiv:2404.06773"
    assert said(first) == (Decision.STARRED, 4, "Ask Ana & Bo", ("To read", "a;b"))
    assert not second.says_something


curated_papers = st.lists(
    st.fixed_dictionaries(
        {
            "paper_id": st.integers(0, 10**12).map(lambda number: f"title:{number:012x}"),
            "decision": st.sampled_from([str(decision) for decision in Decision]),
            "tags": st.sets(st.sampled_from(["To read", "=1+1", "a b", "ü 🙂", "x/y", "a;b", "5%"])).map(
                lambda names: tuple(sorted(names))
            ),
            "note": texts.map(lambda text: "".join(sign for sign in text if sign.isprintable()).strip()),
            "rating": st.integers(0, 5),
        }
    ).map(lambda changes: BARE | changes),
    min_size=1,
    max_size=4,
    unique_by=lambda paper: str(paper["paper_id"]),
)


@given(curated_papers)
def test_every_value_survives_every_format(papers):
    if not any(p["tags"] or p["note"] or p["rating"] or p["decision"] != "inbox" for p in papers):
        return
    for written in LOSSLESS:
        found = read(written(rows(*papers))).papers
        assert [(c.paper_id, c.decision or "inbox", set(c.tags or ()), c.note or "", c.rating or 0) for c in found] == [
            (p["paper_id"], p["decision"], set(p["tags"]), p["note"], p["rating"]) for p in papers
        ]


@given(curated_papers)
@pytest.mark.parametrize("written", REFERENCES, ids=["BibTeX", "RIS"])
def test_what_was_said_survives_reference_files(written, papers):
    named = [
        paper | {"title": f"Paper {number}", "paper_id": paper_id(f"Paper {number}")}
        for number, paper in enumerate(papers)
    ]
    wanted = {
        p["paper_id"]: p for p in named if p["decision"] != "inbox" or p["rating"] or one_line(p["note"]) or p["tags"]
    }
    if not wanted:
        return
    found = {c.paper_id: c for c in read(written(rows(*named))).papers if c.says_something}
    assert set(found) == set(wanted)
    for each, paper in wanted.items():
        assert (found[each].decision or "inbox", found[each].rating or 0) == (paper["decision"], paper["rating"])
        assert set(found[each].tags or ()) == set(paper["tags"])
        assert (found[each].note or "") == one_line(paper["note"])


def test_lines_of_a_note_come_back_from_ris():
    note = "One line\n\nAnother, after a gap\nTY  - no field"
    assert only(ris.to_text(rows(bare(note=note)))).note == note.replace("TY  -", "TY -")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("@misc{x, title={T}, keywords={a; b, {c, d}}}", (None, None, None, ("a", "b", "c d"))),
        ("@misc{x, title={T}, rating={5}}", (None, 5, None, None)),
        ("@misc{x, title={T}, annote={Hello}}", (None, None, "Hello", None)),
        ("@misc{x, title={T}, note={arXiv: 2404.06773}, keywords={a}}", (None, None, None, ("a",))),
        ("@misc{x, title={T}, note={Read it again}}", (None, None, "Read it again", None)),
        ("@misc{x, title={T}, annote={One}, annote={Two}}", (None, None, "One\n\nTwo", None)),
        ("TY  - JOUR\nTI  - T\nKW  - a\nKW  - b; c\nER  - \n", (None, None, None, ("a", "b", "c"))),
        ("TY  - JOUR\nTI  - T\nN1  - Hello\nER  - \n", (None, None, "Hello", None)),
        (
            '[{"type": "article", "title": "T", "note": "Publisher: arXiv\\nVersion: 2\\nMine"}]',
            (None, None, "Mine", None),
        ),
        ('[{"title": "T", "tags": ["a;b", {"tag": "c"}]}]', (None, None, None, ("a;b", "c"))),
        ('{"title": "T", "rating": 5.0}\n{"title": "U"}', (None, 5, None, None)),
        ("title,rating\nT,5.0\n", (None, 5, None, None)),
        ("title;rating;decision\nT;3,0;Starred\n", (Decision.STARRED, 3, None, None)),
        ("title\ttags\nT\ta; b\n", (None, None, None, ("a", "b"))),
        ("sep=;\ntitle;tags\nT;a, b\n", (None, None, None, ("a", "b"))),
        ("Title,My rating,Notes\nT,★★★☆☆,\n", (None, 3, "", None)),
        ("Key,Title,Manual Tags,Automatic Tags\nX,T,a; b,c\n", (None, None, None, ("a", "b"))),
        ("title,decision\nT,read later\n", (Decision.LATER, None, None, None)),
    ],
)
def test_only_what_a_file_holds_is_said(content, what):
    assert said(read(content.encode()).papers[0]) == what


@pytest.mark.parametrize(
    "content",
    [
        "title,note\nT,Zoë\n".encode("utf-16"),
        b"\xff\xfe" + "title\tnote\nT\tZoë\n".encode("utf-16-le"),
        "title;note\nT;Zoë sagt: „schön“ und „größer“, für später\n".encode("cp1252"),
        "\ufefftitle,note\r\nT,Zoë\r\n".encode(),
    ],
)
def test_encodings_of_spreadsheets_are_read(content):
    assert only(content).note.startswith("Zoë")


def as_excel(cell):
    """A cell as Excel keeps it: numbers are numbers, sentences begin large."""
    return float(cell) if cell.isdigit() else cell.capitalize() if cell == "starred" else cell


def test_a_file_of_ours_saved_by_excel_is_read():
    text = csv_table.to_text(rows(full(tags=("To read",), note="=1+1"), bare(rating=2))).decode("utf-8-sig")
    book = openpyxl.Workbook()
    for line in csv.reader(io.StringIO(text, newline="")):
        book.active.append(list(map(as_excel, line)))
    saved = io.BytesIO()
    book.save(saved)
    for content in (saved.getvalue(), text.replace(",4,", ",4.0,").replace(",starred,", ",Starred,").encode("utf-16")):
        first, second = read(content).papers
        assert said(first) == (Decision.STARRED, 4, "=1+1", ("To read",))
        assert second.rating == 2


def test_what_is_odd_is_named_by_row_and_costs_only_itself():
    table = f"title,decision,rating,tags\nT,eaten,9,{'x' * 70}; good\nU,starred,2,\n"
    found = read(table.encode())
    assert said(found.papers[0]) == (None, None, None, ("good",))
    assert said(found.papers[1]) == (Decision.STARRED, 2, None, ())
    assert [trouble.split(":")[0] for trouble in found.troubles] == ["Row 2, decision", "Row 2, rating", "Row 2, tags"]
    assert "longer than 60 characters" in found.troubles[2]
    many = "title,rating\n" + "T,9\n" * 100
    assert len(read((many + "U,3\n").encode()).troubles) == 9


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "needs a header"),
        (b"title,abstract\nx,y\n", "Its first row has “title”, “abstract”"),
        (b"new\n\nDaily Papers\n", "needs a header"),
        (b"@misc{x, title={T}}", "1 paper, but no decision"),
        (b"TY  - JOUR\nTI  - T\nER  - \n", "add it as a digest"),
        (b"[1]", "0 papers"),
        (b"{}", "no decision"),
        (b'{"a": 1}\n{"b": ', "line 2 is no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"%PDF-1.4", "a PDF file"),
        (b"PK\x03\x04" + b"\x00" * 50, "binary file"),
        (b"x" * 30_000_000, "larger than 20 MB"),
    ],
)
def test_a_file_that_says_nothing_is_refused_in_words(content, sentence):
    with pytest.raises(ImportRefusedError, match=sentence):
        read(content)


@given(st.binary(max_size=200) | st.text('@{}=,;"\\[]:TYER- \nab%', max_size=200).map(str.encode))
def test_any_file_is_read_or_refused(content):
    try:
        found = read(content)
    except ImportRefusedError:
        return
    assert found.papers


names = st.sampled_from(["title", "decision", "tags", "note", "rating", "custom", "data", "type", "id", "DOI"])
values = st.none() | st.booleans() | st.floats() | st.text()


@given(st.recursive(values, lambda inner: st.lists(inner) | st.dictionaries(names, inner)))
def test_any_json_is_read_or_refused(value):
    try:
        found = read(json.dumps(value).encode())
    except ImportRefusedError:
        return
    assert found.papers


def test_a_large_file_is_read_in_a_process_of_its_own(monkeypatch):
    table = "title,decision,rating,tags\n" + "".join(f"Paper {number},starred,4,a; b\n" for number in range(5_000))
    here = read(table.encode())
    monkeypatch.setattr(apart, "read", None)  # the server itself must not read it
    assert apart.read_apart(table.encode()) == here


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"title,rating\n" + b"T,3\n" * 150_000, "more than 100,000 papers"),
        (b"title,abstract\n" + b"T,x\n" * 50_000, "Its first row has"),
        (b"x" * 30_000_000, "larger than 20 MB"),
    ],
)
def test_a_large_file_that_says_nothing_is_refused_in_words(content, sentence):
    with pytest.raises(ImportRefusedError, match=sentence):
        apart.read_apart(content)


def test_a_file_that_costs_too_much_is_refused_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(apart, "clock_for", lambda _: 0.01)
    with pytest.raises(ImportRefusedError, match="more time or memory"):
        apart.read_apart(b"title,rating\n" + b"T,3\n" * 50_000)
    monkeypatch.undo()
    assert len(apart.read_apart(b"title,rating\n" + b"T,3\n" * 50_000).papers) == 50_000


def test_what_the_process_answers_is_not_believed():
    for answer in (b"", b"{", b'{"file": {}}', b'{"file": {"shape": 1, "papers": [], "troubles": []}}'):
        with pytest.raises(ImportRefusedError, match="more time or memory"):
            apart._answered(answer)
