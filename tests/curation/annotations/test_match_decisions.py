"""What a visitor decided about records of services: kept as events, undone, judged when it comes from outside."""

import pytest

from components.curation.annotations import annotation_set, kinds
from components.curation.annotations.decisions import log, undo
from components.curation.annotations.match_decisions import decide_matches, key_of, kind_of

KEY = ("ab" * 32, "crossref", "10.1000/one/two%_")
OTHER = ("cd" * 32, "openalex", "W1")


def decided(engine, workspace):
    return dict(annotation_set.read(engine, workspace).match_decisions)


def test_a_decision_holds_for_one_record_and_can_be_undone(engine, workspace):
    assert decide_matches(engine, workspace, {KEY: ("title:0", "same")}, "1") == 1
    assert decide_matches(engine, workspace, {KEY: ("title:0", "same")}, "1") == 0
    decide_matches(engine, workspace, {KEY: ("title:0", "different"), OTHER: ("arxiv:1", "same")}, "2")
    assert decided(engine, workspace) == {KEY: "different", OTHER: "same"}
    undo(engine, workspace)
    assert decided(engine, workspace) == {KEY: "same"}
    undo(engine, workspace)
    assert decided(engine, workspace) == {}
    assert [step.description for step in log(engine, workspace)][2:] == [
        "Decided about 2 records whether they are these papers",
        "Confirmed that a record is this paper",
    ]


def test_a_record_without_a_word_for_an_id_is_left_out(engine, workspace):
    odd = {("ab" * 32, "crossref", record): ("a", "same") for record in ("", "two words", "x" * 501)}
    assert decide_matches(engine, workspace, odd, "1") == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (kind_of(KEY), "same", True),
        (kind_of(KEY), "different", True),
        (kind_of(KEY), "perhaps", False),
        ("match/abc/crossref/1", "same", False),
        (f"match/{'ab' * 32}/Cross ref/1", "same", False),
        (f"match/{'ab' * 32}/crossref/", "same", False),
    ],
)
def test_what_comes_from_outside_is_judged(kind, value, kept):
    assert (kinds.trouble(kind, "title:0", value) == "") is kept
    assert (key_of(kind) == KEY) is kept or value == "perhaps"
