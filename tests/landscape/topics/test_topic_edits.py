"""What a person's edits do to topics, and that they find their papers again."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.landscape.topics.hierarchy import Hierarchy
from components.landscape.topics.topic_editing import EditState, apply_edits, split_in_two
from components.landscape.topics.topic_edits import (
    FORMAT,
    MOST_BYTES,
    MOST_EDITS,
    VERSION,
    EditAction,
    TopicEdit,
    UnreadableEditsError,
    edit_from_json,
    edits_from_file,
    edits_to_file,
)
from tests.landscape.hand_made import unit_vectors

IDS = tuple(f"p{row}" for row in range(40))
TOPIC = np.arange(40) % 8 // 2  # two of the groups that `unit_vectors` makes are a topic


def tree(count: int = 40) -> Hierarchy:
    """Eight small groups, two a topic; topics 0 and 1 merge, then 2 and 3, then all."""
    vectors = unit_vectors(count, groups=8)
    leaf = np.arange(count) % 8
    means = np.stack([vectors[leaf == group].mean(axis=0) for group in range(8)])
    merges = [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9), (10, 11), (12, 13)]
    near = np.round(np.clip(vectors @ means.T, -1, 1) * 127).astype(np.int8)
    none = np.full((15, 1), -1, dtype=np.int32)
    return Hierarchy(
        leaf.astype(np.int16), np.array(merges, dtype=np.int32), near, (means @ means.T).astype(np.float32),
        4, 2, (), (), none, np.zeros((15, 1), dtype=np.float32), np.zeros((15, 1), dtype=np.float32),
    )  # fmt: skip


def of(topic: int, ids=IDS) -> tuple[str, ...]:
    return tuple(each for each, number in zip(ids, TOPIC, strict=False) if number == topic)


def edit(action: EditAction, *groups, text: str = "", paper: str = "", number: int = 0) -> TopicEdit:
    return TopicEdit(f"{number:04d}", action, tuple(map(tuple, groups)), text, paper)


def topics_of(shape) -> set[frozenset[str]]:
    return {frozenset(np.array(IDS)[shape.labels == label]) for label in set(shape.labels.tolist())}


def test_a_name_goes_with_its_papers_at_every_level():
    rename = edit(EditAction.RENAME, of(2), text="Mine")
    grown = tree()
    for level, named in ((4, of(2)), (8, of(2)), (2, of(2) + of(3))):
        shape = apply_edits(grown, grown.cut_papers(level), IDS, [rename])
        [label] = shape.names
        assert set(np.array(IDS)[shape.labels == label]) <= set(named)
        assert shape.log[0].state is EditState.KEPT
    everything = apply_edits(grown, np.zeros(40, dtype=int), IDS, [rename])
    assert everything.names == {}
    assert everything.log[0].state is EditState.DISSOLVED
    assert "larger" in everything.log[0].sentence


def test_merged_topics_stay_merged_and_keep_a_name_given_before():
    grown = tree()
    edits = [edit(EditAction.RENAME, of(1), text="Mine"), edit(EditAction.MERGE, of(1), of(3), number=1)]
    shape = apply_edits(grown, grown.cut_papers(4), IDS, edits)
    assert topics_of(shape) == {frozenset(of(0)), frozenset(of(2)), frozenset(of(1) + of(3))}
    assert list(shape.names.values()) == ["Mine"]
    again = apply_edits(grown, np.zeros(40, dtype=int), IDS, edits[1:])
    assert again.log[0].state is EditState.ALREADY


def test_split_halves_stay_apart_and_new_papers_go_to_the_nearer_half():
    grown = tree()
    rows = np.flatnonzero(TOPIC == 0)
    found = split_in_two(grown, rows)
    assert found is not None
    one, other = found
    assert sorted([*one, *other]) == rows.tolist()
    groups = [[IDS[row] for row in half] for half in found]
    known = [[each for each in group if each not in {"p0", "p1"}] for group in groups]  # two papers came later
    shape = apply_edits(grown, grown.cut_papers(4), IDS, [edit(EditAction.SPLIT, *known)])
    assert {frozenset(group) for group in groups} <= topics_of(shape)
    assert (
        apply_edits(grown, grown.cut_papers(8), IDS, [edit(EditAction.SPLIT, *known)]).log[0].state is EditState.ALREADY
    )


@pytest.mark.parametrize(("rows", "whole"), [(0, True), (3, True), (4, False), (5, False), (10, False)])
def test_only_four_papers_or_more_can_be_halved(rows, whole):
    found = split_in_two(tree(), np.flatnonzero(TOPIC == 1)[:rows])
    assert (found is None) == whole
    if found:
        assert min(map(len, found)) >= 2


def test_identical_papers_can_be_halved_too():
    grown = tree()
    same = Hierarchy(
        np.zeros(40, dtype=np.int16), np.zeros((0, 2), dtype=np.int32), np.full((40, 1), 127, dtype=np.int8),
        np.ones((1, 1), dtype=np.float32), 1, 1, (), (), grown.node_phrases[:1], grown.node_scores[:1],
        grown.node_coverage[:1],
    )  # fmt: skip
    found = split_in_two(same, np.arange(6))
    assert found is not None
    assert sorted(np.concatenate(found).tolist()) == list(range(6))


@pytest.mark.parametrize("level", [1, 2, 3, 4, 6, 8])
def test_a_pinned_topic_has_its_papers_at_every_level(level):
    grown = tree()
    shape = apply_edits(grown, grown.cut_papers(level), IDS, [edit(EditAction.PIN, of(2), text="Pinned")])
    [label] = shape.pinned
    assert set(np.array(IDS)[shape.labels == label]) == set(of(2))
    assert shape.names[label] == "Pinned"


def test_a_pinned_topic_takes_in_new_papers_like_its_own():
    grown = tree()
    shape = apply_edits(grown, grown.cut_papers(4), IDS, [edit(EditAction.PIN, of(2)[:-2], text="Pinned")])
    assert frozenset(of(2)) in topics_of(shape)
    assert "2 more" in shape.log[0].sentence


def test_a_moved_paper_stays_where_it_was_put():
    grown = tree()
    move = edit(EditAction.MOVE, of(3), paper="p0")
    for level in (4, 2):
        shape = apply_edits(grown, grown.cut_papers(level), IDS, [move])
        assert shape.labels[0] == shape.labels[IDS.index(of(3)[0])]
    assert apply_edits(grown, grown.cut_papers(1), IDS, [move]).log[0].state is EditState.ALREADY
    gone = apply_edits(grown, grown.cut_papers(4), IDS, [edit(EditAction.MOVE, of(3), paper="elsewhere")])
    assert gone.log[0].state is EditState.WAITING


def test_a_new_topic_has_no_name_that_a_topic_left_behind():
    grown = tree()
    edits = [
        edit(EditAction.RENAME, of(3), text="Mine"),
        edit(EditAction.PIN, of(3), text="Mine", number=1),
        edit(EditAction.MERGE, of(0), of(3), number=2),
        edit(EditAction.SPLIT, of(1)[:5], of(1)[5:], number=3),
    ]
    shape = apply_edits(grown, grown.cut_papers(4), IDS, edits)
    there = set(shape.labels.tolist())
    [named] = [label for label in shape.names if label in there]
    assert set(np.array(IDS)[shape.labels == named]) == {*of(0), *of(3)}


@pytest.mark.parametrize("text", [r"\ud800", r"\u0000"])
@pytest.mark.parametrize("where", ["words", "id"])
def test_what_no_database_can_hold_is_refused(text, where):
    line = {"id": "1", "act": "forbid", "words": "word"} | {where: "HERE"}
    with pytest.raises(UnreadableEditsError):
        edit_from_json(json.dumps(line).replace("HERE", f"a{text}"))


def test_edits_wait_while_their_papers_are_not_loaded():
    elsewhere = tuple(f"q{row}" for row in range(10))
    grown = tree()
    edits = [
        edit(EditAction.RENAME, elsewhere, text="Mine"),
        edit(EditAction.MERGE, of(0), elsewhere),
        edit(EditAction.SPLIT, of(0), elsewhere),
        edit(EditAction.PIN, elsewhere, text="Mine"),
        edit(EditAction.MOVE, elsewhere, paper="p1"),
    ]
    shape = apply_edits(grown, grown.cut_papers(4), IDS, edits)
    assert [outcome.state for outcome in shape.log] == [EditState.WAITING] * 5
    assert topics_of(shape) == {frozenset(of(topic)) for topic in range(4)}


def test_of_two_names_for_one_topic_the_later_of_the_same_papers_and_the_better_of_others_counts():
    grown, labels = tree(), tree().cut_papers(2)
    again = [edit(EditAction.RENAME, of(0), text="Old"), edit(EditAction.RENAME, of(0), text="New", number=1)]
    shape = apply_edits(grown, labels, IDS, again)
    assert list(shape.names.values()) == ["New"]
    assert [outcome.state for outcome in shape.log] == [EditState.DISSOLVED, EditState.KEPT]
    both = [edit(EditAction.RENAME, of(0) + of(1), text="Both"), edit(EditAction.RENAME, of(1), text="One", number=1)]
    assert list(apply_edits(grown, labels, IDS, both).names.values()) == ["Both"]


def test_edits_follow_papers_that_got_another_id():
    old = edit(EditAction.MOVE, ("title:a", "title:b"), paper="title:c")
    new = old.under_new_ids({"title:a": "arxiv:1", "title:b": "arxiv:1", "title:c": "arxiv:2"})
    assert (new.groups, new.paper) == ((("arxiv:1",),), "arxiv:2")


letters = st.characters(codec="utf-8", exclude_characters="\0")  # what a database can hold
ids = st.lists(st.text(letters, min_size=1, max_size=20), min_size=1, max_size=4, unique=True).map(tuple)
names = st.text(letters, min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)
any_edit = st.one_of(
    st.builds(TopicEdit, names, st.just(EditAction.RENAME), st.tuples(ids), names),
    st.builds(TopicEdit, names, st.just(EditAction.PIN), st.tuples(ids), names),
    st.builds(TopicEdit, names, st.just(EditAction.MERGE), st.tuples(ids, ids)),
    st.builds(TopicEdit, names, st.just(EditAction.SPLIT), st.tuples(ids, ids), names=st.tuples(names)),
    st.builds(TopicEdit, names, st.just(EditAction.FORBID), st.just(()), names),
    st.builds(TopicEdit, names, st.just(EditAction.MOVE), st.tuples(ids), paper=names),
)


@given(st.lists(any_edit, max_size=6))
def test_a_file_of_edits_comes_back_as_it_was(edits):
    assert edits_from_file(edits_to_file(edits)) == tuple(edits)


HEAD = json.dumps({"format": FORMAT, "version": VERSION})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no edits"),
        (b"\xff\xfe", "no edits"),
        (b"{}", "no edits"),
        (b"[]", "no edits"),
        (json.dumps({"format": FORMAT, "version": 99}).encode(), "no edits"),
        (f"{HEAD}\nnonsense".encode(), "Line 2"),
        (f'{HEAD}\n\n{{"id": "1", "act": "explode"}}'.encode(), "Line 3"),
        (f'{HEAD}\n{{"id": "1", "act": "rename", "groups": [["a"]]}}'.encode(), "missing"),
        (f'{HEAD}\n{{"id": "1", "act": "merge", "groups": [["a"]]}}'.encode(), "papers"),
        (f'{HEAD}\n{{"id": "1", "act": "pin", "groups": [[]], "words": "x"}}'.encode(), "papers"),
        (f'{HEAD}\n{{"id": 7, "act": "forbid", "words": "x"}}'.encode(), "Line 2"),
        (f'{HEAD}\n{{"id": "1", "act": "forbid", "words": "{"x" * 200}"}}'.encode(), "Line 2"),
        ((HEAD + '\n{"id": "1", "act": "forbid", "words": "x"}' * (MOST_EDITS + 1)).encode(), "at most"),
        (b" " * (MOST_BYTES + 1), "too large"),
    ],
)
def test_what_is_no_file_of_edits_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(UnreadableEditsError, match=sentence):
        edits_from_file(content)


some = st.lists(st.sampled_from([*IDS, "gone"]), min_size=1, max_size=12, unique=True).map(tuple)
acts = st.one_of(
    st.builds(TopicEdit, st.just("1"), st.just(EditAction.RENAME), st.tuples(some), names),
    st.builds(TopicEdit, st.just("2"), st.just(EditAction.PIN), st.tuples(some), names),
    st.builds(TopicEdit, st.just("3"), st.just(EditAction.MERGE), st.tuples(some, some)),
    st.builds(TopicEdit, st.just("4"), st.just(EditAction.SPLIT), st.tuples(some, some)),
    st.builds(TopicEdit, st.just("5"), st.just(EditAction.MOVE), st.tuples(some), paper=st.sampled_from(IDS)),
)


@given(st.lists(acts, max_size=8), st.sampled_from([1, 2, 4, 8]))
def test_whatever_is_done_every_paper_has_a_topic_and_the_same_edits_give_the_same(edits, level):
    grown = tree()
    one, other = (apply_edits(grown, grown.cut_papers(level), IDS, edits) for _ in range(2))
    assert len(one.labels) == len(IDS)
    assert len(one.log) == len(edits)
    assert np.array_equal(one.labels, other.labels)
    assert set(one.names) | one.pinned <= set(one.labels.tolist()) | set(one.names)
    assert all(outcome.sentence for outcome in one.log)


def test_every_edit_says_what_was_done():
    assert (
        edit_from_json(TopicEdit("1", EditAction.MERGE, (("a",), ("b",)), names=("A", "B")).as_json()).sentence
        == "Merged “A” and “B”"
    )
    assert TopicEdit("1", EditAction.RENAME, (("a",),), "B", names=("A",)).sentence == "Renamed “A” to “B”"
    assert TopicEdit("1", EditAction.FORBID, (), "novel").sentence == "Named no topic by “novel”"
