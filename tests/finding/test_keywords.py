from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.finding.filters import Filters, all_counts
from components.finding.keywords import LONGEST, normalise_keywords
from tests.finding.shelf import catalogue_of, paper


@pytest.mark.parametrize(
    ("given_words", "expected"),
    [
        (["LLM", "LLMs"], {"LLM"}),
        (["large language models (LLMs)", "LLM", "Large Language Models"], {"large language models"}),
        (["Large Language Model", "large language models", "large language models"], {"large language models"}),
        (["vision-language model", "vision language models"], {"vision language models"}),
        (["Retrieval-Augmented Generation (RAG) systems"], {"Retrieval-Augmented Generation systems"}),
        (["diffusion (see above)"], {"diffusion"}),  # a remark in brackets is neither shown nor a short form …
        (["C++", "C"], {"C++", "C"}),
        (["class", "bias", "physics", "analysis"], {"class", "bias", "physics", "analysis"}),
        (["studies", "study", "study"], {"study"}),
        (["GPT-4", "gpt-4", "gpt 4"], {"gpt 4"}),
        (["", " ", "—"], set()),
        (["word " * 40], set()),
        (["<b>bold</b>"], {"<b>bold</b>"}),  # whatever shows it escapes it
    ],
)
def test_writings_of_one_keyword_are_one_value(given_words, expected):
    found = normalise_keywords([[word] for word in given_words])
    assert {value for row in found for value in row} == expected


def test_an_abbreviation_is_spelt_out_where_another_paper_says_what_it_means():
    found = normalise_keywords([["RLHF"], ["reinforcement learning from human feedback (RLHF)"], ["agents", "RLHF"]])
    long = "reinforcement learning from human feedback"
    assert found == [(long,), (long,), ("agents", long)]


def test_a_paper_has_each_keyword_once():
    assert normalise_keywords([["Agents", "agent", "AGENTS"]]) == [("agent",)]


words = st.text(max_size=LONGEST + 5)


@given(st.lists(st.lists(words, max_size=6), max_size=8))
def test_every_value_is_stable_and_nothing_is_invented(keywords):
    once = normalise_keywords(keywords)
    assert [len(row) <= len(given_row) for row, given_row in zip(once, keywords, strict=True)] == [True] * len(once)
    assert normalise_keywords(list(map(list, keywords))) == once
    for row in once:
        assert len(set(row)) == len(row)
        assert all(value.strip() for value in row)


def test_keywords_are_a_facet_whose_values_can_be_left_out_too():
    catalogue = catalogue_of(
        paper("a", "A", keywords=("LLMs", "video")),
        paper("b", "B", keywords=("large language models (LLMs)",)),
        paper("c", "C", keywords=("Videos", "agents")),
    )
    assert all_counts(catalogue, Filters(), ["keywords"])["keywords"] == {
        "large language models": 2,
        "video": 2,
        "agents": 1,
    }
    chosen = Filters(keywords=("large language models",))
    assert chosen.apply(catalogue) == ["a", "b"]
    assert (
        all_counts(catalogue, chosen, ["keywords", "topics"])["keywords"]["video"] == 2
    )  # its own are not counted out
    without = Filters.from_params({"keyword": ["-video"]})
    assert without.apply(catalogue) == ["b"]
    assert without.describe(catalogue) == "1 of 3 papers, not with the keyword video"
    assert catalogue["keywords"].tolist()[0] == ("LLMs", "video")  # as given, for exports
