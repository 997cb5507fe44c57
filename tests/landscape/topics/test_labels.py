from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from components.landscape.embeddings.models import embed_set
from components.landscape.embeddings.stopwords import ABSTRACT_WORDS, FUNCTION_WORDS
from components.landscape.embeddings.terms import paper_texts
from components.landscape.topics.hierarchy import groups_by_node
from components.landscape.topics.label_candidates import best_candidates, label_candidates
from components.landscape.topics.labels import CONSIDERED, label_topics, phrases_without, shortened, slug_of
from components.landscape.topics.phrases import abbreviations, phrase_table
from tests.landscape.conftest import made_up_papers


def named(papers, labels):
    """The names of topics that are the groups of a hierarchy themselves."""
    vectors = embed_set(paper_texts(papers["title"], papers["abstract"]), "lsa")
    groups = int(labels.max()) + 1
    nodes = [(0, 1), *((groups + step - 2, step) for step in range(2, groups))]
    inside = groups_by_node(np.array(nodes).reshape(-1, 2), groups)
    found = label_candidates(list(papers["title"]), list(papers["abstract"]), vectors, labels, inside)
    scores, coverage = np.zeros((2, groups, len(found.phrases)))
    for group in range(groups):
        said = found.node_phrases[group][found.node_phrases[group] >= 0]
        scores[group, said] = found.node_scores[group, : len(said)]
        coverage[group, said] = found.node_coverage[group, : len(said)]
    titles = [papers["title"].iloc[int(np.argmax(labels == group))] for group in range(groups)]
    return label_topics(scores, coverage, found.keys, found.phrases, titles)


def test_names_are_the_subjects_own_words_unique_and_exclusive():
    papers = made_up_papers(48)
    names = named(papers, np.arange(48) % 4)
    wanted = ["causal discovery", "speech synthesis", "protein folding", "graph databases"]
    for name, subject in zip(names, wanted, strict=True):
        assert subject in {phrase.lower() for phrase in name.phrases[:3]}, name
        assert name.name[0].isupper()
        for phrase in name.phrases:
            edges = {re.split(r"[\s-]", phrase.lower())[0], re.split(r"[\s-]", phrase.lower())[-1]}
            assert not edges & FUNCTION_WORDS
            assert phrase.lower() not in ABSTRACT_WORDS
    phrases = [phrase.lower() for name in names for phrase in name.phrases]
    assert len(phrases) == len(set(phrases))
    assert len({name.slug for name in names}) == len({name.name.lower() for name in names}) == 4


def test_a_topic_without_words_is_called_by_its_typical_title():
    papers = made_up_papers(6)
    papers["title"], papers["abstract"] = "We propose it", ""
    assert [name.name for name in named(papers, np.array([0, 0, 0, 1, 1, 1]))] == ["We propose it", "We propose it (2)"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Large Language Models (LLMs) talk", {"llm": ("large", "language", "model")}),
        ("vision-language models (VLM) see", {"vlm": ("vision", "language", "model")}),
        ("a model (GPT) of text", {}),
        ("the results (SOTA) hold", {}),
    ],
)
def test_abbreviations_are_read_where_a_paper_says_so(text, expected):
    assert abbreviations([text]) == expected


@pytest.mark.parametrize(
    ("abstract", "shown", "not_shown"),
    [
        ("Causal discovery, time series and more.", ["causal discovery", "time series"], ["discovery time"]),
        ("Such large language models. LLMs win.", ["large language models"], ["language", "models", "large"]),
        ("In this paper we propose a novel framework.", [], ["novel framework", "paper", "framework"]),
        ("It beats ImageNet with Mamba and Mamba again.", ["ImageNet", "Mamba"], ["It", "beats ImageNet with"]),
        ("Self-attention, our self-attention.", ["self-attention"], []),
        ("Chain of thought prompting", ["chain of thought prompting"], ["chain of", "of thought"]),
        ("<script>alert(1)</script>", [], ["<script>"]),
    ],
)
def test_phrases_are_cut_at_punctuation_and_keep_their_case(abstract, shown, not_shown):
    table = phrase_table([""], [abstract])
    assert set(shown) <= set(table.shown)
    assert not set(not_shown) & set(table.shown)


def test_an_abbreviation_counts_as_what_it_stands_for():
    table = phrase_table(
        ["", ""], ["Large language models (LLMs) are big. Large language models again.", "All LLMs are big."]
    )
    index = table.keys.index(("large", "language", "model"))
    assert set(table.paper[table.phrase == index]) == {0, 1}
    assert table.shown[index] == "large language models"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Causal discovery, time series", "causal-discovery-time-series"),
        ("Schrödinger bridges", "schrodinger-bridges"),
        ("因果", "topic"),
        ("<b>x</b>", "b-x-b"),
        ("", "topic"),
    ],
)
def test_slugs_are_safe_in_addresses(name, slug):
    assert slug_of(name) == slug


