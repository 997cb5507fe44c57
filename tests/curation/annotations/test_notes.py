import pytest

from components.curation.annotations import annotation_set, notes, tags
from components.curation.annotations.decisions import Decision, current, decide, undo
from components.curation.annotations.events import under_new_ids


def test_notes_are_kept_changed_taken_away_and_brought_back(engine, workspace):
    assert notes.write(engine, workspace, "a", "  Ask Ana\nabout <b>this</b> \x00", "1")
    assert notes.notes(engine, workspace) == {"a": "Ask Ana\nabout <b>this</b>"}
    assert not notes.write(engine, workspace, "a", "Ask Ana\nabout <b>this</b>", "2")
    assert notes.write(engine, workspace, "a", "", "3")
    assert notes.notes(engine, workspace) == {}
    undo(engine, workspace)
    assert notes.notes(engine, workspace) == {"a": "Ask Ana\nabout <b>this</b>"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("see\u00a0Table\u20092", "see Table 2"),
        ("one\r\ntwo", "one\ntwo"),
        ("👩\u200d💻 می\u200cخواهم", "👩\u200d💻 می\u200cخواهم"),
        ("\u202eabc\ud800\x00\u2066", "abc"),
        ("\u00a0\u3000", ""),
    ],
)
def test_a_note_keeps_its_spaces_and_joiners(engine, workspace, typed, kept):
    notes.write(engine, workspace, "a", typed, "1")
    assert notes.notes(engine, workspace).get("a", "") == kept


def test_what_was_said_under_an_earlier_id_can_be_taken_away(engine, workspace):
    earlier = {"arxiv:1": ("title:x",)}

    def seen():
        heard = annotation_set.read(engine, workspace).under_new_ids({"title:x": "arxiv:1"})
        return heard.decisions, heard.tags, heard.notes, heard.ratings

    decide(engine, workspace, {"title:x": Decision.STARRED, "title:y": Decision.STARRED}, "1")
    tags.tag(engine, workspace, ["title:x"], "new", "2")
    notes.write(engine, workspace, "title:x", "why", "3")
    notes.rate(engine, workspace, {"title:x": 4}, "4")
    decide(engine, workspace, {"arxiv:1": Decision.LATER}, "5", earlier)
    before = seen()
    assert before[0] == {"arxiv:1": Decision.LATER, "title:y": Decision.STARRED}
    assert decide(engine, workspace, {"arxiv:1": Decision.INBOX}, "6", earlier) == 1
    assert tags.untag(engine, workspace, ["arxiv:1"], "new", "7", earlier) == 1
    assert notes.write(engine, workspace, "arxiv:1", "", "8", earlier)
    assert notes.rate(engine, workspace, {"arxiv:1": 0}, "9", earlier) == 1
    assert seen() == ({"title:y": Decision.STARRED}, {}, {}, {})
    for _ in range(4):
        undo(engine, workspace)
    assert seen() == before


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
