"""What an import would change: papers are found by what names them, only what a file holds changes, one undo does."""

from pathlib import Path

import pandas as pd
import pytest

from components.curation.annotations import annotation_set, decisions, notes, tags
from components.curation.annotations.annotation_set import Annotations
from components.curation.annotations.decisions import Decision
from components.curation.workspaces.tokens import new_token
from components.curation.workspaces.workspaces import workspace_id
from components.sharing.importing.imported import ImportedPaper
from components.sharing.importing.matching import PaperIndex, match
from components.sharing.importing.plan import apply, plan
from components.sharing.importing.read_file import read
from components.store.database import open_store
from tests.sharing.zotero.through import annotated, kept

PAPERS = pd.DataFrame(
    [
        ("arxiv:2404.06773", "Adapting LLaMA Decoder", "", "2404.06773"),
        ("title:000000000001", "Deep Nets", "10.1145/3097983.3098036", ""),
        ("title:000000000002", "Editorial", "", ""),
        ("title:000000000003", "Editorial", "", ""),
    ],
    columns=["paper_id", "title", "doi", "arxiv_id"],
)
INDEX = PaperIndex(PAPERS, {"title:0000000000ff": "arxiv:2404.06773"})


@pytest.fixture
def engine(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path}/atlas.sqlite")
    yield engine
    engine.dispose()


@pytest.fixture
def workspace(engine):
    return workspace_id(engine, new_token())


@pytest.mark.parametrize(
    ("paper", "ids"),
    [
        (ImportedPaper("", paper_id="arxiv:2404.06773"), ["arxiv:2404.06773"]),
        (ImportedPaper("", paper_id="title:0000000000ff"), ["arxiv:2404.06773"]),  # an id that it had
        (ImportedPaper("", doi="10.1145/3097983.3098036", title="Renamed"), ["title:000000000001"]),
        (ImportedPaper("", arxiv_id="2404.06773", title="Renamed"), ["arxiv:2404.06773"]),
        (ImportedPaper("", paper_id="title:9", title="Deep  nets."), ["title:000000000001"]),
        (ImportedPaper("", title="Editorial"), ["title:000000000002", "title:000000000003"]),
        (ImportedPaper("", paper_id="title:000000000003", title="Editorial"), ["title:000000000003"]),
        (ImportedPaper("", title="Elsewhere"), []),
        (ImportedPaper(""), []),
    ],
)
def test_papers_are_found_by_what_names_them(paper, ids):
    assert INDEX.find(paper) == ids


def test_what_is_found_in_no_digest_is_told():
    stored = [ImportedPaper("Row 2", title="Elsewhere", rating=3), ImportedPaper("Row 3", title="Editorial", rating=3)]
    matches = match([*stored, ImportedPaper("Row 4", title="Elsewhere too")], INDEX)
    assert (matches.found, matches.missing, matches.ambiguous) == ((), (stored[0],), (stored[1],))


def planned(engine, workspace, content):
    return plan(match(read(content).papers, INDEX), annotation_set.read(engine, workspace))


def test_somebody_elses_file_clears_nothing(engine, workspace):
    """A .bib, .ris or CSL file without our fields took star, note and rating away."""
    decisions.decide(engine, workspace, {"arxiv:2404.06773": Decision.STARRED}, "1")
    notes.write(engine, workspace, "arxiv:2404.06773", "Mine", "2")
    notes.rate(engine, workspace, {"arxiv:2404.06773": 5}, "3")
    before = annotation_set.read(engine, workspace)
    for content in (
        b"@article{x, title={Adapting {LLaMA} Decoder}, keywords={new}}",
        b"TY  - JOUR\nTI  - Adapting LLaMA Decoder\nKW  - new\nER  - \n",
        b'[{"id": "http://zotero.org/x", "type": "article", "title": "Adapting LLaMA Decoder", "keyword": "new"}]',
        b"title,tags\nAdapting LLaMA Decoder,new\n",
    ):
        wanted = planned(engine, workspace, content)
        assert [(each.field, each.before, each.after) for each in wanted.sets] == [("Tag", "", "new")]
        assert wanted.removals == ()
    assert annotation_set.read(engine, workspace) == before


def test_what_a_file_leaves_empty_is_apart(engine, workspace):
    decisions.decide(engine, workspace, {"arxiv:2404.06773": Decision.STARRED}, "1")
    notes.write(engine, workspace, "title:000000000001", "Mine", "2")
    table = b"paper_id,decision,note,rating\narxiv:2404.06773,inbox,Hello,\ntitle:000000000001,later,,\n"
    wanted = planned(engine, workspace, table)
    assert [(each.paper_id, each.field, each.before, each.after) for each in wanted.sets] == [
        ("arxiv:2404.06773", "Note", "", "Hello"),
        ("title:000000000001", "Decision", "", "later"),
    ]
    assert [(each.paper_id, each.field, each.before) for each in wanted.removals] == [
        ("arxiv:2404.06773", "Decision", "starred"),
        ("title:000000000001", "Note", "Mine"),
    ]
    assert apply(engine, workspace, wanted.sets, "b") == 2
    assert decisions.current(engine, workspace)["arxiv:2404.06773"] == Decision.STARRED
    assert notes.notes(engine, workspace)["title:000000000001"] == "Mine"


def test_an_import_is_one_step_that_can_be_undone(engine, workspace):
    tags.tag(engine, workspace, ["arxiv:2404.06773"], "Mine", "1")
    before = annotation_set.read(engine, workspace)
    table = b"title,tags,rating\nAdapting LLaMA Decoder,mine; new,4\nDeep Nets,NEW,2\n"
    wanted = planned(engine, workspace, table)
    assert apply(engine, workspace, wanted.sets, "b") == 4
    assert apply(engine, workspace, wanted.sets, "b") == 0
    now = annotation_set.read(engine, workspace)
    assert now.tags == {"arxiv:2404.06773": ("Mine", "new"), "title:000000000001": ("new",)}  # one spelling
    assert now.ratings == {"arxiv:2404.06773": 4, "title:000000000001": 2}
    decisions.undo(engine, workspace)
    after = annotation_set.read(engine, workspace)
    assert (after.tags, after.ratings) == (before.tags, before.ratings)
    assert planned(engine, workspace, table) == wanted


def test_the_same_again_changes_nothing(engine, workspace):
    table = b"title,decision,note,rating,tags\nDeep Nets,starred,Hello,4,a\n"
    apply(engine, workspace, planned(engine, workspace, table).sets, "b")
    again = planned(engine, workspace, table)
    assert (again.sets, again.removals) == ((), ())


@pytest.mark.parametrize(
    "file", sorted((Path(__file__).parent / "zotero").glob("exported.*")), ids=lambda file: file.name
)
def test_what_went_through_zotero_comes_back_whole(file):
    """The files are what Zotero's own translators made of our exports (`python -m tests.sharing.zotero`)."""
    papers = kept()
    matches = match(read(file.read_bytes()).papers, PaperIndex(papers, {}))
    assert (matches.missing, matches.ambiguous) == ((), ())
    got: dict[tuple[str, str], set[str]] = {}
    for each in plan(matches, Annotations()).sets:
        got.setdefault((each.paper_id, each.field), set()).add(each.after)
    wanted = annotated(papers, carries_lines=file.suffix != ".bib")
    assert got == {(paper_id, field): values for paper_id, field, values in wanted}
