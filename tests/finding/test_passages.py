"""Where a paper was hit: a short passage of its own words, found by what everything else marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.finding.passages import CUT, MEANING, MOST, WIDTH, fast_spans, passage, passages
from components.finding.query import Mark, marks, spans
from tests.finding.shelf import catalogue_of, paper

LONG = "We begin with something else entirely, at some length. " * 4
TEXT = f"{LONG}Then causal attention helps causal models in C++ and GPT-4. {LONG}"


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("causal", "A causal model.", "A ⟨causal⟩ model."),
        ("caus", "A causal model; Causality.", "A ⟨causal⟩ model; ⟨Causality⟩."),
        ('"causal models"', "Models, causal models", "Models, ⟨causal models⟩"),
        ('"causal model"', "Models, causal models", ""),
        ("causal model", "Models, causal models", "⟨Models⟩, ⟨causal⟩ ⟨models⟩"),
        ("c++", "In C, C# or C++11", "In C, C# or ⟨C++⟩11"),
        ("naive", "A naïve baseline", "A ⟨naïve⟩ baseline"),
        ("naïve", "A naive baseline", "A ⟨naive⟩ baseline"),
        ("gpt-4", "Beside GPT-4 and GPT 3", "Beside ⟨GPT-4⟩ and GPT 3"),
        ("al", "Causal", ""),
        ("-causal", "A causal model", ""),
        ("causal", "", ""),
    ],
)
def test_what_is_found(query, text, marked):
    wanted, found = marks(query), text
    for start, end in reversed(fast_spans(text, wanted) or spans(text, wanted)) if wanted else ():
        found = f"{found[:start]}⟨{found[start:end]}⟩{found[end:]}"
    assert found == (marked or text)
    assert passage(text, wanted, "abstract") == (text if marked else "")


def test_words_wanted_in_another_field_give_no_passage():
    assert passage("A causal model", marks("ti:causal"), "abstract") == ""


def test_the_best_stretch_is_chosen_and_cut_between_words():
    line = passage(TEXT, marks("causal attention gpt"))
    assert line.startswith(CUT)
    assert line.endswith(CUT)
    assert "causal attention helps causal models in C++ and GPT-4." in line
    assert set(line.strip(CUT).split()) <= set(TEXT.split())


words = st.sampled_from(
    ["causal", "Causality", "c", "C++", "C#", "c#x", "model", "models", "naïve", "é", "4", "_", "ﬁ"]
)
texts = st.lists(st.tuples(words, st.sampled_from([" ", ", ", "-", "", "_", "\n"]))).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
wanted = st.lists(
    st.builds(
        Mark,
        st.lists(st.sampled_from(["causal", "c", "c++", "c#", "model", "4"]), min_size=1, max_size=2).map(tuple),
        st.booleans(),
    ),
    min_size=1,
    max_size=3,
).map(tuple)


@given(texts, wanted)
def test_quick_marks_are_the_marks_of_everything_else(text, marks_):
    if text.isascii():
        joined, here = [], spans(text, marks_)
        for start, end in here:  # spans that overlap count as one where they are looked for quickly
            joined.append((start, end))
        assert {at for span in fast_spans(text, marks_) for at in range(*span)} <= {
            at for span in joined for at in range(*span)
        }
        assert bool(fast_spans(text, marks_)) == bool(here)


@given(texts.map(lambda text: text * 5), wanted)
def test_a_passage_is_a_stretch_of_the_text(text, marks_):
    line = passage(text, marks_)
    plain = line.removeprefix(CUT).removesuffix(CUT)
    assert plain in " ".join(text.split())
    assert len(plain) <= WIDTH + 40
    assert bool(line) == bool(spans(text, marks_))


def test_each_row_says_where_it_was_hit():
    rows = catalogue_of(
        paper("a", "Causal models", abstract="All about causal things."),
        paper("b", "Causal models"),
        paper("c", "Rivers", authors=("Ana Causal",)),
        paper("d", "Rivers", abstract="Water."),
        paper("e", "Rivers", summary="Annotations to be causal."),
    )
    assert passages("causal", rows) == [
        "All about causal things.",
        "Causal models",
        "Ana Causal",
        MEANING,
        "Annotations to be causal.",
    ]
    assert passages("ti:causal", rows)[0] == "Causal models"
    assert passages("the causal", rows)[0] == "All about causal things."
    assert passages("", rows) == passages("has:code", rows) == [""] * 5
    many = catalogue_of(*(paper(str(number), "Causal") for number in range(MOST + 3)))
    assert passages("causal", many) == ["Causal"] * MOST + [""] * 3
