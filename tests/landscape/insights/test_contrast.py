from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.landscape.insights.contrast import READ_PER_GROUP, contrast, marks
from tests.landscape.conftest import made_up_papers
from tests.landscape.hand_made import unit_vectors


def group(papers: pd.DataFrame, subject: int) -> list[str]:
    return papers["paper_id"].iloc[subject::4].tolist()


@pytest.fixture(scope="module")
def papers():
    return made_up_papers(80)


@pytest.fixture(scope="module")
def told(papers):
    return contrast(papers, group(papers, 0), group(papers, 1), unit_vectors(80))


def test_each_side_says_its_own_words(told):
    assert told.left[0].phrase == "causal discovery"
    assert "speech synthesis" in [each.phrase for each in told.right]
    for each in told.left:
        assert each.side == "left"
        assert each.left > each.right
    for each in told.right:
        assert each.right > each.left
    for side in (told.left, told.right):
        z = [each.z for each in side]
        assert z == sorted(z, reverse=True)
        assert min(z) >= 1.28
    assert told.sentence.startswith("20 papers against 20:")


def test_what_every_abstract_says_separates_nothing(told):
    shown = {word for each in (*told.left, *told.right) for word in each.key}
    assert not shown & {"novel", "framework", "we", "propose", "result", "it"}


def test_swapping_the_groups_swaps_the_sides(papers, told):
    other = contrast(papers, group(papers, 1), group(papers, 0), unit_vectors(80))
    assert [(each.key, each.z) for each in other.right] == [(each.key, each.z) for each in told.left]
    assert [each.paper_id for each in other.border] == [each.paper_id for each in told.border]


def test_marks_are_the_places_where_the_text_says_it(papers, told):
    text = papers["abstract"][0]
    found = marks(text, told)
    assert found
    assert {mark.side for mark in found} == {"left"}
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert "causal discovery" in {text[mark.start : mark.end] for mark in found}


def short_forms() -> pd.DataFrame:
    long, short = "We study large language models (LLMs) for dialogue.", "An LLM agent plans; LLMs' plans are long."
    other = "We study graph databases, their index and their query language."
    rows = [("Agents", long), ("Plans", short), ("Talks", short), ("Chat", long)] + [("Stores", other)] * 4
    return pd.DataFrame(
        [(f"p{row}", *each) for row, each in enumerate(rows)], columns=["paper_id", "title", "abstract"]
    )


def test_a_short_form_counts_and_is_marked_as_what_it_stands_for():
    papers = short_forms()
    told = contrast(papers, papers["paper_id"][:4], papers["paper_id"][4:])
    found = next(each for each in told.left if each.key == ("large", "language", "model"))
    assert (found.phrase, found.left, found.right) == ("large language models", 4, 0)
    text = papers["abstract"][1]
    assert [text[mark.start : mark.end] for mark in marks(text, told) if mark.phrase == found.phrase] == ["LLM", "LLMs"]


EMPTY = [
    ([], [], "Choose two groups of papers to compare."),
    (["nobody"], ["no one"], "Choose two groups of papers to compare."),
    ([0, 4], [], "The right group is empty: choose papers for it."),
    ([], [0, 4], "The left group is empty: choose papers for it."),
    ([0, 4, 8], [8, 0, 4, 4], "Both groups hold the same papers: nothing separates them."),
    ([0, 4], [0, 4, 8], "Every paper of the left group is in the other one too: there is nothing to compare it by."),
]


@pytest.mark.parametrize(("left", "right", "sentence"), EMPTY)
def test_groups_that_cannot_be_told_apart(papers, left, right, sentence):
    ids = papers["paper_id"]
    one, other = ([ids[each] if isinstance(each, int) else each for each in side] for side in (left, right))
    told = contrast(papers, one, other, unit_vectors(80))
    assert told.sentence == sentence
    assert [*told.left, *told.right, *marks("causal discovery", told)] == []


def test_shared_papers_take_part_in_neither_group(papers):
    told = contrast(papers, group(papers, 0), [*group(papers, 1), *group(papers, 0)[:3]], unit_vectors(80))
    assert (told.left_size, told.right_size, told.shared) == (17, 20, 3)
    assert "3 papers in both left out" in told.sentence
    assert told.left[0].left <= 17


@pytest.mark.parametrize("text", ["", "of the and", "…?!", "12 34", "\n\n"])
def test_papers_without_words(text):
    papers = pd.DataFrame({"paper_id": ["a", "b"], "title": ["", ""], "abstract": [text, text]})
    told = contrast(papers, ["a"], ["b"], np.zeros((2, 4), dtype=np.float32))
    assert [*told.left, *told.right, *told.border] == []
    assert told.sentence == "1 paper against 1: no phrase separates them."


def test_same_texts_on_both_sides_separate_nothing(papers):
    twice = pd.concat([papers, papers.assign(paper_id=papers["paper_id"] + "b")], ignore_index=True)
    told = contrast(twice, papers["paper_id"], papers["paper_id"] + "b")
    assert told.left == told.right == ()


def test_the_border_is_near_to_both_centres():
    vectors = unit_vectors(40)
    between = (np.eye(16)[0] + np.eye(16)[1]).astype(np.float32) / np.float32(2**0.5)
    vectors[[4, 11]] = between
    papers = made_up_papers(40)
    told = contrast(papers, group(papers, 0), group(papers, 1), vectors, border=2)
    assert [(each.paper_id, each.side) for each in told.border] == [
        (papers["paper_id"][4], "left"),
        (papers["paper_id"][11], "neither"),
    ]
    assert told.border[0].to_left > 0.5 < told.border[0].to_right


def test_large_groups_are_read_in_part():
    papers = made_up_papers(1_000)
    half = papers["paper_id"].tolist()
    told = contrast(papers, half[0::2], half[1::2])
    assert (told.left_size, told.read_left) == (500, READ_PER_GROUP)
    assert told.left


SAID = ("graph", "causal", "speech", "of", "the", "novel", "LLM", "(LLM)", "deep-fake", "model's", "protein", "AI")
WORDS = st.sampled_from([*SAID, ".", ",", "-", "\n"])


@given(st.lists(st.lists(WORDS, max_size=30).map(" ".join), min_size=2, max_size=12), st.integers(1, 11))
def test_counts_are_right_and_marks_find_every_saying(texts, cut):
    cut = min(cut, len(texts) - 1)
    ids = [f"p{row}" for row in range(len(texts))]
    papers = pd.DataFrame({"paper_id": ids, "title": [""] * len(ids), "abstract": texts})
    told = contrast(papers, ids[:cut], ids[cut:])
    assert told == contrast(papers, ids[:cut], ids[cut:])
    for each in (*told.left, *told.right):
        assert each.left <= cut
        assert each.right <= len(ids) - cut
        assert (each.left / cut > each.right / (len(ids) - cut)) == (each.side == "left")
    marked = [{mark.phrase for mark in marks(text, told)} for text in texts]
    for each in (*told.left, *told.right):
        assert sum(each.phrase in found for found in marked[:cut]) <= each.left
    for text in texts:
        found = marks(text, told)
        assert all(0 <= mark.start < mark.end <= len(text) for mark in found)
        assert all(left.end <= right.start for left, right in pairwise(found))
