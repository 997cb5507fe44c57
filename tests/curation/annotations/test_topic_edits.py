from components.curation.annotations import topic_edits
from components.curation.annotations.decisions import log, undo
from components.curation.annotations.topic_edits import Kept

ONE, TWO = Kept("0001", "arxiv:1", '{"act":"rename"}'), Kept("0002", "", '{"act":"forbid"}')


def test_edits_come_back_in_the_order_of_time(engine, workspace):
    topic_edits.keep(engine, workspace, [TWO], "Forbade a word", "1")
    topic_edits.keep(engine, workspace, [ONE], "Renamed a topic", "2")
    assert topic_edits.kept(engine, workspace) == (ONE, TWO)


def test_an_edit_is_undone_like_everything_else(engine, workspace):
    topic_edits.keep(engine, workspace, [ONE], "Renamed a topic", "1")
    step = undo(engine, workspace)
    assert step is not None
    assert step.says == "Renamed a topic"
    assert topic_edits.kept(engine, workspace) == ()


def test_taking_back_is_a_step_that_can_be_undone(engine, workspace):
    topic_edits.keep(engine, workspace, [ONE, TWO], "Brought two", "1")
    assert topic_edits.take_back(engine, workspace, [ONE], "Took back", "2") == 1
    assert topic_edits.kept(engine, workspace) == (TWO,)
    undo(engine, workspace)
    assert topic_edits.kept(engine, workspace) == (ONE, TWO)


def test_the_same_file_twice_changes_nothing(engine, workspace):
    assert topic_edits.keep(engine, workspace, [ONE, TWO], "Brought two", "1") == 2
    assert topic_edits.keep(engine, workspace, [ONE, TWO], "Brought two", "2") == 0
    assert len(log(engine, workspace)) == 1


def test_nobody_else_sees_them(engine, workspace):
    topic_edits.keep(engine, workspace, [ONE], "Renamed a topic", "1")
    assert topic_edits.kept(engine, "somebody else") == ()
