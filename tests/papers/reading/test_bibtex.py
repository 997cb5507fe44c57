"""BibTeX as programs export it: braces that protect capitals, accents in names, values in quotes."""

import pytest

from components.papers.library import read_digests
from components.papers.paper import DigestFile


def read(entry):
    return read_digests([DigestFile("mine.bib", entry.encode())]).papers.iloc[0]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("{{BERT}: Pre-training for {NLP}}", "BERT: Pre-training for NLP"),
        ("{{All of It Protected: A Title}}", "All of It Protected: A Title"),
        ('"{BERT} and {NLP}"', "BERT and NLP"),
        ('{"Why" Is the Question, Not "How"}', '"Why" Is the Question, Not "How"'),
        ("{{S}tyle{GAN} and {V}{AE}}", "StyleGAN and VAE"),
        (r"{Schr\"odinger's {O}($n$) Cat}", "Schrödinger's O(n) Cat"),
    ],
)
def test_a_title_loses_its_braces_and_nothing_else(written, title):
    assert read(f"@article{{a, title = {written}, abstract = {{Cats.}}}}")["title"] == title


@pytest.mark.parametrize(
    ("written", "abstract"),
    [
        (r"We ask {BERT}, with 28 {BLEU} \& 10\% more.", "We ask BERT, with 28 BLEU & 10% more."),
        (r"In $\mathcal{O}(n^{2})$ or $\frac{1}{2}$ steps.", "In O(n^2) or 1/2 steps."),
        ("A {Knowledge Base} of ours.", "A {Knowledge Base} of ours."),
        (r"For \{a, b\} and \emph{all}.", "For {a, b} and all."),
    ],
)
def test_an_abstract_keeps_only_the_braces_that_are_meant(written, abstract):
    assert read(f"@article{{a, title = {{Cats}}, abstract = {{{written}}}}}")["abstract"] == abstract


def test_names_lose_braces_and_get_their_accents():
    entry = (
        r"@article{a, title = {Cats}, author = {M{\"u}ller, J. and {\L}ukasz Kaiser and Erd\H{o}s, P. and {A Team}}}"
    )
    assert read(entry)["authors"] == ("J. Müller", "Łukasz Kaiser", "P. Erdős", "A Team")


def test_an_entry_with_a_field_twice_is_read():
    """Zotero writes a field `annote` for each note; the whole entry counted as damaged."""
    assert read("@misc{a, title = {Two Notes}, annote = {One}, annote = {Two}}")["title"] == "Two Notes"
