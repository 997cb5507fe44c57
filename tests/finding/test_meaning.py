"""Papers near to a line in meaning, where somebody offers nearness: a table of cosines stands for vectors here."""

from __future__ import annotations

import numpy as np
import pytest

from components.finding import meaning
from components.finding.filters import Filters

COSINES = {"video": [0.1, 0.2, 0.9, 0.8, -0.1, 0.0, 0.3], "graph": [0.5, 1.0, 0.7, 0.1, 0.0, 0.0, 0.95]}


@pytest.fixture
def offered(catalogue, monkeypatch):
    monkeypatch.setattr(meaning, "_registered", [])
    meaning.register(catalogue, lambda text: np.array(COSINES.get(text, [0.0] * 7)))
    return catalogue


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("causal graphs", "causal graphs"),
        ('ti:"GPT-4" -video has:code', "gpt 4"),
        ("votes:>3", ""),
        ("-x", ""),
        ("", ""),
    ],
)
def test_what_a_line_says_in_words(query, text):
    assert meaning.text_of(query) == text


def test_the_nearest_come_first_as_far_as_they_are_near_enough(offered):
    assert meaning.order("video", offered) == ["p3", "p4"]
    assert meaning.order("graph", offered) == ["p2", "p7", "p3"]
    assert meaning.order("nothing", offered) == []
    assert meaning.order("is:starred", offered) == []


def test_near_papers_stand_beside_those_with_the_words(offered):
    ids = offered["paper_id"]
    assert Filters("video").apply(offered) == []  # the one that has the word is hidden
    assert Filters("video", near=True).apply(offered) == ["p4"]
    assert Filters("video -vision", near=True).apply(offered) == []
    assert Filters("video is:starred", near=True).apply(offered) == []
    found = np.array([paper_id == "p7" for paper_id in ids])
    assert list(ids[meaning.near("graph", offered, found)]) == ["p2", "p3"]


def test_other_filters_hold_for_near_papers_too(offered):
    assert Filters("video", near=True, decisions=("inbox",)).apply(offered) == ["p4"]  # p3 is hidden
    assert Filters("video", near=True, digests=("spring",)).apply(offered) == []


def test_the_sentence_says_it_and_it_can_be_dropped(offered):
    filters = Filters("video", near=True)
    assert "or near it in meaning" in filters.describe(offered)
    rest = dict(filters.parts(offered))["Near in meaning"]
    assert rest == Filters("video")
    assert Filters.from_params(filters.to_params()) == filters
    assert filters.without("query") == Filters()


def test_without_an_offer_nothing_is_near(catalogue, monkeypatch):
    monkeypatch.setattr(meaning, "_registered", [])
    assert not meaning.is_registered(catalogue)
    assert Filters("video", near=True).apply(catalogue) == Filters("video").apply(catalogue)
