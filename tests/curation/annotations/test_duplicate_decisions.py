from components.curation.annotations.decisions import log, undo
from components.curation.annotations.duplicate_decisions import decide_duplicates, duplicate_decisions


def test_an_answer_holds_for_a_pair_in_either_order(engine, workspace):
    decide_duplicates(engine, workspace, {("b", "a"): "same", ("c", "d"): "different"}, "1")
    assert duplicate_decisions(engine, workspace) == {("a", "b"): "same", ("c", "d"): "different"}
    decide_duplicates(engine, workspace, {("a", "b"): "different"}, "2")
    assert duplicate_decisions(engine, workspace)["a", "b"] == "different"


def test_an_answer_can_be_taken_back(engine, workspace):
    decide_duplicates(engine, workspace, {("a", "b"): "same"}, "1")
    decide_duplicates(engine, workspace, {("b", "a"): None}, "2")
    assert duplicate_decisions(engine, workspace) == {}
    undo(engine, workspace)
    assert duplicate_decisions(engine, workspace) == {("a", "b"): "same"}
    assert [step.description for step in log(engine, workspace)][1:] == [
        "Withdrew a decision about two papers",
        "Merged two papers as the same",
    ]


def test_a_paper_is_no_pair_with_itself(engine, workspace):
    assert decide_duplicates(engine, workspace, {("a", "a"): "same"}, "1") == 0


def test_ids_with_slashes_and_wildcards_come_back_whole(engine, workspace):
    pair = ("arxiv:cs/0101001%_", "title:0/1")
    decide_duplicates(engine, workspace, {pair: "same"}, "1")
    assert duplicate_decisions(engine, workspace) == {pair: "same"}
