"""What is shipped with the bundled digests is what today's code computes."""

from __future__ import annotations

import numpy as np
import pytest

from components.enrichment.bundled import bundled_library
from components.landscape.analysis import cache
from components.landscape.analysis.pipeline import compute_analysis
from components.landscape.embeddings.stopwords import ABSTRACT_WORDS, FUNCTION_WORDS
from components.landscape.layout.trustworthiness import neighbour_preservation
from components.landscape.result import analysis_key


@pytest.fixture(scope="module")
def papers():
    return bundled_library().papers


@pytest.fixture(scope="module")
def shipped(papers):
    analysis = cache.get(analysis_key(papers))
    assert analysis is not None, "nothing is shipped for the bundled digests: run `python -m components rebuild`"
    return analysis.in_order(tuple(papers["paper_id"]))


def test_nothing_else_is_shipped(shipped):
    assert [path.stem for path in cache.SHIPPED.glob("*.npz")] == [shipped.key]


def test_topics_and_neighbours_are_todays(papers, shipped):
    today = compute_analysis(papers)
    assert [topic.name for topic in today.topics] == [topic.name for topic in shipped.topics]
    assert [area.name for area in today.areas] == [area.name for area in shipped.areas]
    np.testing.assert_array_equal(today.topic, shipped.topic)
    np.testing.assert_array_equal(today.neighbours, shipped.neighbours)
    np.testing.assert_allclose(today.similarities, shipped.similarities, atol=1e-5)
    assert (today.model, today.parameters) == (shipped.model, shipped.parameters)
    # Descent multiplies the last bits of a float, and processors differ in those: another machine may draw another
    # map, but never a worse one.
    assert today.preserved_mean == pytest.approx(shipped.preserved_mean, abs=0.06)


def test_the_shipped_figures_are_those_of_the_shipped_map(shipped):
    figures = neighbour_preservation(shipped.neighbours, shipped.xy)
    np.testing.assert_allclose(figures.preserved, shipped.preserved, atol=1e-6)
    assert figures.preserved_mean == pytest.approx(shipped.preserved_mean)
    assert shipped.preserved_mean > 6 * shipped.preserved_by_chance


def test_bundled_topics_are_few_named_and_unique(papers, shipped):
    assert 8 <= len(shipped.topics) <= 14
    assert sum(topic.size for topic in shipped.topics) == len(papers) == 106
    assert min(topic.size for topic in shipped.topics) >= 2
    assert len({topic.name for topic in shipped.topics}) == len({t.slug for t in shipped.topics}) == len(shipped.topics)
    phrases = [phrase for topic in shipped.topics for phrase in topic.phrases]
    assert len(phrases) == len(set(phrases))
    assert min(topic.coverage for topic in shipped.topics) >= 0.4
    for phrase in phrases:
        words = phrase.lower().split()
        assert words[0] not in FUNCTION_WORDS
        assert words[-1] not in FUNCTION_WORDS
        assert phrase.lower() not in ABSTRACT_WORDS
