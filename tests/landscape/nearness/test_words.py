"""The words of a set: stems, spellings, and what counts."""

import numpy as np
import pytest

from components.landscape.embeddings.terms import paper_texts
from components.landscape.nearness.words import SetWords
from tests.landscape.nearness.shelf import ABSTRACTS, TITLES


@pytest.fixture(scope="module")
def words() -> SetWords:
    return SetWords(paper_texts(TITLES, ABSTRACTS))


def found(words: SetWords, query: str) -> set[int]:
    return set(np.flatnonzero(words.answers(query)).tolist())


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("protein", {6}),  # a plural stands in the text
        ("confounder", {3}),
        ("recognising recognitions", {4, 5}),  # other endings
        ("attenton", {0, 1}),  # a letter left out
        ("protien", {6}),  # two swapped
        ("confoundors", {3}),  # one changed, in a plural
        ("multi task", {4}),  # two words that stand as one
        ("we the of", set()),
        ("gpt4", set()),
        ("xyzzy", set()),
        ("", set()),
    ],
)
def test_words_are_found_as_people_type_them(words, query, rows):
    assert found(words, query) == rows


def test_a_title_counts_more_than_an_abstract(words):
    answers = words.answers("hidden")
    assert answers[3] > 0
    both = words.answers("sequences")
    assert both[1] > 0
    assert both[6] > 0
    assert np.argmax(words.answers("attention")) in {0, 1}


def test_a_spelling_never_counts_more_than_the_word_itself(words):
    assert (words.answers("protien") < words.answers("protein"))[6]


def test_words_with_digits_are_no_typing_errors_of_each_other():
    words = SetWords(["gpt3 learns tasks", "gpt3 writes", "a model"])
    assert found(words, "gpt4") == set()


def test_a_rare_typing_error_in_a_paper_does_not_hide_the_word():
    words = SetWords(["attenton is all", *["attention helps"] * 12])
    assert found(words, "attenton") == set(range(13))
    assert int(np.argmax(words.answers("attenton"))) == 0


def test_a_query_is_corrected_only_where_no_paper_says_a_word(words):
    assert words.corrected("sparse attenton of protiens, xyzzy") == "sparse attention of protein, xyzzy"


def test_a_text_is_like_itself_and_unlike_one_that_shares_nothing(words):
    for row, text in enumerate(paper_texts(TITLES, ABSTRACTS)):
        assert words.likeness(text)[row] == pytest.approx(1.0, abs=1e-5)
    assert words.likeness(ABSTRACTS[6])[2] == 0.0
    assert not words.likeness("xyzzy").any()


def test_many_papers_are_compared_as_one_by_one(words):
    at_once = words.likeness_of([4, 1])
    for row, likeness in zip((4, 1), at_once, strict=True):
        assert likeness == pytest.approx(words.likeness(paper_texts(TITLES, ABSTRACTS)[row]), abs=1e-5)


def test_what_every_paper_says_tells_no_two_apart():
    texts = [f"learning paper{letter}{letter} number" for letter in "abcdefghijklmnopqrstuvwxyz" * 3]
    words = SetWords(texts)
    assert words.rarity("learning") == 0.0
    assert words.rarity("paperbb") > 0.0
    assert words.likeness("learning").max() == 0.0


@pytest.mark.parametrize("texts", [[], [""], ["", "the of"]])
def test_sets_without_words_answer_nothing(texts):
    words = SetWords(texts)
    assert words.answers("attention").tolist() == [0.0] * len(texts)
    assert words.likeness("attention").tolist() == [0.0] * len(texts)
