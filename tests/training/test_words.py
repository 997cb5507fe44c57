"""Words by their stems, scored as BM25 is published."""

from __future__ import annotations

import numpy as np
import pytest

from training.words import stems

DOCUMENTS = ["graphs that cause effects", "fishes swim in the sea, fishes", "the models of languages", "a fish"]


@pytest.mark.parametrize(("query", "best"), [("the causing graph", 0), ("modelled language", 2)])
def test_stems_find_the_document_that_says_the_word_in_another_form(query, best):
    (scores,) = stems([query], DOCUMENTS)
    assert scores.argmax() == best


def test_bm25_counts_a_word_as_it_is_published():
    (scores,) = stems(["fish sea"], DOCUMENTS)
    lengths = np.array([3, 4, 2, 1])  # without function words
    damped = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
    fish, sea = np.log(1 + 2.5 / 2.5), np.log(1 + 3.5 / 1.5)
    assert scores[1] == pytest.approx(fish * 2 * 2.2 / (2 + damped[1]) + sea * 2.2 / (1 + damped[1]))
    assert scores[3] == pytest.approx(fish * 2.2 / (1 + damped[3]))
    assert scores[[0, 2]].tolist() == [0, 0]
