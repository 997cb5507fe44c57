"""The field's terms: what the shipped file holds, and how such a file is learnt from a few made-up abstracts."""

from __future__ import annotations

import itertools

import pytest

from components.landscape.embeddings.stopwords import FUNCTION_WORDS
from components.landscape.topics.field_terms import FILE, UnreadableTermsError, field_terms, key_of
from components.landscape.topics.phrases import phrase_table
from training.terms import Paper, terms_of, write

ENDINGS = ["for the rest", "in a test", "and a proof", "with the sum"]


def corpus() -> list[Paper]:
    """Papers on FlowNets and causal discovery, each of which ends a sentence on "the big gap" too."""
    found = []
    for number, ending in zip(range(40), itertools.cycle(ENDINGS), strict=False):
        subject = "causal discovery" if number % 2 else "FlowNet models"
        title = f"{subject[0].upper()}{subject[1:]} {ending.split()[0]} study {number}"
        defined = "conditional random fields (CRFs)" if number % 4 == 0 else "CRFs"
        abstract = f"The {subject} {ending}. We use {defined} with {subject} of late. It closes the big gap between."
        found.append(Paper(title, abstract, "cs.LG" if number % 2 else "cs.CV"))
    return found


def test_terms_are_whole_stand_in_titles_and_keep_their_casing():
    terms = {term.shown: term for term in terms_of(corpus(), least_papers=10)}
    assert {"causal discovery", "FlowNet models"} <= set(terms)
    assert not {"causal", "FlowNet", "big gap", "gap"} & set(terms)
    assert terms["causal discovery"].papers == 20
    assert terms["causal discovery"].title_share == 1.0
    assert (terms["causal discovery"].category, terms["causal discovery"].category_share) == ("cs.LG", 1.0)


def test_a_file_is_read_as_it_was_written(tmp_path):
    terms = terms_of(corpus(), least_papers=10)
    write(terms, 40, tmp_path / "terms.tsv.xz")
    read = field_terms(tmp_path / "terms.tsv.xz")
    assert read.papers == 40
    assert {term.shown for term in read.terms.values()} == {term.shown for term in terms}
    assert read.terms["causal", "discovery"].papers == 20


@pytest.mark.parametrize("content", [None, b"", b"nothing packed"])
def test_a_damaged_file_is_told_in_a_sentence(tmp_path, content):
    path = tmp_path / "terms.tsv.xz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableTermsError, match=r"terms\.tsv\.xz.*Get the file from the repository again"):
        field_terms(path)


def test_the_shipped_terms_are_small_whole_and_written_as_people_write_them():
    assert FILE.stat().st_size < 1_000_000
    field = field_terms()
    assert len(field.terms) > 10_000
    for shown in (
        "large language models",
        "reinforcement learning",
        "Gaussian process",
        "Retrieval-Augmented Generation",
        "causal discovery",
    ):
        assert field.terms[key_of(shown)].shown.lower().startswith(shown.lower()[:-1])
    for cut in ("large language", "bias in large language", "extensive experiments", "closing", "discovering"):
        assert key_of(cut) not in field.terms
    assert field.short_forms["llm"] == ("large", "language", "model")
    assert field.short_forms["rl"] == ("reinforcement", "learning")
    for key in field.terms:
        assert not {key[0], key[-1]} & FUNCTION_WORDS


def test_a_short_form_counts_as_what_the_field_means_by_it():
    table = phrase_table(["", ""], ["LLMs plan.", "Large language models plan."], field=field_terms())
    index = table.keys.index(("large", "language", "model"))
    assert set(table.paper[table.phrase == index]) == {0, 1}
    assert table.shown[index] == field_terms().terms["large", "language", "model"].shown


def test_an_address_is_no_phrase():
    table = phrase_table(
        [""], ["Code: https://github.com/Dawn-LX/Causal-Model and dawn-lx.github.io. Mail a@dawn-lx.org"]
    )
    assert not any("dawn" in key or "github" in key for key in table.keys)
