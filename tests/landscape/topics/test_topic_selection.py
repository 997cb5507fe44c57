"""The shipped topics at other levels and after edits: numbers, names, areas, strengths."""

from __future__ import annotations

import numpy as np
import pytest

from components.enrichment.bundled import bundled_library, known_numbers
from components.landscape.analysis import cache
from components.landscape.embeddings.stopwords import ABSTRACT_WORDS, FUNCTION_WORDS
from components.landscape.insights import topic_profile
from components.landscape.result import analysis_key, load, papers_of_topic, save
from components.landscape.topics.hierarchy import topic_membership
from components.landscape.topics.topic_editing import EditState
from components.landscape.topics.topic_edits import EditAction, TopicEdit
from components.landscape.topics.topic_selection import select_topics, topic_after, topic_count_range
from components.papers.bundled import bundled_files
from components.papers.library import read_digests


@pytest.fixture(scope="module")
def papers():
    return bundled_library().papers


@pytest.fixture(scope="module")
def analysis(papers):
    found = cache.get(analysis_key(papers))
    assert found is not None
    return found.in_order(tuple(papers["paper_id"]))


@pytest.fixture(scope="module")
def titles(papers):
    return papers["title"].tolist()


def levels():
    return [2, 3, 5, 8, 9, 14, 20, 28]


@pytest.mark.parametrize("level", levels())
def test_every_level_has_as_many_topics_all_named_apart_in_their_own_phrases(analysis, titles, level):
    arranged = select_topics(analysis, titles, level).analysis
    assert len(arranged.topics) == level
    assert sum(topic.size for topic in arranged.topics) == len(titles)
    assert min(topic.size for topic in arranged.topics) >= 2
    assert len({topic.slug for topic in arranged.topics}) == len({t.name.lower() for t in arranged.topics}) == level
    phrases = [phrase.lower() for topic in arranged.topics for phrase in topic.phrases[1:]]
    assert len(phrases) == len(set(phrases))
    for topic in arranged.topics:
        for phrase in topic.phrases:
            words = phrase.lower().split()
            assert not {words[0], words[-1]} & FUNCTION_WORDS
            assert phrase.lower() not in ABSTRACT_WORDS
        assert topic.typical in papers_of_topic(arranged, topic.slug)


@pytest.mark.parametrize("level", levels())
def test_areas_hold_whole_topics_and_are_at_most_eight(analysis, titles, level):
    arranged = select_topics(analysis, titles, level).analysis
    assert 1 <= len(arranged.areas) <= 8
    assert {topic.area for topic in arranged.topics} == set(range(len(arranged.areas)))
    for number, area in enumerate(arranged.areas):
        assert area.size == sum(topic.size for topic in arranged.topics if topic.area == number)
    assert len({area.name for area in arranged.areas}) == len(arranged.areas)


def test_finer_topics_divide_coarser_ones(analysis, titles):
    coarse, fine = (select_topics(analysis, titles, level).analysis.topic for level in (6, 17))
    assert len(set(zip(coarse.tolist(), fine.tolist(), strict=True))) == 17


def test_the_usual_level_is_the_analysis_itself(analysis, titles):
    fewest, usual, most = topic_count_range(analysis)
    assert fewest < usual < most
    assert select_topics(analysis, titles).analysis is analysis
    assert select_topics(analysis, titles, usual).analysis is analysis
    assert len(select_topics(analysis, titles, 10_000).analysis.topics) == most


def test_an_arrangement_has_a_key_of_its_own(analysis, titles):
    rename = TopicEdit("1", EditAction.RENAME, (papers_of_topic(analysis, analysis.topics[0].slug),), "Mine")
    keys = {select_topics(analysis, titles, *given).analysis.key for given in ((None,), (9,), (10,), (None, [rename]))}
    assert len(keys) == 4


