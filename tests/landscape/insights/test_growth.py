from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.landscape.insights.growth import benjamini_hochberg, growth, hypergeometric_tails, new_since, new_with
from tests.landscape.hand_made import analysis_of, unit_vectors

SIGHTINGS = pd.DataFrame(
    [
        ("a", "d1", "2025-03-01"),
        ("b", "d1", "2025-03-01"),
        ("b", "d2", "2025-03-08"),
        ("c", "d2", "2025-03-08"),
        ("d", "d3", ""),
        ("d", "d2", "2025-03-08"),
        ("e", "d4", None),
    ],
    columns=["paper_id", "digest_id", "date"],
)


@pytest.mark.parametrize(
    ("digests", "expected"),
    [((), ""), (("d1",), "a"), (("d2",), "c"), (("d2", "d3"), "cd"), (("d1", "d2", "d3", "d4"), "abcde"), (("x",), "")],
)
def test_new_with_a_digest_is_what_no_other_holds(digests, expected):
    assert new_with(SIGHTINGS, digests) == set(expected)


@pytest.mark.parametrize(
    ("date", "expected"), [("2025-03-08", "c"), ("2025-01-01", "abc"), ("2025-03-09", ""), ("", "abc")]
)
def test_new_since_a_date_counts_undated_sightings_as_before(date, expected):
    assert new_since(SIGHTINGS, date) == set(expected)


def with_topics(old: list[int], new: list[int], areas: list[int] | None = None):
    topic = np.repeat(np.arange(len(old)), old).tolist() + np.repeat(np.arange(len(new)), new).tolist()
    analysis = analysis_of(unit_vectors(len(topic)), topic, areas)
    return analysis, analysis.paper_ids[sum(old) :]


@pytest.mark.parametrize(
    ("old", "new", "grown"),
    [
        ([20, 20, 20], [9, 1, 0], ["topic-0"]),
        ([20, 20, 20], [3, 3, 4], []),
        ([20, 20, 20], [0, 0, 0], []),
        ([30, 30, 1], [1, 1, 8], ["topic-2"]),
        ([20, 20, 20], [1, 0, 0], []),
        ([200, 200, 5], [20, 20, 0], []),
    ],
)
def test_only_regions_beyond_chance_are_said_to_grow(old, new, grown):
    found = growth(*with_topics(old, new))
    assert [region.slug for region in found.grown] == grown
    assert (found.new, found.older) == (sum(new), sum(old))
    assert sum(region.new for region in found.regions) == sum(new)
    assert sum(region.expected for region in found.regions) == pytest.approx(sum(new), abs=0.01)


def test_areas_of_several_topics_are_tested_too_and_sentences_say_the_numbers():
    found = growth(*with_topics([20, 20, 20, 20], [7, 7, 0, 0], areas=[0, 0, 1, 2]))
    area = next(region for region in found.regions if region.kind == "area")
    assert (area.slug, area.new, area.older, area.expected, area.grew) == ("area-0", 14, 40, 7.0, True)
    assert area.sentence.startswith("14 new in “Area 0”, 7.0 expected: more than chance gives")
    assert "“Area 0” (14, 7.0 expected)" in found.sentence
    assert len(found.regions) == 5


@pytest.mark.parametrize(
    ("count", "new", "sentence"),
    [
        (20, 0, "Nothing new since then."),
        (20, 20, "20 new papers, none older to compare with."),
        (20, 1, "1 new paper, spread as the 19 older ones are: no region grew more than chance would give."),
        (0, 0, "Nothing new since then."),
        (1, 1, "1 new paper, none older to compare with."),
    ],
)
def test_edges(count, new, sentence):
    analysis = analysis_of(unit_vectors(count))
    found = growth(analysis, [*analysis.paper_ids[:new], "unknown"])
    assert found.sentence == sentence
    assert not found.grown


@given(st.data())
def test_tails_are_the_hypergeometric_ones(data):
    from scipy.stats import hypergeom

    total = data.draw(st.integers(1, 400))
    drawn, size = data.draw(st.integers(0, total)), data.draw(st.integers(0, total))
    found = data.draw(st.integers(0, min(size, drawn)))
    tail = hypergeometric_tails(np.array([found]), np.array([size]), drawn, total)[0]
    assert tail == pytest.approx(hypergeom.sf(found - 1, total, size, drawn), rel=1e-8, abs=1e-300)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_correction_is_benjamini_and_hochberg(p):
    from scipy.stats import false_discovery_control

    np.testing.assert_allclose(benjamini_hochberg(np.array(p)), false_discovery_control(p), rtol=1e-12, atol=1e-300)


def test_chance_alone_is_rarely_called_growth():
    random = np.random.default_rng(5)
    analysis = analysis_of(unit_vectors(160), random.integers(0, 12, 160).tolist())
    alarms = [bool(growth(analysis, random.choice(analysis.paper_ids, 40, replace=False)).grown) for _ in range(100)]
    assert sum(alarms) <= 10
