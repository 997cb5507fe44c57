"""Lists in every order: known values first and in their order, equal and unknown ones as they were."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st

from components.curation.ranking.named_interests import Interests
from components.finding import meaning
from components.finding.filters import Filters
from components.ui.shared.papers_table import ordering
from tests.finding.shelf import catalogue_of, paper

PAPERS = catalogue_of(
    paper("a", "Zebra", votes=3, published="2024-03-14", rating=2),
    paper("b", "apple", votes=None, published="", digests=("may", "june")),
    paper("c", "Mango", votes=30, published="2024-11", stars=5, citations=0),
    paper("d", "banana", votes=3, published="2023", stars=7, rating=5, citations=40),
    paper("e", "Cherry apple", votes=0, published="Mar 14"),
)
RANKING = SimpleNamespace(interest=lambda: {"a": 0.1, "b": 0.9, "c": 0.5, "d": 0.7})


def view(query=""):
    annotations = SimpleNamespace(ratings={"a": 2}, tags={}, shortlist=("d", "a", "e"), interests=Interests())
    return SimpleNamespace(
        catalogue=PAPERS,
        filters=Filters(query),
        mask=Filters(query).mask(PAPERS),
        shown=PAPERS[Filters(query).mask(PAPERS)],
        annotations=annotations,
        has_picks=True,
        ranking=RANKING,
        rising={},
        analysis=None,
        library=SimpleNamespace(version="test_ordering"),
    )


@pytest.mark.parametrize(
    ("by", "order"),
    [
        ("usual", "abcde"),
        ("votes", "cadeb"),
        ("stars", "dcabe"),
        ("citations", "dcabe"),
        ("date", "cadbe"),
        ("seen", "bacde"),
        ("rating", "dabce"),
        ("title", "bdeca"),
        ("interest", "bdcae"),
        ("novelty", "abcde"),  # no Analysis: not offered, so the usual order
        ("nonsense", "abcde"),
    ],
)
def test_each_order(monkeypatch, by, order):
    monkeypatch.setattr(st, "query_params", {"sort": by})
    ordered = ordering.ordered(view(), PAPERS)
    assert "".join(ordered["paper_id"]) == order
    assert list(ordered.index) == list(range(5))


@pytest.mark.parametrize(
    ("by", "order"), [("", "daebc"), ("nonsense", "daebc"), ("usual", "abcde"), ("title", "bdeca")]
)
def test_the_shortlist_has_its_own_order_first(monkeypatch, by, order):
    monkeypatch.setattr(st, "query_params", {"sort": by} if by else {})
    assert "".join(ordering.ordered(view(), PAPERS, own=True)["paper_id"]) == order
    assert next(iter(ordering.offered(view(), own=True).values())) == "My order"
    assert ordering.MINE not in ordering.offered(view())


def test_words_order_by_relevance_and_say_so(monkeypatch):
    monkeypatch.setattr(st, "query_params", {})
    asked = view("apple")
    assert ordering.offered(asked)["usual"] == "Relevance"
    found = PAPERS[PAPERS["paper_id"].isin(["e", "b"])]
    assert list(ordering.ordered(asked, found)["paper_id"]) == ["b", "e"]  # a shorter title says it more
    assert ordering.found_by(asked, found) == ["words", "words"]
    assert ordering.found_by(view(), found) == ["", ""]


def test_papers_near_in_meaning_follow_those_with_the_words(monkeypatch):
    monkeypatch.setattr(st, "query_params", {})
    scores = np.array([0.1, 2.0, 1.9, 0.2, 3.0])
    answers = SimpleNamespace(scores=scores, found_by=lambda: (scores > 2, scores > 1))
    monkeypatch.setattr(meaning, "_registered", [])
    meaning.register(PAPERS, SimpleNamespace(to_query=lambda _: answers))
    with_words, near = ordering.parted(view("apple"))
    assert "".join(with_words["paper_id"]) == "eb"  # the best first
    assert "".join(near["paper_id"]) == "c"  # near enough, without the word
    with_words, near = ordering.parted(view("apple votes:>10"))
    assert "".join(with_words["paper_id"]) == ""
    assert "".join(near["paper_id"]) == "c"
    assert ordering.parted(view("votes:>2"))[1].empty
    meaning._registered.clear()
    with_words, near = ordering.parted(view("apple"))
    assert "".join(with_words["paper_id"]) == "be"  # words alone
    assert near.empty
