"""What is near: embeddings and words together."""

import numpy as np
import pytest

from components.landscape.nearness.nearness import Nearness, best
from components.landscape.nearness.shared_phrases import SharedPhrases
from tests.landscape.nearness.shelf import ABSTRACTS, PAPERS, TITLES, embedder, nearness


@pytest.fixture(scope="module")
def near() -> Nearness:
    return nearness()


def first(near: Nearness, query: str) -> list[int]:
    return [row for row, _ in best(near.to_query(query).scores, 3)]


def test_words_find_what_embeddings_do_not_know_and_embeddings_what_is_said_otherwise(near):
    assert first(near, "protein residues")[0] == 6  # no subject of the embeddings
    assert set(first(near, "what do models focus on")[:2]) == {0, 1}  # no word of the papers but "models"
    assert set(first(near, "cause")[:2]) == {2, 3}


def test_a_typing_error_reaches_the_embeddings_too(near):
    assert near.to_query("attenton").vectors == pytest.approx(near.to_query("attention").vectors)


def test_a_query_without_a_known_word_finds_nothing(near):
    answers = near.to_query("xyzzy")
    assert not answers.scores.any()
    assert not np.any(answers.found_by())


def test_embeddings_that_know_nothing_leave_the_order_of_the_words():
    blind = Nearness.of(TITLES, ABSTRACTS, np.zeros((len(PAPERS), 2), np.float32), lambda _: np.zeros((1, 2)))
    for query in ("speech recognition in noise", "causal graphs", "long sequences"):
        answers = blind.to_query(query)
        assert [row for row, _ in best(answers.scores, 7)] == [row for row, _ in best(answers.words, 7)]


def test_each_paper_found_is_said_to_be_found_by_words_by_meaning_or_both(near):
    by_words, by_meaning = near.to_query("causal graphs").found_by()
    assert by_words[[2, 3]].all()
    assert by_meaning[[2, 3]].all()
    by_words, by_meaning = near.to_query("proteins").found_by()
    assert np.flatnonzero(by_words).tolist() == [6]
    assert not by_meaning.any()


def test_nearest_papers_come_best_first_without_the_paper_itself(near):
    for row in range(len(PAPERS)):
        found = near.nearest(row, 10)
        assert sorted(other for other, _ in found) == [each for each in range(len(PAPERS)) if each != row]
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert near.nearest(4, 1)[0][0] == 5  # the embeddings know neither: words do


def test_nearness_is_the_same_both_ways_and_1_for_the_same_text(near):
    all_pairs = np.array([near.to_paper(row) for row in range(len(PAPERS))])
    assert all_pairs == pytest.approx(all_pairs.T, abs=1e-5)
    assert np.diag(all_pairs)[:4] == pytest.approx(np.ones(4), abs=1e-5)
    assert near.to_text(*PAPERS[2]) == pytest.approx(near.to_paper(2), abs=1e-5)


def test_many_papers_at_once_have_the_same_nearest(near):
    for each, row in zip(near.nearest_of_each([3, 0, 6], 4), [3, 0, 6], strict=True):
        assert [other for other, _ in each] == [other for other, _ in near.nearest(row, 4)]


def test_what_is_near_to_a_group_is_near_to_one_of_it(near):
    found = [row for row, _ in near.nearest_to_all([0, 2], 2)]
    assert found == sorted(found, key=lambda row: -max(near.to_paper(0)[row], near.to_paper(2)[row]))
    assert set(found) == {1, 3}
    assert len(near.nearest_to_all([0, 2], 100)) == len(PAPERS) - 2


def test_a_group_is_as_near_as_its_nearest_paper_and_a_large_one_is_drawn_from(near, monkeypatch):
    assert near.to_group([0, 2]) == pytest.approx(np.maximum(near.to_paper(0), near.to_paper(2)))
    assert near.to_group([]).tolist() == [-1.0] * len(PAPERS)
    monkeypatch.setattr("components.landscape.nearness.nearness.GROUP", 2)
    assert near.to_group([0, 2, 4, 6]) == pytest.approx(near.to_group([0, 4]))


def test_sets_of_none_and_of_one_have_no_nearest():
    assert Nearness.of([], [], np.zeros((0, 2), np.float32), embedder).to_query("attention").scores.shape == (0,)
    alone = Nearness.of(TITLES[:1], ABSTRACTS[:1], embedder(TITLES[:1]), embedder)
    assert alone.nearest(0, 5) == []
    assert alone.nearest_of_each([0], 5) == [[]]


def test_why_two_papers_are_near_is_what_both_say(near):
    shared = SharedPhrases(TITLES, ABSTRACTS, near.words)
    assert shared.of(2, 3)[0] == "causal graphs"
    assert "transformers" in shared.of(0, 1)
    assert shared.of(4, 6) == ()
    for one in range(len(PAPERS)):
        for other in range(len(PAPERS)):
            phrases = shared.of(one, other)
            assert len(phrases) <= 3
            assert all(
                phrase.lower() in " ".join(PAPERS[one]).lower() or phrase.lower() in " ".join(PAPERS[other]).lower()
                for phrase in phrases
            )
