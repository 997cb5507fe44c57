import pytest

from components.curation.annotations import tags
from components.curation.annotations.decisions import log, undo


def test_papers_have_tags_in_alphabetical_order(engine, workspace):
    tags.tag(engine, workspace, ["a", "b"], "video", "1")
    tags.tag(engine, workspace, ["a"], "To read", "2")
    assert tags.tags(engine, workspace) == {"a": ("To read", "video"), "b": ("video",)}
    assert tags.names(engine, workspace) == {"To read": 1, "video": 2}


def test_a_tag_is_taken_off_and_that_is_undone(engine, workspace):
    tags.tag(engine, workspace, ["a", "b"], "video", "1")
    assert tags.untag(engine, workspace, ["a", "c"], "video", "2") == 1
    assert tags.tags(engine, workspace) == {"b": ("video",)}
    undo(engine, workspace)
    assert tags.names(engine, workspace) == {"video": 2}


def test_the_spelling_that_is_there_is_kept(engine, workspace):
    tags.tag(engine, workspace, ["a"], "To Read", "1")
    tags.tag(engine, workspace, ["b"], " #to  read ", "2")
    assert tags.names(engine, workspace) == {"To Read": 2}


def test_renaming_moves_papers_and_merges_with_a_tag_that_is_there(engine, workspace):
    tags.tag(engine, workspace, ["a", "b"], "old", "1")
    tags.tag(engine, workspace, ["b", "c"], "new", "2")
    assert tags.rename(engine, workspace, "old", "New", "3") == 2
    assert tags.names(engine, workspace) == {"new": 3}
    undo(engine, workspace)
    assert tags.tags(engine, workspace) == {"a": ("old",), "b": ("new", "old"), "c": ("new",)}


def test_capitals_can_be_changed_by_renaming(engine, workspace):
    tags.tag(engine, workspace, ["a"], "llm", "1")
    tags.rename(engine, workspace, "llm", "LLM", "2")
    assert tags.names(engine, workspace) == {"LLM": 1}


def test_a_deleted_tag_is_one_step(engine, workspace):
    tags.tag(engine, workspace, list("abc"), "x/y", "1")
    assert tags.delete(engine, workspace, "x/y", "2") == 3
    assert tags.tags(engine, workspace) == {}
    assert [step.description for step in log(engine, workspace)] == [
        "Deleted the tag “x/y” (3 papers)",
        "Tagged 3 papers “x/y”",
    ]


@pytest.mark.parametrize("name", ["", "  ", "#", "-video", "a,b", "x" * 61, "\n"])
def test_what_cannot_be_a_tag_is_refused_in_words(engine, workspace, name):
    with pytest.raises(tags.TagError, match="tag"):
        tags.tag(engine, workspace, ["a"], name, "1")
    assert tags.tags(engine, workspace) == {}


def test_a_paper_that_was_two_has_the_tags_of_both():
    assert tags.under_new_ids({"a": ("x",), "b": ("y", "x"), "c": ("z",)}, {"b": "a", "c": "d"}) == {
        "a": ("x", "y"),
        "d": ("z",),
    }
