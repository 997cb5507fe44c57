import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.curation.annotations import decisions, notes, tags
from components.curation.annotations.decisions import Decision
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.papers.identity import paper_id
from components.sharing.formats import csv_table, jsonl
from components.sharing.formats.entry import one_line
from components.sharing.formats.references import bibtex, csl_json, ris
from components.sharing.importing.import_annotations import ExportError, ImportedAnnotations, read, restore
from components.store.database import open_store
from tests.sharing.rows import BARE, bare, full, rows, texts

FORMATS = [csv_table.to_text, jsonl.to_text, lambda frame: csl_json.to_text(frame).encode()]


@pytest.fixture
def engine(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path}/atlas.sqlite")
    yield engine
    engine.dispose()


@pytest.mark.parametrize("written", FORMATS)
def test_what_was_exported_is_read_back(written):
    assert read(written(rows(full(tags=("To read",)), bare()))) == [
        ImportedAnnotations("arxiv:2404.06773", Decision.STARRED, ("To read",), "Ask Ana & Bo", 4),
        ImportedAnnotations("title:0123456789ab"),
    ]


curated_papers = st.lists(
    st.fixed_dictionaries(
        {
            "paper_id": st.integers(0, 10**12).map(lambda number: f"title:{number:012x}"),
            "decision": st.sampled_from([str(decision) for decision in Decision]),
            "tags": st.sets(st.sampled_from(["To read", "=1+1", "a b", "ü 🙂", "x/y"])).map(
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
    for written in FORMATS:
        found = read(written(rows(*papers)))
        assert [(c.paper_id, c.decision, c.tags, c.note, c.rating) for c in found] == [
            (p["paper_id"], p["decision"], p["tags"], p["note"], p["rating"]) for p in papers
        ]


def test_what_is_read_is_one_step_that_can_be_undone(engine):
    workspace = workspace_id(engine, new_token())
    decisions.decide(engine, workspace, {"title:0123456789ab": Decision.HIDDEN}, "1")
    tags.tag(engine, workspace, ["arxiv:2404.06773"], "mine", "2")
    before = decisions.log(engine, workspace)
    curated = read(jsonl.to_text(rows(full(tags=("To read",)), bare())))
    assert restore(engine, workspace, curated, "b") == 5
    assert restore(engine, workspace, curated, "b") == 0
    assert decisions.current(engine, workspace) == {"arxiv:2404.06773": Decision.STARRED}
    assert tags.tags(engine, workspace) == {"arxiv:2404.06773": ("mine", "To read")}
    assert notes.notes(engine, workspace) == {"arxiv:2404.06773": "Ask Ana & Bo"}
    assert notes.ratings(engine, workspace) == {"arxiv:2404.06773": 4}
    decisions.undo(engine, workspace)
    assert decisions.current(engine, workspace) == {"title:0123456789ab": Decision.HIDDEN}
    assert tags.tags(engine, workspace) == {"arxiv:2404.06773": ("mine",)}
    assert len(decisions.log(engine, workspace)) == len(before) + 2


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"{}", b"[1]", b"[[]]", b"title,abstract\nx,y\n", b'{"schema": "other"}',
     b"new\n\nDaily Papers\n",
     b"paper_id,decision,tags,note,rating\nx,eaten,,,\n", b"paper_id,decision,tags,note,rating\nx,inbox,[,,\n",
     b"paper_id,decision,tags,note,rating\nx,inbox,,,9\n", b"paper_id,decision,tags,note,rating\nx\n",
     b"@misc{x, title={T}}", b"TY  - JOUR\nTI  - T\nER  - \n", b"@misc{", b"@misc{x, title={T}, decision={eaten}}",
     b'[{"id": 3}]', b'[{"id": "x", "custom": {"tags": [1]}}]', b'[{"id": "x", "custom": 7}]', b"[" * 100_000],
)  # fmt: skip
def test_a_file_that_was_not_exported_here_is_refused_in_words(content):
    with pytest.raises(ExportError, match=r"exported here|downloaded from this app"):
        read(content)


REFERENCES = [lambda frame: bibtex.to_text(frame).encode(), lambda frame: ris.to_text(frame).encode()]


@given(curated_papers)
@pytest.mark.parametrize("written", REFERENCES, ids=["BibTeX", "RIS"])
def test_what_was_said_survives_reference_files(written, papers):
    named = [
        paper | {"title": f"Paper {number}", "paper_id": paper_id(f"Paper {number}")}
        for number, paper in enumerate(papers)
    ]
    said = [p for p in named if p["decision"] != "inbox" or p["rating"] or one_line(p["note"]) or p["tags"]]
    try:
        found = {c.paper_id: c for c in read(written(rows(*named)))}
    except ExportError:
        found = {}
    assert set(found) == {p["paper_id"] for p in said}
    for paper in said:
        curated = found[paper["paper_id"]]
        assert (curated.decision, curated.rating) == (paper["decision"], paper["rating"])
        assert curated.tags == tuple(sorted(paper["tags"]))
        assert curated.note == one_line(paper["note"])


@pytest.mark.parametrize(
    ("content", "curated"),
    [
        (b"@article{x, title={A {LLaMA} Paper}, eprint={2404.06773v2}, keywords={a; b, c}}", ("a", "b", "c")),
        (b"@misc{x, title={T}, doi={10.48550/arXiv.2404.06773}, keywords={a}}", ("a",)),
        (b"TY  - JOUR\nTI  - T\nUR  - https://arxiv.org/abs/2404.06773\nKW  - a\nKW  - b\nER  - \n", ("a", "b")),
        (b"TY  - JOUR\r\nT1  - T\r\nAN  - arXiv:2404.06773\r\nKW  - a\r\n", ("a",)),
    ],
)
def test_a_file_that_went_through_a_reference_manager_is_read(content, curated):
    assert read(content) == [ImportedAnnotations("arxiv:2404.06773", tags=curated)]


@given(st.binary(max_size=200))
def test_any_file_is_read_or_refused(content):
    try:
        found = read(content)
    except ExportError:
        return
    assert isinstance(found, list)
