from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.landscape.embeddings.models import embed
from components.landscape.embeddings.terms import paper_texts
from components.landscape.insights.placement import (
    NothingToPlaceError,
    place_text,
    place_vector,
    prepare_reference_map,
    split_pasted,
)
from tests.landscape.conftest import made_up_papers
from tests.landscape.hand_made import analysis_of, unit_vectors


@pytest.fixture(scope="module")
def papers():
    return made_up_papers(60)


@pytest.fixture(scope="module")
def prepared(papers):
    vectors = embed(paper_texts(papers["title"].tolist(), papers["abstract"].tolist()))
    return prepare_reference_map(analysis_of(vectors), vectors)


TEXTS = [
    ("Causal graphs", "We find causal graphs under intervention with a structural equation.", 0),
    ("", "A vocoder turns phonemes into a speech waveform for each speaker.", 1),
    ("Protein residue docking", "", 2),
    ("Indexes", "A graph database answers a query with an index and a transaction log.", 3),
]


@pytest.mark.parametrize(("title", "abstract", "topic"), TEXTS)
def test_a_text_falls_among_its_subject(prepared, title, abstract, topic):
    found = place_text(prepared, title, abstract)
    assert found.topic == topic
    assert (
        np.linalg.norm(np.array(found.xy) - prepared.analysis.xy[prepared.analysis.topic == topic].mean(axis=0)) < 0.3
    )
    assert len(found.nearest) == 10
    cosines = [cosine for _, cosine in found.nearest]
    assert cosines == sorted(cosines, reverse=True)
    assert found.same == ""
    assert f"in “Topic {topic}”" in found.sentence
    assert found.spread >= prepared.miss > 0
    np.testing.assert_array_equal(found.cloud, place_text(prepared, title, abstract).cloud)


def test_a_text_of_two_subjects_lies_between_them():
    vectors = unit_vectors(80)
    found = place_vector(
        prepare_reference_map(analysis_of(vectors), vectors),
        (np.eye(16)[0] + np.eye(16)[1]).astype(np.float32) / 2**0.5,
    )
    assert found.between
    assert {found.topic, found.second} == {0, 1}
    assert "between" in found.sentence
    assert found.spread > 0.2


def test_a_paper_of_the_set_is_recognised_and_not_new(prepared, papers):
    found = place_text(prepared, papers["title"][7], papers["abstract"][7])
    assert found.same == "p7"
    assert found.novelty is not None
    assert found.novelty < 10
    assert found.sentence.startswith("This paper is in the set")


def test_novelty_is_the_percentile_among_the_sets_own_distances():
    vectors = unit_vectors(200)
    prepared = prepare_reference_map(analysis_of(vectors), vectors)
    left_out = []
    for row in range(0, 200, 10):
        rest = np.delete(vectors, row, axis=0)
        left_out.append(place_vector(prepare_reference_map(analysis_of(rest), rest), vectors[row]).novelty or 0.0)
    assert 25 < np.mean(left_out) < 75
    stranger = np.zeros(16, dtype=np.float32)
    stranger[9] = 1
    assert (place_vector(prepared, stranger).novelty or 0.0) > 95


@pytest.mark.parametrize(("title", "abstract"), [("", ""), (" \n", "\t"), ("zzxqv", "qqwrtz kkljh"), ("12 34", "…!")])
def test_a_text_without_a_known_word_is_refused_with_a_sentence(prepared, title, abstract):
    with pytest.raises(NothingToPlaceError, match=r"Paste .*abstract\."):
        place_text(prepared, title, abstract)


@pytest.mark.parametrize("count", [0, 1, 2, 9, 14, 15])
def test_small_sets(count):
    vectors = unit_vectors(count)
    found = place_vector(prepare_reference_map(analysis_of(vectors), vectors), unit_vectors(1, seed=9)[0])
    assert len(found.nearest) == min(10, count)
    assert (found.xy is not None) == (count >= 15)
    assert (found.novelty is None) == (count < 10)
    assert found.sentence.endswith(".")


def test_a_set_of_copies_and_empty_papers():
    vectors = np.vstack([np.repeat(unit_vectors(1), 15, axis=0), np.zeros((5, 16), dtype=np.float32)])
    prepared = prepare_reference_map(analysis_of(vectors), vectors)
    copy, stranger = place_vector(prepared, vectors[0]), place_vector(prepared, np.eye(16, dtype=np.float32)[9] * -1)
    assert copy.same == "p0"
    assert copy.xy is not None
    assert np.isfinite(copy.xy).all()
    assert stranger.sentence


def test_distances_are_computed_anew_where_the_analysis_was_made_from_other_vectors():
    vectors, others = unit_vectors(60), unit_vectors(60, seed=4)
    prepared = prepare_reference_map(analysis_of(others), vectors)
    products = vectors @ vectors.T
    np.fill_diagonal(products, -1)
    np.testing.assert_allclose(prepared.usual, np.sort(products.max(axis=1)), atol=1e-5)
    with pytest.raises(ValueError, match="59 vectors for 60"):
        prepare_reference_map(analysis_of(others), vectors[:59])


@given(st.integers(0, 10_000), st.integers(15, 60))
def test_the_place_lies_within_its_neighbours(seed, count):
    vectors = unit_vectors(count, seed=seed)
    prepared = prepare_reference_map(analysis_of(vectors), vectors)
    found = place_vector(prepared, unit_vectors(1, seed=seed + 1)[0])
    near = [int(paper_id[1:]) for paper_id, _ in found.nearest[:5]]
    low, high = prepared.analysis.xy[near].min(axis=0) - 1e-6, prepared.analysis.xy[near].max(axis=0) + 1e-6
    assert (np.array(found.xy) >= low).all()
    assert (np.array(found.xy) <= high).all()
    assert (found.cloud >= low).all()
    assert (found.cloud <= high).all()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("", "")),
        ("One paragraph\nin two lines.", ("", "One paragraph in two lines.")),
        ("A title\n\nThe abstract\nof it.", ("A title", "The abstract of it.")),
        ("Title: A title\nAbstract: The abstract.", ("A title", "The abstract.")),
        ("Abstract: only that.\n\nAnd more.", ("", "only that. And more.")),
        ("Title: only that", ("only that", "")),
        ("\n\n A title \n\n One. \n\n Two.", ("A title", "One. Two.")),
    ],
)
def test_a_pasted_text_is_split_where_it_says_so(text, expected):
    assert split_pasted(text) == expected
