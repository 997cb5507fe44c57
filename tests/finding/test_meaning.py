"""Papers near to a line in meaning, where somebody offers nearness: a table of scores stands for it here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from components.finding import likeness, meaning
from components.finding.filters import Filters
from tests.finding.shelf import catalogue_of, paper

SCORES = {"video": [0.1, 0.2, 0.9, 0.8, -0.1, 0.0, 0.3], "graph": [0.5, 1.0, 0.7, 0.1, 0.0, 0.0, 0.95]}


@dataclass(frozen=True)
class Table:
    """Answers as they stand in SCORES: words found the best paper, meaning all above a half."""

    scores: np.ndarray

    def found_by(self) -> tuple[np.ndarray, np.ndarray]:
        return self.scores == max(self.scores.max(), 0.1), self.scores > 0.5


class Nearness:
    """Counts how often it is asked; the papers after a paper are those like it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def to_query(self, query: str) -> Table:
        self.asked.append(query)
        return Table(np.array(SCORES.get(query, [0.0] * 7)))

    def corrected(self, query: str) -> str:
        return {"grahp": "graph", "has": "have"}.get(query, query)

    def nearest_to_all(self, rows: Sequence[int], most: int) -> list[tuple[int, float]]:
        return [(row, 1 / row) for row in (6, 3) if row not in rows][:most]


@pytest.fixture
def offered(catalogue, monkeypatch):
    monkeypatch.setattr(meaning, "_registered", [])
    meaning.register(catalogue, Nearness())
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


def test_scores_are_those_of_the_words_of_a_line(offered):
    scores = meaning.scores("video has:code", offered)
    assert scores is not None
    assert list(scores) == SCORES["video"]
    assert meaning.scores("nothing", offered) is None
    assert meaning.scores("is:starred", offered) is None
    by_words, by_meaning = meaning.found_by("graph", offered)
    assert np.flatnonzero(by_words).tolist() == [1]
    assert np.flatnonzero(by_meaning).tolist() == [1, 2, 6]
    assert not np.any(meaning.found_by("is:starred", offered))


def test_one_line_is_compared_once_however_often_it_is_asked(catalogue, monkeypatch):
    monkeypatch.setattr(meaning, "_registered", [])
    nearness = Nearness()
    meaning.register(catalogue, nearness)
    for _ in range(3):
        meaning.scores("graph", catalogue)
        Filters("graph", near=True).apply(catalogue)
    assert nearness.asked == ["graph"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("causal", True), ("like:p1", True), ('like:"a title"', True), ("is:starred", False), ("-x", False), ("", False)],
)
def test_nearness_is_asked_for_by_words_and_by_papers(query, wanted):
    assert meaning.is_asked_for(query) is wanted


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("grahp", "graph"),
        ("Grahp has:code -grahp2", "graph has:code -grahp2"),
        ("ti:grahp", "ti:graph"),
        ('"grahp"', ""),  # taken as typed
        ("-grahp", ""),
        ("graph", ""),
        ("", ""),
    ],
)
def test_a_line_is_corrected_in_its_words_alone(offered, query, meant):
    assert meaning.corrected(query, offered) == meant


def test_near_papers_can_be_asked_for_among_some(offered):
    nobody = np.zeros(7, dtype=bool)
    among = np.array([True, False, True, True, True, True, True])
    assert np.flatnonzero(meaning.near("graph", offered, nobody, among)).tolist() == [2, 6]


def test_papers_like_one_come_the_nearest_first_with_the_paper_on_top(offered):
    ids = offered["paper_id"]
    assert ids.iloc[likeness.order("like:p3", offered)].tolist() == ["p3", "p7", "p4"]
    assert set(Filters("like:p3", decisions=("inbox", "hidden", "starred", "later")).apply(offered)) == {
        "p3",
        "p7",
        "p4",
    }
    assert likeness.order("graph", offered) == []
    assert likeness.order("like:nothing", offered) == []
    assert likeness.order("-like:p3", offered) == []


def test_without_nearness_the_papers_like_one_are_those_the_catalogue_knows(catalogue, monkeypatch):
    monkeypatch.setattr(meaning, "_registered", [])
    ids = catalogue["paper_id"]
    first, *others = likeness.order("like:p1", catalogue)
    assert ids.iat[first] == "p1"
    assert [ids.iat[row] for row in others] == list(catalogue["near"].iat[0])


def test_a_line_for_more_like_a_paper_names_it_by_its_title(catalogue):
    for paper_id, title in zip(catalogue["paper_id"], catalogue["title"], strict=True):
        line = likeness.line_for(catalogue, [paper_id])
        assert title.split()[0] in line or line == f"like:{paper_id}"
        assert catalogue["paper_id"].iat[likeness.order(line, catalogue)[0]] == paper_id
    assert likeness.line_for(catalogue, ["p1", "p2"]) == "like:p1,p2"
    assert likeness.line_for(catalogue, ["arxiv:2404.06773"]) == "like:2404.06773"


def test_papers_with_one_title_are_named_by_their_ids_and_a_whole_title_before_a_part_of_one():
    papers = catalogue_of(
        paper("a", "Graph attention"), paper("b", "Graph attention networks"), paper("c", "Same"), paper("d", "Same"),
        paper("e", 'The "right" mediator'), paper("f", "???"),
    )  # fmt: skip
    lines = [likeness.line_for(papers, [paper_id]) for paper_id in "abcdef"]
    assert lines[:4] == ['like:"Graph attention"', 'like:"Graph attention networks"', "like:c", "like:d"]
    assert lines[4:] == ['like:"The right mediator"', "like:f"]
    assert [likeness.order(line, papers)[0] for line in lines] == list(range(6))


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
    assert meaning.corrected("grahp", catalogue) == ""
    assert Filters("video", near=True).apply(catalogue) == Filters("video").apply(catalogue)