def test_a_long_title_is_cut_at_a_word():
    cut = shortened("word " * 40)
    assert len(cut) <= 60
    assert cut.endswith("word…")
    assert shortened(" ") == "Untitled"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (["model"], ["causal graphs"]),
        (["Models"], ["causal graphs"]),
        (["language model"], ["causal graphs", "model zoo"]),
        (["causal", "zoo"], ["language models"]),
        (["", "—"], ["causal graphs", "language models", "model zoo"]),
    ],
)
def test_a_forbidden_word_bars_the_phrases_that_hold_it(words, left):
    shown = ["causal graphs", "language models", "model zoo"]
    keys = [("causal", "graph"), ("language", "model"), ("model", "zoo")]
    assert [phrase for phrase, kept in zip(shown, phrases_without(keys, words), strict=True) if kept] == left


def test_a_given_name_is_kept_and_told_apart():
    scores = np.array([[3.0, 1.0], [2.0, 2.5]])
    given = (scores, scores / 4, [("causal",), ("video",)], ["causal", "video"], ["A", "B"])
    names = label_topics(*given, ["Mine", ""])
    assert [(name.name, name.phrases) for name in names] == [("Mine", ("causal",)), ("Video", ("video",))]
    twice = label_topics(*given, ["Mine", "mine"])
    assert [name.name for name in twice] == ["Mine", "B"]
    assert len({name.slug for name in twice}) == 2


def two_topics(scores, coverage, shown=("causal discovery", "reversal curse", "video")):
    keys = [tuple(phrase.split()) for phrase in shown]
    return label_topics(np.array(scores), np.array(coverage), keys, shown, ["First title", "Second title"])


def test_a_name_begins_with_what_most_papers_say_though_a_rare_phrase_scores_higher():
    one, other = two_topics([[1.0, 2.0, 0.0], [0.2, 0.0, 1.0]], [[0.5, 0.1, 0.0], [0.3, 0.0, 0.6]])
    assert one.name == "Causal discovery, reversal curse"
    assert (one.phrases[0], one.coverage) == ("causal discovery", 0.5)
    assert other.name == "Video"


def test_the_topic_that_would_lose_most_has_a_phrase_that_both_could_begin_with():
    one, other = two_topics([[1.0, 0.9, 0.0], [0.8, 0.0, 0.1]], [[0.5, 0.5, 0.0], [0.5, 0.0, 0.5]])
    assert [one.phrases[0], other.phrases[0]] == ["reversal curse", "causal discovery"]


def test_topics_share_a_first_phrase_rather_than_begin_with_one_that_few_papers_say():
    one, other = two_topics([[1.0, 0.5, 0.0], [0.6, 0.0, 0.7]], [[0.9, 0.2, 0.0], [0.5, 0.0, 0.1]])
    assert [one.name, other.name] == ["Causal discovery, reversal curse", "Causal discovery, video"]


def test_a_topic_that_no_phrase_tells_from_others_is_mixed():
    one, other = two_topics([[1.0, 0.5, 0.0], [0.0, 0.05, 0.06]], [[0.9, 0.4, 0.0], [0.0, 0.4, 0.5]])
    assert one.name == "Causal discovery, reversal curse"
    assert other.name == "Mixed: video"


def test_a_topic_whose_papers_share_no_phrase_is_mixed():
    one, other = two_topics([[1.0, 0.5, 0.0], [0.0, 0.4, 0.9]], [[0.9, 0.4, 0.0], [0.0, 0.1, 0.3]])
    assert [one.name, other.name] == ["Causal discovery, reversal curse", "Mixed: video"]
    assert other.coverage == 0.3


def test_a_phrase_that_says_the_same_again_is_no_second_one():
    shown = ("agents", "agentic agents", "planning")
    [one] = label_topics(
        np.array([[1.0, 0.9, 0.3]]), np.array([[0.9, 0.9, 0.5]]),
        [("agent",), ("agentic", "agent"), ("planning",)], shown, ["Title"],
    )  # fmt: skip
    assert one.name == "Agents, planning"


def test_what_could_begin_a_name_is_kept_among_many_better_phrases():
    phrases = CONSIDERED + 5
    table = phrase_table([""], [". ".join(f"Word{number} term{number}" for number in range(phrases))])
    table = replace(table, keys=table.keys[:phrases], shown=table.shown[:phrases])
    scores, coverage = np.linspace(2, 1, phrases)[None], np.full((1, phrases), 0.1)
    coverage[0, -1] = 0.5  # the worst of all, and the only one that most papers say
    found = best_candidates(scores, coverage, table)
    assert found.node_coverage[0].max() == 0.5
    assert (np.diff(found.node_scores[0]) <= 0).all()
    assert found.node_scores.shape == (1, CONSIDERED)
