import pytest

from components.curation import notes
from components.curation.decisions import Decision, current, decide, undo
from components.curation.events import under_new_ids


def test_notes_are_kept_changed_taken_away_and_brought_back(engine, workspace):
    assert notes.write(engine, workspace, "a", "  Ask Ana\nabout <b>this</b> \x00", "1")
    assert notes.notes(engine, workspace) == {"a": "Ask Ana\nabout <b>this</b>"}
    assert not notes.write(engine, workspace, "a", "Ask Ana\nabout <b>this</b>", "2")
    assert notes.write(engine, workspace, "a", "", "3")
    assert notes.notes(engine, workspace) == {}
    undo(engine, workspace)
    assert notes.notes(engine, workspace) == {"a": "Ask Ana\nabout <b>this</b>"}


def test_ratings_are_numbers_that_can_be_reset(engine, workspace):
    notes.rate(engine, workspace, {"a": 5, "b": 1}, "1")
    notes.rate(engine, workspace, {"b": 0}, "2")
    assert notes.ratings(engine, workspace) == {"a": 5}


@pytest.mark.parametrize("rating", [-1, 6])
def test_a_rating_out_of_range_is_refused(engine, workspace, rating):
    with pytest.raises(notes.NoteError, match="from 1 to 5"):
        notes.rate(engine, workspace, {"a": 3, "b": rating}, "1")
    assert notes.ratings(engine, workspace) == {}


def test_a_note_that_is_too_long_is_refused(engine, workspace):
    with pytest.raises(notes.NoteError, match="20,001 characters"):
        notes.write(engine, workspace, "a", "x" * 20_001, "1")


def test_what_was_said_of_two_papers_that_are_one_is_decided_by_the_later(engine, workspace):
    decide(engine, workspace, {"z": Decision.HIDDEN}, "1")
    decide(engine, workspace, {"a": Decision.STARRED}, "2")
    assert under_new_ids(current(engine, workspace), {"z": "a"}) == {"a": Decision.STARRED}
    decide(engine, workspace, {"z": Decision.LATER}, "3")
    assert under_new_ids(current(engine, workspace), {"z": "a"}) == {"a": Decision.LATER}
