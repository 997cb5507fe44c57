from components.curation.annotations import topic_edits
from components.curation.annotations.decisions import log, undo
from components.curation.annotations.topic_edits import StoredEdit

ONE, TWO = StoredEdit("0001", "arxiv:1", '{"act":"rename"}'), StoredEdit("0002", "", '{"act":"forbid"}')


def test_edits_come_back_in_the_order_of_time(engine, workspace):
    topic_edits.append(engine, workspace, [TWO], "Forbade a word", "1")
    topic_edits.append(engine, workspace, [ONE], "Renamed a topic", "2")
    assert topic_edits.stored_edits(engine, workspace) == (ONE, TWO)


def test_an_edit_is_undone_like_everything_else(engine, workspace):
    topic_edits.append(engine, workspace, [ONE], "Renamed a topic", "1")
    step = undo(engine, workspace)
    assert step is not None
    assert step.description == "Renamed a topic"
    assert topic_edits.stored_edits(engine, workspace) == ()


def test_taking_back_is_a_step_that_can_be_undone(engine, workspace):
    topic_edits.append(engine, workspace, [ONE, TWO], "Brought two", "1")
    assert topic_edits.remove(engine, workspace, [ONE], "Took back", "2") == 1
    assert topic_edits.stored_edits(engine, workspace) == (TWO,)
    undo(engine, workspace)
    assert topic_edits.stored_edits(engine, workspace) == (ONE, TWO)


def test_the_same_file_twice_changes_nothing(engine, workspace):
    assert topic_edits.append(engine, workspace, [ONE, TWO], "Brought two", "1") == 2
    assert topic_edits.append(engine, workspace, [ONE, TWO], "Brought two", "2") == 0
    assert len(log(engine, workspace)) == 1


def test_nobody_else_sees_them(engine, workspace):
    topic_edits.append(engine, workspace, [ONE], "Renamed a topic", "1")
    assert topic_edits.stored_edits(engine, "somebody else") == ()
