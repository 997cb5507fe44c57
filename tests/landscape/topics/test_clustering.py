from __future__ import annotations

import numpy as np
import pytest

from components.landscape.embeddings.models import embed_set
from components.landscape.embeddings.neighbours import nearest_neighbours
from components.landscape.embeddings.terms import paper_texts
from components.landscape.parameters import AREAS_AT_MOST, parameters_for
from components.landscape.topics.clustering import build_tree, neighbour_smoothed
from components.landscape.topics.hierarchy import cut, groups_by_node, ranked
from tests.landscape.conftest import made_up_papers


def grown(papers):
    vectors = embed_set(paper_texts(papers["title"], papers["abstract"]), "lsa")
    smoothed = neighbour_smoothed(vectors, *nearest_neighbours(vectors, 15))
    return build_tree(smoothed, parameters_for(len(papers)))


@pytest.mark.parametrize("count", [0, 1, 2, 4, 5, 14, 15, 30, 31, 90])
def test_everyone_has_a_topic_at_every_level_and_no_topic_is_a_single_paper(count):
    tree = grown(made_up_papers(count))
    groups = int(tree.leaf.max(initial=-1)) + 1
    assert len(tree.leaf) == count
    assert tree.merges.shape == (max(groups - 1, 0), 2)
    assert 0 <= tree.area_count <= min(AREAS_AT_MOST, tree.default_count) if count else tree.default_count == 0
    for level in range(1, groups + 1):
        sizes = np.bincount(cut(tree.merges, groups, level)[tree.leaf])
        assert len(sizes) == level
        assert sizes.min() >= min(2, count)


@pytest.mark.parametrize("count", [15, 31, 90])
def test_every_level_divides_topics_of_the_level_above_it_and_nothing_else(count):
    tree = grown(made_up_papers(count))
    groups = int(tree.leaf.max()) + 1
    assert groups_by_node(tree.merges, groups)[-1].all()
    for level in range(2, groups + 1):
        finer, coarser = (cut(tree.merges, groups, each)[tree.leaf] for each in (level, level - 1))
        assert len(set(zip(finer, coarser, strict=True))) == level


def test_topics_never_mix_subjects_that_share_no_words():
    tree = grown(made_up_papers(80))
    subject = np.arange(80) % 4
    topics = cut(tree.merges, int(tree.leaf.max()) + 1, tree.default_count)[tree.leaf]
    for topic in range(tree.default_count):
        assert len(set(subject[topics == topic])) == 1


@pytest.mark.parametrize("count", [10, 31, 60])
def test_identical_texts_are_one_or_more_whole_topics_not_a_crash(count):
    papers = made_up_papers(count)
    papers["title"], papers["abstract"] = "Same title", "Same abstract about graphs"
    assert len(grown(papers).leaf) == count


def test_topics_are_numbered_by_size_then_by_their_first_paper():
    assert ranked(np.array([7, 3, 3, 9, 9, 5])).tolist() == [2, 0, 0, 1, 1, 3]


@pytest.mark.parametrize(("papers", "least", "most"), [(0, 0, 0), (4, 1, 1), (9, 4, 4), (106, 8, 14), (14_000, 40, 90)])
def test_topic_numbers_grow_slowly(papers, least, most):
    chosen = parameters_for(papers)
    assert least <= chosen.topics_least <= chosen.topics_most <= most
