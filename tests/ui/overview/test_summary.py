"""The sentence that says what the papers are: true to what is shown, names as they stand inside a sentence."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from components.ui.overview.summary import NO_BREAK, sentence
from components.ui.shared.text import in_a_sentence

LABELS = {"a": "Ice news", "b": "Songs", "c": "Dough", "d": "Girders"}
FOUR = "4 papers from the digests Ice news and Songs, mostly about ice and song"
SEVEN = "7 papers from the digests Ice news, Songs and Dough; the largest groups are about A and B"


def view_of(areas, shown=None, seen=("a",)):
    papers = pd.DataFrame({"area_name": areas, "digests": [tuple(seen)] * len(areas)})
    return SimpleNamespace(catalogue=papers, shown=papers if shown is None else papers[:shown], digest_labels=LABELS)


@pytest.mark.parametrize(
    ("areas", "options", "said"),
    [
        (["Ice, snow"], {}, "1 paper from the digest Ice news, about ice"),
        ([""], {}, "1 paper from the digest Ice news"),
        (["Ice"] * 3 + ["Song"], {"seen": "ab"}, FOUR),
        (["Ice"] * 4 + ["Song"], {"shown": 4}, "4 of 5 papers from the digest Ice news, about ice"),
        (list("ABCDEFG"), {"seen": "abc"}, SEVEN),
        (["Ice"], {"seen": "abcd"}, "1 paper from 4 digests, about ice"),
        (["Ice"], {"seen": ()}, "1 paper, about ice"),
    ],
)  # fmt: skip
def test_the_sentence_says_how_many_from_where_about_what(areas, options, said):
    assert sentence(view_of(areas, **options)).replace(NO_BREAK, " ") == said


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Causal models", "causal models"), ("Vision Transformer", "Vision Transformer"), ("LLM", "LLM"), ("X", "X")],
)
def test_names_keep_their_capitals_where_they_have_more_than_the_first(name, inside):
    assert in_a_sentence(name) == inside
