from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from components.landscape.analysis import cache
from components.landscape.analysis.pipeline import RepeatedPaperError, compute_analysis
from components.landscape.result import (
    UnreadableAnalysisError,
    analysis_key,
    load,
    nearest,
    papers_of_topic,
    save,
    topics_by_paper,
)
from tests.landscape.conftest import made_up_papers
from tests.stored_analyses import keep


@pytest.fixture(scope="module")
def analysis():
    return compute_analysis(made_up_papers(40))


def same(one, other):
    for name in ("xy", "topic", "second_topic", "strength", "neighbours", "similarities", "preserved"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert (one.key, one.paper_ids, one.topics, one.areas) == (other.key, other.paper_ids, other.topics, other.areas)
    assert (one.model, one.parameters) == (other.model, other.parameters)
    np.testing.assert_equal(
        (one.preserved_mean, one.preserved_by_chance), (other.preserved_mean, other.preserved_by_chance)
    )


@pytest.mark.parametrize("count", [0, 1, 2, 14, 15])
def test_small_sets_are_right_and_survive_a_file(count, tmp_path):
    analysis = compute_analysis(made_up_papers(count))
    assert analysis.has_map == (count >= 15)
    assert analysis.xy.shape == (count if count >= 15 else 0, 2)
    assert analysis.neighbours.shape == (count, max(0, min(15, count - 1)))
    assert sum(topic.size for topic in analysis.topics) == count
    assert sum(area.size for area in analysis.areas) == count
    save(analysis, tmp_path / "a.npz")
    same(load(tmp_path / "a.npz"), analysis)


def test_the_map_is_a_map(analysis):
    assert analysis.xy.shape == (40, 2)
    assert np.abs(analysis.xy).max() <= 1.1
    assert analysis.preserved_mean > 2 * analysis.preserved_by_chance
    assert analysis.preserved.mean() == pytest.approx(analysis.preserved_mean)
    for number, topic in enumerate(analysis.topics):
        assert topic.size == (analysis.topic == number).sum()
        assert topic.typical in papers_of_topic(analysis, topic.slug)
        assert 0 <= topic.colour < 8
        assert analysis.areas[topic.area].colour == topic.colour


def test_the_order_of_papers_changes_only_the_order_of_rows(analysis):
    papers = made_up_papers(40)
    mixed = papers.sample(frac=1, random_state=3).reset_index(drop=True)
    again = compute_analysis(mixed)
    assert again.paper_ids == tuple(mixed["paper_id"])
    same(again.in_order(tuple(papers["paper_id"])), analysis)


def test_identical_and_empty_texts_do_not_crash():
    papers = made_up_papers(20)
    papers.loc[:9, ["title", "abstract"]] = ["Twin", "The same words about graphs."]
    papers.loc[10:12, "abstract"] = ""
    analysis = compute_analysis(papers)
    assert np.isfinite(analysis.xy).all()
    assert len(np.unique(analysis.xy, axis=0)) == 20
    papers["title"] = papers["abstract"] = ""
    assert len(compute_analysis(papers).topics) >= 1


def test_a_repeated_paper_is_refused():
    papers = made_up_papers(3)
    papers.loc[2, "paper_id"] = papers.loc[0, "paper_id"]
    with pytest.raises(RepeatedPaperError, match="twice"):
        compute_analysis(papers)


def test_nearest_and_membership_speak_of_paper_ids(analysis):
    close = nearest(analysis, analysis.paper_ids[0], 3)
    assert len(close) == 3
    assert [similarity for _, similarity in close] == sorted((value for _, value in close), reverse=True)
    assert analysis.paper_ids[0] not in {paper_id for paper_id, _ in close}
    assert nearest(analysis, "nobody") == []
    assert set(topics_by_paper(analysis)) == set(analysis.paper_ids)
    assert sum(len(papers_of_topic(analysis, topic.slug)) for topic in analysis.topics) == 40
    assert papers_of_topic(analysis, "no-such-topic") == ()


def test_the_key_is_the_content_and_the_same_in_another_process():
    papers = made_up_papers(6)
    key = analysis_key(papers)
    assert key == analysis_key(papers.iloc[::-1])
    assert key != analysis_key(papers.head(5))
    assert key != analysis_key(papers.assign(abstract="other"))
    assert key != analysis_key(papers, parameters={"neighbours": 3})
    script = (
        "from tests.landscape.conftest import made_up_papers\n"
        "from components.landscape.result import analysis_key\n"
        "print(analysis_key(made_up_papers(6)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == key


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"\x80\x04."])
def test_a_damaged_file_is_an_error_for_load_and_nothing_for_the_cache(content):
    path = cache.path_of("abc123")
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(UnreadableAnalysisError, match=r"abc123\.npz"):
        load(path)
    assert cache.get("abc123") is None
    assert not path.exists()


def test_a_pickle_inside_is_refused(tmp_path):
    np.savez(tmp_path / "evil.npz", words=np.array([{"a": 1}], dtype=object))
    with pytest.raises(UnreadableAnalysisError):
        load(tmp_path / "evil.npz")


@pytest.mark.usefixtures("own_cache")
def test_the_cache_finds_what_was_put_and_drops_the_longest_unused():
    analyses = [compute_analysis(made_up_papers(3, seed=seed)) for seed in range(3)]
    size = keep(analyses[0]).stat().st_size
    keep(analyses[1])
    for age, analysis in zip((100, 50), analyses, strict=False):
        os.utime(cache.path_of(analysis.key), (1e9 - age, 1e9 - age))
    assert cache.get(analyses[0].key) is not None  # now the youngest
    keep(analyses[2], most_bytes=int(size * 2.5))
    assert cache.get(analyses[1].key) is None
    same(cache.get(analyses[0].key), analyses[0])
    assert cache.get("0" * 32) is None


@pytest.mark.parametrize("key", ["../etc", "a/b", ""])
def test_a_key_is_never_a_path(key):
    with pytest.raises(ValueError, match="no analysis key"):
        cache.path_of(key)
