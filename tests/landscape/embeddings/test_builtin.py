from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.landscape.embeddings.builtin import (
    FILE,
    UnreadableModelError,
    built_in,
    dequantised,
    quantised,
    table_parts,
)
from components.landscape.embeddings.models import UnknownModelError, embed, model_named
from components.landscape.embeddings.terms import terms
from components.landscape.embeddings.transformer import ModelNotInstalledError
from components.landscape.embeddings.vocabulary import Vocabulary
from components.landscape.topics.title_share import title_weight

VOCABULARY = Vocabulary(("graph", "causal", "model", "study"), np.array([[1, 0], [0, 2], [2, 2]], dtype=np.int32))
NAMES = [*VOCABULARY.words, "causal graph", "graph model", "model model"]


@given(
    st.lists(
        st.lists(
            st.sampled_from(["graph", "Graphs", "causal", "of", "models", "studies", "zebra", "7", "\n", "-"]),
            max_size=12,
        ),
        max_size=5,
    )
)
def test_counting_many_texts_means_the_same_as_their_terms(lists):
    texts = [" ".join(words) for words in lists]
    counts = VOCABULARY.count(texts)
    found = {
        (int(text), NAMES[feature]): int(times)
        for text, feature, times in zip(counts.text, counts.feature, counts.times, strict=True)
    }
    expected = {
        (row, term): times
        for row, text in enumerate(texts)
        for term, times in Counter(terms(text)).items()
        if term in NAMES
    }
    assert found == expected


def test_a_vector_belongs_to_its_text_alone():
    together = embed(["causal discovery from time series", "", "speech synthesis", "causal discovery from time series"])
    np.testing.assert_allclose(together[0], together[3], atol=2e-6)
    np.testing.assert_allclose(together[2], embed(["speech synthesis"])[0], atol=2e-6)
    assert not together[1].any()


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("state space models for long sequences", "Mamba", "protein folding"),
        ("chest x-ray reports", "medical image segmentation", "reinforcement learning from human feedback"),
        ("Zero-shot machine translation of low-resource languages", "multilingual models", "3D reconstruction"),
        ("diffusion models for video", "text-to-image generation", "legal question answering"),
    ],
)
def test_the_literature_is_known(text, near, far):
    asked, close, distant = embed([text, near, far])
    assert asked @ close > asked @ distant + 0.1


def test_the_file_is_small_and_has_its_card():
    files = [FILE, *table_parts(FILE, len(built_in().vocabulary))]
    assert sum(file.stat().st_size for file in files) <= 25_000_000
    card = built_in().card
    assert {"name", "trained_on", "licence", "features", "dimensions", "recipe"} <= set(card)
    assert card["features"] == len(built_in().vocabulary)


@pytest.mark.parametrize("content", [None, b"", b"not an archive"])
def test_a_missing_or_damaged_file_is_a_sentence(content, tmp_path):
    path = tmp_path / "vectors.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableModelError, match="choose another model"):
        built_in.__wrapped__(path)


def test_a_byte_a_number_keeps_the_vectors():
    rows = np.random.default_rng(0).normal(size=(20, 64)).astype(np.float32)
    rows[3] = 0
    again = dequantised(*quantised(rows))
    assert np.abs(again - rows).max() < np.abs(rows).max() / 200


@pytest.mark.parametrize(
    ("name", "error", "sentence"),
    [
        ("word2vec", UnknownModelError, "built-in-2"),
        ("sentence-transformers/", UnknownModelError, "Choose one of"),
        ("sentence-transformers/all-MiniLM-L6-v2", ModelNotInstalledError, "not installed"),
    ],
)
def test_a_model_that_is_not_there_is_a_clear_word(name, error, sentence, monkeypatch):
    monkeypatch.setattr("components.landscape.embeddings.transformer.find_spec", lambda _name: None)
    with pytest.raises(error, match=sentence):
        model_named(name)


def test_titles_tell_headlines_from_prose():
    worth = title_weight([("causal", "discovery"), ("amount",), ("originating",), ("zyxwv",)])
    assert worth[0] > 1 > worth[1]
    assert worth[2] < 0.5
    assert worth[3] == pytest.approx(1.0)
