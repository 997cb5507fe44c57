from __future__ import annotations

import pytest

from components.landscape.topics.ngrams import phrase_occurrences


def said(texts, longer=None, least=1):
    found = phrase_occurrences(texts, longer or {}, least)
    return {(int(text), " ".join(found.keys[run])) for text, run in zip(found.text, found.run, strict=True)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", set()),
        ("Graph models", {"graph", "model", "graph model"}),
        ("graph, models", {"graph", "model"}),
        ("graph\nmodels", {"graph", "model"}),
        ("time-series", {"time", "series", "time series"}),
        ("time - series", {"time", "series"}),
        ("the model's graph", {"model", "graph", "model graph"}),
        ("mixture of experts", {"mixture", "expert", "mixture of expert"}),
        ("graph graph", {"graph", "graph graph"}),
    ],
)
def test_runs_of_a_text(text, expected):
    assert {run for _, run in said([text])} == expected


def test_only_runs_of_enough_texts_and_no_longer_than_four_words():
    texts = ["deep causal graph model learning", "a deep causal graph model", "deep sets"]
    assert said(texts, least=2) >= {(0, "deep causal graph model"), (1, "deep causal graph model"), (2, "deep")}
    assert not {run for _, run in said(texts, least=2)} & {"learning", "sets", "deep set"}
    assert max(len(run.split()) for _, run in said(texts)) == 4


def test_short_forms_count_as_what_they_stand_for():
    longer = {"llm": ("large", "language", "model")}
    assert (0, "large language model agent") in said(["LLM agents"], longer)


def test_no_texts():
    assert said([]) == set()
