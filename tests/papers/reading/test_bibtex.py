"""BibTeX as programs export it: braces that protect capitals, accents in names, values in quotes."""

import pytest

from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.sharing.formats.references import bibtex
from tests.sharing.rows import bare, rows


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


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (r"a {\textless} b {\textgreater} c", "a < b > c"),  # as Zotero writes them
        (r"a \textless{} b \textbar{} c \textasciitilde{} d", "a < b | c ~ d"),
        (r"{\textbackslash} and \textbraceleft{}x\textbraceright{}", r"\ and {x}"),
        (r"x\^{}2 and \~{}5", "x^2 and ~5"),
        (r"\textbf{Bold} \texttt{x}", "Bold x"),
    ],
)
def test_signs_that_are_written_by_name_are_signs(written, title):
    assert read(f"@article{{a, title = {{{written}}}, abstract = {{Cats.}}}}")["title"] == title


def test_what_we_write_is_read_as_it_was():
    texts = ["Learning {sets} \\ a_b ~ c", "a | b ^ c # d $5 & 50%", "π-nets for τ ≥ 0", "Kimi K2 and iPhone"]
    begins = ("We learn", "Experiments on", "A bound for", "Models such as")
    ends = ("from few examples.", "took us three years.", "holds in all dimensions.", "answer questions.")
    abstracts = [f"{begin} {text} {end}" for begin, text, end in zip(begins, texts, ends, strict=True)]
    papers = [
        bare(paper_id=f"title:{title}", title=title, abstract=abstract)
        for title, abstract in zip(texts, abstracts, strict=True)
    ]
    back = read_digests([DigestFile("ours.bib", bibtex.to_text(rows(*papers)).encode())]).papers
    assert (back["title"].tolist(), back["abstract"].tolist()) == (texts, abstracts)


@pytest.mark.parametrize(
    "damage",
    ["abstract={rises from 3 to 15{{\\%}. Fine.},", "author={Ada {\\{O}}.},", "abstract={one { brace too many},", ""],
)
def test_an_entry_whose_braces_do_not_match_costs_neither_its_title_nor_the_next_entry(damage):
    closed = "}" if damage else ""
    text = (
        f"@article{{a,\n {damage}\n title={{Quiet Engines and Boats}},\n year={{2026}}\n{closed}\n\n"
        "@article{b,\n title={Do Ferries Dream of Fog?},\n year={2026}\n}\n"
    )
    library = read_digests([DigestFile("a.bib", text.encode())])
    assert list(library.papers["title"]) == ["Quiet Engines and Boats", "Do Ferries Dream of Fog?"]
    assert list(library.papers["published"]) == ["2026", "2026"]
    assert any(note.kind == "repaired" for note in library.reports[0].notes)


def test_an_arxiv_number_in_howpublished_is_the_papers():
    text = "@misc{c, title={Tidal Talk}, howpublished={arXiv:2601.06633 [cs.SD]}, year={2026}}"
    assert read_digests([DigestFile("a.bib", text.encode())]).papers["arxiv_id"][0] == "2601.06633"
