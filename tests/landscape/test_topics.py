from __future__ import annotations

import numpy as np
import pytest

from components.landscape.parameters import AREAS_AT_MOST, parameters_for
from components.landscape.terms import paper_texts
from components.landscape.topics import group
from components.landscape.vectors import embed_set
from tests.landscape.conftest import made_up_papers


def grouped(papers):
    vectors = embed_set(paper_texts(papers["title"], papers["abstract"]), "lsa")
    return vectors, group(vectors, parameters_for(len(papers)))


@pytest.mark.parametrize("count", [0, 1, 2, 4, 5, 14, 15, 30, 31, 90])
def test_everyone_has_a_topic_and_every_topic_an_area(count):
    _, grouping = grouped(made_up_papers(count))
    topics = len(grouping.area)
    assert len(grouping.topic) == len(grouping.second) == len(grouping.strength) == count
    assert sorted(set(grouping.topic)) == list(range(topics))
    assert sorted(set(grouping.area)) == list(range(len(set(grouping.area))))
    assert len(set(grouping.area)) <= AREAS_AT_MOST
    assert ((grouping.strength >= 0) & (grouping.strength <= 1)).all()
    sizes = np.bincount(grouping.topic, minlength=topics)
    assert list(sizes) == sorted(sizes, reverse=True)
    if count >= 5:
        assert sizes.min() >= 2


def test_topics_never_mix_subjects_that_share_no_words():
    _, grouping = grouped(made_up_papers(80))
    subject = np.arange(80) % 4
    for topic in range(len(grouping.area)):
        assert len(set(subject[grouping.topic == topic])) == 1


@pytest.mark.parametrize("count", [10, 31, 60])
def test_identical_texts_are_one_or_more_whole_topics_not_a_crash(count):
    papers = made_up_papers(count)
    papers["title"], papers["abstract"] = "Same title", "Same abstract about graphs"
    _, grouping = grouped(papers)
    assert len(grouping.topic) == count


@pytest.mark.parametrize(("papers", "least", "most"), [(0, 0, 0), (4, 1, 1), (9, 4, 4), (106, 8, 14), (14_000, 40, 90)])
def test_topic_numbers_grow_slowly(papers, least, most):
    chosen = parameters_for(papers)
    assert least <= chosen.topics_least <= chosen.topics_most <= most
