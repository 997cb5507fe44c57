from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.landscape.layout.alignment import align_maps
from components.landscape.layout.initial_positions import place_new_papers, weights
from tests.landscape.hand_made import analysis_of, unit_vectors


def closest(points: np.ndarray, others: np.ndarray | None = None) -> float:
    if others is None:
        distances = np.linalg.norm(points[:, None] - points[None], axis=2)
        np.fill_diagonal(distances, np.inf)
    else:
        distances = np.linalg.norm(points[:, None] - others[None], axis=2)
    return float(distances.min(initial=np.inf))


def test_a_new_paper_stands_among_its_like():
    vectors = unit_vectors(88)
    analysis = analysis_of(vectors[:80])
    found = place_new_papers(vectors[80:], vectors[:80], analysis.xy)
    for row, xy in enumerate(found.xy):
        own = analysis.xy[analysis.topic == row % 4]
        assert np.linalg.norm(xy - own.mean(axis=0)) < 0.35
    assert found.known.all()
    assert (found.nearest % 4 == np.arange(8)[:, None] % 4).all()


@pytest.mark.parametrize("count", [1, 2, 12])
def test_copies_of_a_new_paper_give_way_to_each_other_and_to_old_ones(count):
    vectors = unit_vectors(40)
    xy = analysis_of(vectors).xy
    new = np.repeat(vectors[:1], count, axis=0)
    found = place_new_papers(new, vectors, xy, gap=0.02)
    assert closest(found.xy, xy) > 0.017
    assert count == 1 or closest(found.xy) > 0.017
    assert np.linalg.norm(found.xy - xy[0], axis=1).max() < 0.5
    np.testing.assert_array_equal(found.xy, place_new_papers(new, vectors, xy, gap=0.02).xy)


@given(st.integers(0, 10_000), st.integers(1, 30), st.integers(1, 30))
def test_papers_placed_earlier_stay_when_more_come(seed, first, more):
    chance = np.random.default_rng(seed)
    vectors = unit_vectors(40)
    xy = analysis_of(vectors).xy
    new = vectors[chance.integers(0, 40, first + more)] * (chance.random(first + more) > 0.1)[:, None]
    new = new.astype(np.float32)
    found = place_new_papers(new, vectors, xy)
    alone = place_new_papers(new[:first], vectors, xy)
    np.testing.assert_allclose(found.xy[:first], alone.xy, atol=1e-5)  # BLAS sums in another order
    assert np.isfinite(found.xy).all()


def test_a_spot_without_room_takes_a_paper_all_the_same():
    vectors = unit_vectors(40)
    xy = analysis_of(vectors).xy
    found = place_new_papers(np.repeat(vectors[:1], 900, axis=0), vectors, xy, gap=0.02)
    assert np.linalg.norm(found.xy - xy[0], axis=1).max() < 0.5
    assert len(np.unique(found.xy, axis=0)) == 900


@pytest.mark.parametrize("silent", [1, 3, 90])
def test_papers_like_no_other_stand_below_the_map(silent):
    vectors = unit_vectors(40)
    xy = analysis_of(vectors).xy
    found = place_new_papers(np.zeros((silent, 16), dtype=np.float32), vectors, xy)
    assert not found.known.any()
    assert found.xy[:, 1].max() < xy[:, 1].min()
    assert len(np.unique(found.xy, axis=0)) == silent


@pytest.mark.parametrize(("old", "new"), [(0, 3), (14, 2), (20, 0), (0, 0), (1, 1)])
def test_sets_without_a_map_or_without_news(old, new):
    vectors = unit_vectors(old + new)
    found = place_new_papers(vectors[old:], vectors[:old], analysis_of(vectors[:old]).xy)
    assert found.xy.shape == (new if old >= 15 else 0, 2)
    assert found.nearest.shape == (new, min(5, old))
    assert found.known.shape == (new,)


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=12))
def test_weights_sum_to_one_or_nothing(cosines):
    found = weights(np.array(cosines, dtype=np.float32))
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1.0) or (found == 0).all()


@given(
    st.integers(2, 30), st.floats(0, 6.3), st.floats(0.1, 10), st.floats(-5, 5), st.booleans(), st.integers(0, 10_000)
)
def test_a_map_turned_scaled_shifted_or_mirrored_is_brought_back(count, angle, scale, shift, mirror, seed):
    old = np.random.default_rng(seed).uniform(-1, 1, size=(count, 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    new = old @ turn.T * scale * ([-1, 1] if mirror else [1, 1]) + shift
    found = align_maps(new, old)
    np.testing.assert_allclose(found.xy, old, atol=1e-4)
    assert found.moved < 1e-4
    if count > 2:
        assert found.mirrored == mirror


def test_only_shared_papers_steer_and_all_rows_follow():
    old = np.random.default_rng(0).uniform(-1, 1, size=(20, 2))
    new = np.vstack([np.random.default_rng(1).uniform(-9, 9, size=(5, 2)), old[:10] * 3 + 1])
    found = align_maps(new, old, np.arange(5, 15), np.arange(10))
    np.testing.assert_allclose(found.xy[5:], old[:10], atol=1e-5)
    np.testing.assert_allclose(found.xy[:5], (new[:5] - 1) / 3, atol=1e-5)
    assert found.moves.shape == (10,)


def test_how_far_papers_moved_is_said():
    old = np.array([[-1, -1], [1, 1], [-1, 1], [1, -1.0]] * 5)
    new = old + np.random.default_rng(2).normal(scale=0.1, size=old.shape)
    found = align_maps(new, old)
    assert found.moved == pytest.approx(np.median(found.moves))
    assert 0.01 < found.moved < 0.1
    assert "% of the map" in found.sentence


@pytest.mark.parametrize("shared", [0, 1])
def test_hardly_any_shared_paper(shared):
    old, new = np.random.default_rng(0).uniform(size=(2, 6, 2))
    found = align_maps(new, old, np.arange(shared), np.arange(shared))
    assert np.isfinite(found.xy).all()
    assert np.isnan(found.moved) if not shared else found.moved == pytest.approx(0, abs=1e-6)


def test_all_papers_at_one_place_and_wrong_rows():
    found = align_maps(np.ones((4, 2)), np.random.default_rng(0).uniform(size=(4, 2)))
    assert np.isfinite(found.xy).all()
    with pytest.raises(ValueError, match="3 rows"):
        align_maps(np.ones((4, 2)), np.ones((4, 2)), np.arange(3), np.arange(2))
