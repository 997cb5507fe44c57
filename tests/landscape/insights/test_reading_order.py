from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.landscape.insights.reading_order import nearness, plan_reading_order, vote_weights
from tests.landscape.hand_made import unit_vectors

IDS = [f"p{row}" for row in range(40)]
TOPICS = {paper_id: f"Subject {row % 4}" for row, paper_id in enumerate(IDS)}


def test_the_first_stops_are_one_of_each_subject_and_say_what_they_add():
    found = plan_reading_order(IDS, unit_vectors(40), 6, topics=TOPICS)
    assert {stop.topic for stop in found.steps} == set(TOPICS.values())
    for stop in found.steps:
        others = "others" if stop.adds == stop.covers else "more"
        assert stop.sentence == f"First on {stop.topic}; covers {stop.adds} {others}."
        assert stop.covers >= stop.adds >= 3
    assert found.covered == (4 + sum(stop.adds for stop in found.steps)) / 40
    assert found.sentence == f"4 papers in 6 minutes cover {found.covered * 100:.0f} % of the set."


@pytest.mark.parametrize(
    ("minutes", "each", "steps"), [(0, 1.5, 0), (-3, 1.5, 0), (1, 1.5, 1), (3, 1.5, 2), (9, 3, 3), (1e6, 1.5, 40)]
)
def test_as_many_stops_as_the_minutes_allow(minutes, each, steps):
    found = plan_reading_order(IDS, unit_vectors(40), minutes, each)
    assert len(found.steps) == steps
    assert len({stop.paper_id for stop in found.steps}) == steps
    assert found.minutes == steps * each
    shares = [stop.covered for stop in found.steps]
    assert shares == sorted(shares)
    assert steps < 40 or found.covered == 1.0


def test_read_papers_are_no_stops_and_cover_their_surroundings():
    read = [paper_id for row, paper_id in enumerate(IDS) if row % 4 == 0][:5]
    found = plan_reading_order(IDS, unit_vectors(40), 4.5, read=read, topics=TOPICS)
    assert not {stop.paper_id for stop in found.steps} & set(read)
    assert {stop.topic for stop in found.steps} == {"Subject 1", "Subject 2", "Subject 3"}
    assert found.known > 0.2
    assert "were covered before" in found.sentence
    assert plan_reading_order(IDS, unit_vectors(40), 30, read=IDS).sentence == "There is nothing left to read."


def test_hidden_papers_count_for_nothing():
    hidden = [paper_id for row, paper_id in enumerate(IDS) if row % 4 == 0]
    found = plan_reading_order(IDS, unit_vectors(40), 60, left_out=hidden, read=hidden[:2])
    assert len(found.steps) == 30
    assert found.known == 0.0
    assert not {stop.paper_id for stop in found.steps} & set(hidden)


def test_among_like_papers_votes_decide():
    vectors = np.repeat(np.eye(4, 16, dtype=np.float32), 10, axis=0)
    vectors = vectors + np.random.default_rng(0).normal(scale=0.05, size=vectors.shape).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    votes = {"p13": 500.0, "p27": float("nan"), "p5": 1.0}
    assert plan_reading_order(IDS, vectors, 1, votes=votes).steps[0].paper_id in {f"p{row}" for row in range(10, 20)}
    assert vote_weights([500, None, pd.NA, 0, float("nan")])[0] > 1
    np.testing.assert_array_equal(vote_weights([None, None]), [1, 1])


@pytest.mark.parametrize("count", [0, 1, 2, 14])
def test_small_sets(count):
    found = plan_reading_order(IDS[:count], unit_vectors(count), 60)
    assert len(found.steps) == count
    assert found.covered == (1.0 if count else 0.0)
    if count == 1:
        assert found.steps[0].sentence == "Near to no other paper."


def test_copies_and_empty_papers():
    copies = np.repeat(unit_vectors(1), 10, axis=0)
    found = plan_reading_order(IDS[:10], copies, 3)
    assert found.steps[0].adds == 9
    assert found.steps[1].sentence == "A closer look at what is covered."
    assert plan_reading_order(IDS[:5], np.zeros((5, 16), dtype=np.float32), 60).steps == ()


def facility(vectors: np.ndarray, rows: list[int]) -> float:
    return float(np.clip(vectors @ vectors[rows].T, 0, 1).max(axis=1).sum()) if rows else 0.0


@given(st.integers(0, 10_000), st.integers(2, 25), st.integers(1, 6))
def test_every_stop_is_the_best_next_one(seed, count, steps):
    vectors = unit_vectors(count, seed=seed)
    chosen = [int(stop.paper_id[1:]) for stop in plan_reading_order(IDS[:count], vectors, steps, 1).steps]
    for place, row in enumerate(chosen):
        before = chosen[:place]
        best = max(facility(vectors, [*before, other]) for other in range(count) if other not in before)
        assert facility(vectors, [*before, row]) == pytest.approx(best, abs=1e-3)


def test_a_large_set_is_judged_by_a_sample_and_still_covered():
    vectors = unit_vectors(5_000, groups=12)
    found = plan_reading_order([f"p{row}" for row in range(5_000)], vectors, 12, 1)
    assert {int(stop.paper_id[1:]) % 12 for stop in found.steps} == set(range(12))


def test_near_is_about_as_near_as_within_a_topic():
    vectors = unit_vectors(400, groups=18)
    near = nearness(vectors)
    assert 0.05 < (vectors @ vectors.T >= near).mean() < 0.09