def test_strength_is_what_it_is_called(analysis):
    tree = analysis.hierarchy
    found = topic_membership(tree, analysis.topic)
    assert ((found.strength >= 0) & (found.strength <= 1)).all()
    assert (found.second_topic != analysis.topic).all()
    assert found.between.mean() < 0.2
    assert (found.strength[found.between] <= 0.05).all()
    assert np.allclose(np.diag(found.topic_similarities), 1, atol=0.02)
    for number, topic in enumerate(analysis.topics):
        rows = np.flatnonzero(analysis.topic == number)
        best = topic_profile.typical_papers(analysis, found, number, 1)[0]
        assert best in rows
        assert analysis.paper_ids[best] == topic.typical


def test_edits_on_the_real_topics_and_their_log(analysis, titles):
    one, other, third = (papers_of_topic(analysis, topic.slug) for topic in analysis.topics[:3])
    edits = [
        TopicEdit("1", EditAction.RENAME, (one,), "Mine"),
        TopicEdit("2", EditAction.MERGE, (other, third)),
        TopicEdit("3", EditAction.FORBID, (), "causal"),
        TopicEdit("4", EditAction.RENAME, (("nobody",),), "Nobody's"),
    ]
    topic_selection = select_topics(analysis, titles, None, edits)
    names = [topic.name for topic in topic_selection.analysis.topics]
    assert "Mine" in names
    assert len(names) == len(analysis.topics) - 1
    assert not any("causal" in phrase.lower().split() for t in topic_selection.analysis.topics for phrase in t.phrases)
    assert [outcome.state for outcome in topic_selection.outcomes] == [
        EditState.KEPT,
        EditState.KEPT,
        EditState.KEPT,
        EditState.WAITING,
    ]
    slug = analysis.topics[0].slug
    assert topic_after(analysis, topic_selection.analysis, slug) == "mine"
    assert topic_after(analysis, topic_selection.analysis, "unknown") == ""


def test_edits_survive_a_digest_that_comes(papers, analysis, titles):
    """A name given to a topic of the first digest alone is found again among both."""
    from components.landscape.analysis.pipeline import compute_analysis

    first = read_digests(bundled_files()[:1], known=known_numbers()).papers
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("components.landscape.analysis.pipeline.map_coordinates", lambda *_: np.zeros((0, 2), np.float32))
        alone = compute_analysis(first)
    edits = [
        TopicEdit(str(number), EditAction.RENAME, (papers_of_topic(alone, topic.slug),), f"Mine {number}")
        for number, topic in enumerate(alone.topics)
    ]
    outcomes = select_topics(analysis, titles, None, edits).outcomes
    kept = sum(outcome.state is EditState.KEPT for outcome in outcomes)
    assert kept >= 0.6 * len(edits)
    assert len(papers) > len(first)


def test_a_hierarchy_is_kept_with_its_analysis(analysis, titles, tmp_path):
    save(analysis, tmp_path / "a.npz")
    again = load(tmp_path / "a.npz")
    assert [t.name for t in select_topics(again, titles, 12).analysis.topics] == [
        t.name for t in select_topics(analysis, titles, 12).analysis.topics
    ]
    order = tuple(reversed(analysis.paper_ids))
    turned = select_topics(analysis.in_order(order), titles[::-1], 12).analysis
    assert {t.name for t in turned.topics} == {t.name for t in select_topics(analysis, titles, 12).analysis.topics}


def test_bridging_papers_lead_to_other_topics(analysis):
    for number in range(len(analysis.topics)):
        found = topic_profile.bridging_papers(analysis, number)
        assert [bridge.entropy for bridge in found] == sorted((b.entropy for b in found), reverse=True)
        for bridge in found:
            assert analysis.topic[bridge.row] == number
            assert number not in bridge.to
            assert bridge.to


def test_rising_is_judged_among_the_papers_that_were_asked_about(analysis):
    ids = analysis.paper_ids
    topic = papers_of_topic(analysis, analysis.topics[0].slug)
    rest = [each for each in ids if each not in topic]
    found = topic_profile.rising_topics(analysis, rest[:60], topic)
    assert found.regions[0].slug in {analysis.topics[0].slug, analysis.areas[analysis.topics[0].area].slug}
    assert found.regions[0].grew
    nothing = topic_profile.rising_topics(analysis, ids, topic)
    assert not nothing.grown
    assert nothing.new == 0
