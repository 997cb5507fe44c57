"""Sentences are stretches of the text, whatever stops stand in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.landscape.gist.sentences import sentence_spans, sentences

PARTED = [
    "We use sparse codes. They are small.",
    "It beats CNNs (e.g. ResNet) by 3.5 points. This holds, cf. Fig. 2, in all tests. See Sec. 4.",
    "Smith et al. showed it. J. Smith et al. Nature have it. We follow Lee et al. However, it fails.",
    "Does it scale? Yes! We show how.",
    "The data are i.i.d. samples. We sample i.i.d. The rest is fixed.",
    "Games such as Go, chess, etc. Real decisions differ.",
    "We give $x. Y$ a bound. It is tight.",
    "Words (as we found. And more.) matter. (We think so.) They do.",
    "It was called “a success.” We disagree.",
    "We present iCaRL. iCaRL learns classes. k-NN does not. mT5 does.",
    "Results: 1. It is fast. 2. It is small.",
    "Two ideas: (i) we prune weights. (ii) We share them.",
    "Available at https://example.org/a.b.c. The code is free.",
    "Version 2.0 is out. 95% of users moved.",
    "For all k. We prove it.",
    "我们提出一种方法。它很快！",
]
WHOLE = {
    1: ["It beats CNNs (e.g. ResNet) by 3.5 points.", "This holds, cf. Fig. 2, in all tests.", "See Sec. 4."],
    2: ["Smith et al. showed it.", "J. Smith et al. Nature have it.", "We follow Lee et al.", "However, it fails."],
    4: ["The data are i.i.d. samples.", "We sample i.i.d.", "The rest is fixed."],
    6: ["We give $x. Y$ a bound.", "It is tight."],
    7: ["Words (as we found. And more.) matter.", "(We think so.)", "They do."],
    9: ["We present iCaRL.", "iCaRL learns classes.", "k-NN does not.", "mT5 does."],
    10: ["Results: 1. It is fast.", "2. It is small."],
    11: ["Two ideas: (i) we prune weights.", "(ii) We share them."],
    12: ["Available at https://example.org/a.b.c.", "The code is free."],
    13: ["Version 2.0 is out.", "95% of users moved."],
    15: ["我们提出一种方法。", "它很快！"],
}
COUNTS = {0: 2, 3: 3, 5: 2, 8: 2, 14: 2}


@pytest.mark.parametrize("number", range(len(PARTED)))
def test_stops_end_sentences_where_a_reader_would_end_them(number):
    found = sentences(PARTED[number])
    if number in WHOLE:
        assert found == WHOLE[number]
    else:
        assert len(found) == COUNTS[number]


def test_lines_of_a_list_and_empty_lines_part_but_a_broken_line_does_not():
    text = "We offer\nthree things\n- a corpus of tables\n- a model\n\nAll are free."
    assert sentences(text) == ["We offer\nthree things", "- a corpus of tables", "- a model", "All are free."]


def test_a_bracket_that_nobody_closed_hides_no_stop():
    assert len(sentences("We use A (see below. It works. It is small.")) == 3


@pytest.mark.parametrize("text", ["", "  \n ", "\n\n\n"])
def test_no_text_has_no_sentence(text):
    assert sentences(text) == []


@given(st.text(st.sampled_from("aA1. ?!\n()$\"'e.g,;。-"), max_size=80))
def test_whatever_comes_the_sentences_are_all_of_the_text_in_order(text):
    spans = sentence_spans(text)
    at, kept = 0, []
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        kept.append(text[start:end])
        at = end
    assert not text[at:].strip()
    assert all(one == one.strip() for one in kept)


def test_time_grows_with_the_length_and_not_with_its_square():
    """Counted, not timed: no stop is looked at more than once, however many brackets are open."""
    text = "(" * 2_000 + "A b. " * 2_000
    assert len(sentences(text)) == 2_000
