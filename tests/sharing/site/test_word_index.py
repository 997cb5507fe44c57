"""The index of words gives back what texts say, and its words are split as in the browser."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from components.sharing.site import word_index


def ungapped(packed: bytes) -> list[int]:
    found, row, gap, shift = [], -1, 0, 0
    for byte in packed:
        gap |= (byte & 127) << shift
        shift += 7
        if not byte & 128:
            row += gap + 1
            found.append(row)
            gap = shift = 0
    return found


@given(st.sets(st.integers(0, 100_000)))
def test_rows_come_back_from_gaps(rows):
    assert ungapped(word_index.gaps(sorted(rows))) == sorted(rows)


@given(st.lists(st.text(max_size=60), max_size=20))
def test_every_word_of_every_text_leads_to_it(texts):
    parts = word_index.parts(texts)
    found = {}
    for name, part in parts.items():
        content = base64.b64decode(part["rows"])
        words = part["words"].split(" ") if part["words"] else []
        assert len(words) == len(part["sizes"])
        assert words == sorted(words)
        start = 0
        for word, size in zip(words, part["sizes"], strict=True):
            assert word_index.part_of(word) == name
            found[word] = ungapped(content[start : start + size])
            start += size
        assert start == len(content)
    expected = {word for text in texts for word in word_index.words(text)}
    assert set(found) == expected
    for word, rows in found.items():
        assert rows == [row for row, text in enumerate(texts) if word in word_index.words(text)]


def test_words_are_split_as_the_browser_splits_a_query():
    assert word_index.words("Müller’s GPT-4: “causal”") == ["muller", "s", "gpt", "4", "causal"]
    assert word_index.words("विज्ञान और कारण") == ["वजञन", "और", "करण"]  # vowel signs are no letters of their own
    assert word_index.words("因果 推断 x_y " + "a" * 31) == ["因果", "推断", "x", "y"]


def test_what_almost_every_paper_says_is_named_and_takes_no_room():
    part = word_index.parts(["the cat"] * 200 + ["dog"])["t"]
    assert (part["words"], part["common"], part["rows"]) == ("", ["the"], "")
