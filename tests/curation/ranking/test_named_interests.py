"""Names that a visitor follows, pins and mutes: kept, undone, judged when they come from outside."""

import pytest

from components.curation.annotations import annotation_set, decisions, kinds
from components.curation.ranking import named_interests as interests
from components.curation.ranking.named_interests import InterestError, Interests, Kind, clean_name


def kept(engine, workspace):
    return annotation_set.read(engine, workspace).interests


def test_names_come_and_go_and_each_step_can_be_undone(engine, workspace):
    assert not kept(engine, workspace)
    assert interests.choose(engine, workspace, Kind.AUTHOR, ["Ada Lovelace"], "1") == 1
    assert interests.choose(engine, workspace, Kind.AUTHOR, [" Ada  Lovelace", "ADA LOVELACE", "Alan Turing"], "2") == 1
    assert interests.choose(engine, workspace, Kind.MUTED, ["video"], "3") == 1
    assert kept(engine, workspace) == Interests(authors=("Ada Lovelace", "Alan Turing"), muted=("video",))
    assert kept(engine, workspace).of(Kind.MUTED) == ("video",)
    assert interests.choose(engine, workspace, Kind.AUTHOR, ["Alan Turing", "Grace Hopper"], "4") == 2
    assert [step.description for step in decisions.log(engine, workspace, 9)] == [
        "Followed “Grace Hopper”; No longer followed “Ada Lovelace”",
        "Muted the word “video”",
        "Followed “Alan Turing”",
        "Followed “Ada Lovelace”",
    ]
    for _ in range(2):
        decisions.undo(engine, workspace)
    assert sorted(kept(engine, workspace).authors) == ["Ada Lovelace", "Alan Turing"]
    assert kept(engine, workspace).muted == ()


@pytest.mark.parametrize("name", ["", "  ", "…!", "x" * 101, "\u200b"])
def test_what_names_nothing_is_refused_and_changes_nothing(engine, workspace, name):
    with pytest.raises(InterestError):
        interests.choose(engine, workspace, Kind.WORD, ["fine", name], "1")
    assert not kept(engine, workspace)


def test_there_may_be_fifty_of_a_kind(engine, workspace):
    with pytest.raises(InterestError, match="50"):
        interests.choose(engine, workspace, Kind.WORD, [f"w{number}" for number in range(51)], "1")


def test_a_name_has_no_line_ends():
    assert clean_name("a\r\nb\tc") == "a b c"


@pytest.mark.parametrize(
    ("kind", "name", "value", "fine"),
    [
        *(("interest/author", "Ada Lovelace", "1", True), ("interest/muted", "video", "1", True)),
        *(("interest/author", "Ada Lovelace", "2", False), ("interest/other", "video", "1", False)),
        *(("interest/word", " video", "1", False), ("interest/word", "x" * 101, "1", False)),
    ],
)
def test_names_from_outside_are_judged(kind, name, value, fine):
    assert (kinds.trouble(kind, name, value) == "") is fine
