from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.landscape.embeddings.models import MODELS, UnknownModelError, embed_set
from components.landscape.embeddings.neighbours import nearest_neighbours
from components.landscape.embeddings.terms import fold, paper_texts, terms
from tests.landscape.conftest import made_up_papers


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("models", "model"),
        ("studies", "study"),
        ("class", "class"),
        ("classes", "class"),
        ("bias", "bias"),
        ("llms", "llm"),
        ("analysis", "analysis"),
        ("gas", "gas"),
        ("indexes", "index"),
        ("ties", "tie"),
    ],
)
def test_plurals_fold(word, folded):
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mixture of Experts", ["mixture", "expert", "mixture expert"]),
        ("self-attention", ["self", "attention", "self attention"]),
        ("one line\nother lines", ["line", "line"]),
        ("", []),
        ("the 2024 of", []),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected


@pytest.mark.parametrize("model", list(MODELS))
@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["one paper about graphs"],
        [""],
        ["", ""],
        ["same words here"] * 5,
        ["the of and"],
        ["a graph", "", "a graph"],
    ],
)
def test_any_texts_give_unit_or_zero_rows(model, texts):
    vectors = embed_set(texts, model)
    assert vectors.shape[0] == len(texts)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-3) | (lengths == 0))


@pytest.mark.parametrize("model", list(MODELS))
def test_subjects_lie_together_and_copies_alike(model):
    papers = made_up_papers(40)
    texts = paper_texts(papers["title"], papers["abstract"])
    vectors = embed_set([*texts, texts[0]], model)
    np.testing.assert_allclose(vectors[0], vectors[-1], atol=2e-6)
    rows, _ = nearest_neighbours(vectors[:40], 5)
    subject = np.arange(40) % 4
    assert (subject[rows] == subject[:, None]).mean() > 0.95


def test_an_unknown_model_is_named_with_the_known_ones():
    with pytest.raises(UnknownModelError, match="built-in-2, lsa"):
        embed_set(["a"], "no-such-model")


@given(st.integers(1, 40), st.integers(0, 20), st.integers(0, 1000))
def test_neighbours_equal_a_plain_sort(n, k, seed):
    vectors = np.random.default_rng(seed).normal(size=(n, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows, similarities = nearest_neighbours(vectors, k)
    assert rows.shape == similarities.shape == (n, min(k, n - 1))
    products = vectors @ vectors.T
    np.fill_diagonal(products, -np.inf)
    expected = np.sort(products, axis=1)[:, ::-1][:, : rows.shape[1]]
    np.testing.assert_allclose(similarities, expected, atol=1e-5)
    assert not (rows == np.arange(n)[:, None]).any()


def test_neighbours_do_not_depend_on_blocks(monkeypatch):
    vectors = embed_set(paper_texts(*(made_up_papers(50)[column] for column in ("title", "abstract"))), "lsa")
    whole = nearest_neighbours(vectors, 10)
    monkeypatch.setattr("components.landscape.embeddings.neighbours.BLOCK_ELEMENTS", 350)
    in_blocks = nearest_neighbours(vectors, 10)
    np.testing.assert_array_equal(whole[0], in_blocks[0])
