"""A map carried over to other papers: what was there stays, what is new stands near what it is like."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from components.landscape.analysis.incremental import can_extend, extend_analysis, relayout_key
from components.landscape.analysis.pipeline import compute_analysis
from components.landscape.embeddings.models import embed
from components.landscape.embeddings.terms import paper_texts
from components.landscape.result import Analysis
from tests.landscape.conftest import made_up_papers


def vectors_of(papers: pd.DataFrame) -> np.ndarray:
    return embed(paper_texts(papers["title"].tolist(), papers["abstract"].tolist()))


@pytest.fixture(scope="module")
def papers() -> pd.DataFrame:
    return made_up_papers(70)


@pytest.fixture(scope="module")
def before(papers) -> Analysis:
    return compute_analysis(papers.head(60))


def test_what_was_there_keeps_its_place_and_topic(papers, before):
    after = extend_analysis(before, papers["paper_id"].tolist(), vectors_of(papers))
    assert after.provisional_ids == tuple(papers["paper_id"][60:])
    assert not after.is_final
    np.testing.assert_array_equal(after.analysis.xy[:60], before.xy)
    np.testing.assert_array_equal(after.analysis.topic[:60], before.topic)
    assert [topic.name for topic in after.analysis.topics] == [topic.name for topic in before.topics]
    assert sum(topic.size for topic in after.analysis.topics) == 70
    assert sum(area.size for area in after.analysis.areas) == 70


def test_a_new_paper_is_of_the_topic_of_its_like(papers, before):
    after = extend_analysis(before, papers["paper_id"].tolist(), vectors_of(papers)).analysis
    subject = papers["title"].str.split(" with ").str[0].to_numpy()
    usual = {name: np.bincount(before.topic[subject[:60] == name]).argmax() for name in set(subject)}
    assert np.mean([after.topic[row] == usual[subject[row]] for row in range(60, 70)]) >= 0.8
    middles = {name: np.median(before.xy[subject[:60] == name], axis=0) for name in usual}
    for row in range(60, 70):
        nearest = min(middles, key=lambda name: float(np.linalg.norm(middles[name] - after.xy[row])))
        assert nearest == subject[row]


def test_neighbours_are_those_of_the_whole_set(papers, before):
    vectors = vectors_of(papers)
    after = extend_analysis(before, papers["paper_id"].tolist(), vectors).analysis
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -2)
    best = -np.sort(-cosines, axis=1)[:, : after.neighbours.shape[1]]
    np.testing.assert_allclose(after.similarities, best, atol=2e-3)
    assert (after.neighbours != np.arange(70)[:, None]).all()


def test_papers_can_leave_and_stand_in_any_order(papers, before):
    stay = papers.head(60).drop(index=[3, 17]).sample(frac=1, random_state=1)
    after = extend_analysis(before, stay["paper_id"].tolist(), vectors_of(stay))
    assert after.provisional_ids == ()
    row = {paper_id: number for number, paper_id in enumerate(before.paper_ids)}
    np.testing.assert_array_equal(after.analysis.xy, before.xy[[row[paper_id] for paper_id in stay["paper_id"]]])
    assert after.analysis.neighbours.max() < 58
    assert {topic.typical for topic in after.analysis.topics} <= set(stay["paper_id"])


def test_another_literature_is_another_map(papers, before):
    assert can_extend(before, papers["paper_id"].tolist())
    assert not can_extend(before, made_up_papers(10)["paper_id"].tolist())  # too few of it are left
    strangers = [f"title:x{number}" for number in range(61)]
    assert not can_extend(before, [*papers["paper_id"][:60], *strangers])  # more are new than known
    assert not can_extend(compute_analysis(papers.head(9)), papers["paper_id"].tolist())  # no map to carry


def test_tidying_up_starts_from_the_old_map_and_says_how_far_papers_moved(papers, before):
    provisional = extend_analysis(before, papers["paper_id"].tolist(), vectors_of(papers)).analysis
    tidied, fresh = compute_analysis(papers, before=provisional), compute_analysis(papers)
    assert tidied.key == relayout_key(fresh.key, provisional.key)
    assert tidied.parameters["before"] == provisional.key
    assert "of the map" in tidied.parameters["moved"]
    assert tidied.preserved_mean >= fresh.preserved_mean - 0.1

    def distance(one: np.ndarray) -> float:
        return float(np.median(np.linalg.norm(one[:60] - before.xy, axis=1)))

    assert distance(tidied.xy) < distance(fresh.xy)
