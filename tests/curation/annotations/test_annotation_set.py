"""Everything said about papers, read at once: the same as each part read by itself."""

from __future__ import annotations

from components.curation.annotations import annotation_set, decisions, duplicate_decisions, events, notes, tags
from components.curation.annotations.decisions import Decision


def fill(engine, workspace):
    decisions.decide(engine, workspace, {"a": Decision.STARRED, "b": Decision.HIDDEN, "c": Decision.LATER}, "1")
    tags.tag(engine, workspace, ["a", "c"], "to read", "2")
    tags.tag(engine, workspace, ["a"], "Ana", "3")
    notes.write(engine, workspace, "b", "Ask\nBo", "4")
    notes.rate(engine, workspace, {"a": 4}, "5")
    duplicate_decisions.decide_duplicates(engine, workspace, {("c", "b"): "different"}, "6")


def test_all_at_once_is_what_each_part_says(engine, workspace):
    fill(engine, workspace)
    found = annotation_set.read(engine, workspace)
    assert found.decisions == decisions.current(engine, workspace)
    assert found.tags == tags.tags(engine, workspace) == {"a": ("Ana", "to read"), "c": ("to read",)}
    assert found.notes == notes.notes(engine, workspace) == {"b": "Ask\nBo"}
    assert found.ratings == notes.ratings(engine, workspace) == {"a": 4}
    assert (
        found.duplicate_decisions
        == duplicate_decisions.duplicate_decisions(engine, workspace)
        == {("b", "c"): "different"}
    )


def test_the_version_grows_with_every_step_and_with_none_else(engine, workspace):
    seen = [annotation_set.version(engine, workspace)]
    assert seen == [0]
    for step in range(3):
        decisions.decide(engine, workspace, {"a": list(Decision)[step + 1]}, f"step {step}")
        seen.append(annotation_set.version(engine, workspace))
    decisions.undo(engine, workspace)
    seen.append(annotation_set.version(engine, workspace))
    assert seen == sorted(set(seen))
    decisions.decide(engine, "somebody else", {"a": Decision.STARRED}, "hers")
    assert annotation_set.version(engine, workspace) == seen[-1] == annotation_set.read(engine, workspace).version


def test_a_paper_that_got_another_id_keeps_what_was_said(engine, workspace):
    fill(engine, workspace)
    moved = annotation_set.read(engine, workspace).under_new_ids({"a": "arxiv:1", "c": "arxiv:1"})
    assert moved.decisions == {"arxiv:1": Decision.LATER, "b": Decision.HIDDEN}
    assert moved.tags == {"arxiv:1": ("Ana", "to read")}
    assert moved.ratings == {"arxiv:1": 4}
    assert annotation_set.Annotations().under_new_ids({"a": "b"}) == annotation_set.Annotations()


def test_the_log_can_name_the_papers_of_small_steps(engine, workspace):
    decisions.decide(engine, workspace, {"a": Decision.STARRED, "b": Decision.STARRED}, "two")
    decisions.decide(engine, workspace, dict.fromkeys("cdef", Decision.HIDDEN), "four")
    tags.tag(engine, workspace, ["a"], "x", "tag")
    decisions.decide(engine, "somebody else", {"z": Decision.STARRED}, "hers")
    assert events.papers(engine, workspace) == {"two": ("a", "b"), "tag": ("a",)}
    assert events.papers(engine, workspace, limit=1) == {"tag": ("a",)}
