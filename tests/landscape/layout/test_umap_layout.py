from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.landscape.embeddings.neighbours import nearest_neighbours
from components.landscape.layout import polish
from components.landscape.layout.spacing import minimum_gap, push_apart
from components.landscape.layout.trustworthiness import nearest_on_map, neighbour_preservation


@pytest.mark.parametrize("shape", ["line", "heap", "copies"])
def test_points_pushed_apart_keep_their_gap(shape):
    xy = np.random.default_rng(1).normal(scale=0.3, size=(60, 2))
    if shape == "line":
        xy[:, 1] = 0
    if shape == "copies":
        xy[:20] = xy[0]
    moved = push_apart(xy.astype(np.float32))
    distances = np.linalg.norm(moved[:, None] - moved[None], axis=2)[np.triu_indices(60, 1)]
    assert distances.min() > 0.8 * minimum_gap(60)
    assert np.isfinite(moved).all()


def test_points_with_room_stay():
    xy = np.array([[-1, -1], [0, 0], [1, 1]], dtype=np.float32)
    np.testing.assert_allclose(push_apart(xy), xy, atol=1e-3)


@given(st.integers(7, 60), st.integers(0, 99))
def test_a_map_of_flat_vectors_keeps_everything(n, seed):
    angles = np.sort(np.random.default_rng(seed).uniform(0, 1.5, n))
    vectors = np.column_stack([np.cos(angles), np.sin(angles)])
    neighbours, _ = nearest_neighbours(vectors, 5)
    figures = neighbour_preservation(neighbours, vectors)
    assert figures.preserved_mean > 0.98  # ties to six decimals may fall either way
    assert figures.preserved_by_chance == pytest.approx(5 / (n - 1))
    assert figures.preserved.shape == (n,)


def test_no_map_no_figures():
    figures = neighbour_preservation(np.zeros((3, 2), dtype=np.int32), np.zeros((0, 2)))
    assert figures.preserved.shape == (0,)
    assert np.isnan(figures.preserved_mean)
    assert np.isnan(figures.preserved_by_chance)


def test_copies_on_the_map_are_each_others_neighbours():
    found = nearest_on_map(np.zeros((6, 2)), 3)
    assert found.shape == (6, 3)
    assert not (found == np.arange(6)[:, None]).sum(axis=1).all()


@pytest.mark.parametrize("n", [300])
def test_repulsion_by_grid_is_the_exact_one(n):
    placed = np.random.default_rng(3).normal(size=(n, 2)) * 8
    exact = polish._exact(placed)
    # The grid is allowed 10 % of the strongest force: single steps differ, where they lead does not.
    assert np.abs(polish._by_grid(placed) - exact).max() < 0.1 * np.abs(exact).max()


@pytest.mark.parametrize("exact_up_to", [0, 2_000])
def test_polishing_brings_true_neighbours_together(exact_up_to, monkeypatch):
    monkeypatch.setattr("components.landscape.layout.polish.EXACT_UP_TO", exact_up_to)
    vectors = np.random.default_rng(5).normal(size=(250, 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    neighbours, _ = nearest_neighbours(vectors, 10)
    start = vectors[:, :2] * 5
    before, after = (
        neighbour_preservation(neighbours, start),
        neighbour_preservation(neighbours, refined := polish.refined(start, neighbours, 150)),
    )
    assert after.preserved_mean > 1.5 * before.preserved_mean
    np.testing.assert_array_equal(refined, polish.refined(start, neighbours, 150))
