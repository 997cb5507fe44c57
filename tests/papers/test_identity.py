"""Ids of papers: from the arXiv number where there is one, else from the title."""

import json

import pytest

from components.papers.identity import arxiv_number, arxiv_number_in_address, normalised_title, paper_id
from components.papers.library import read_digests
from components.papers.paper import DigestFile


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2404.06773", "2404.06773"),
        ("2404.06773v12", "2404.06773"),
        ("arXiv:2404.06773v1", "2404.06773"),
        ("oai:arXiv.org:2412.00001v1", "2412.00001"),
        ("http://arxiv.org/abs/0704.0001v2", "0704.0001"),
        ("hep-th/9901001v3", "hep-th/9901001"),
        ("math.GT/0309136", "math.GT/0309136"),
        ("2413.00001", ""),
        ("12345.67890", ""),
        ("version 2404.067731.5", ""),
        ("", ""),
        ("10.1145/3442188", ""),
    ],
)
def test_arxiv_number(text, number):
    assert arxiv_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("see https://huggingface.co/papers/2410.00001#community", "2410.00001"),
        ("https://arxiv.org/pdf/2410.00001v2.pdf", "2410.00001"),
        ("https://doi.org/10.48550/arXiv.2410.00001", "2410.00001"),
        ("it grew from 2410.00001 to 3", ""),
    ],
)
def test_arxiv_number_in_address(text, number):
    assert arxiv_number_in_address(text) == number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention Is All You Need", "attention is all you need."),
        ("Müller's Naïve Bayes", "Muller s Naive  Bayes"),
        ("A Study (v2)", "A Study"),
        ("Self-Forcing++: Now", "Self Forcing: now"),
    ],
)
def test_spellings_of_one_title_share_an_id(one, other):
    assert normalised_title(one) == normalised_title(other)
    assert paper_id(one) == paper_id(other)


def test_ids():
    assert paper_id("Anything", "2404.06773v3") == "arxiv:2404.06773"
    assert paper_id("A Title").startswith("title:")
    assert len(paper_id("A Title")) == len("title:") + 12
    assert paper_id("Qwen2 Technical Report") != paper_id("Qwen3 Technical Report")
    assert paper_id("!!!") != paper_id("???")


def _ids(*papers):
    lines = "\n".join(json.dumps(paper) for paper in papers)
    return read_digests([DigestFile("own.jsonl", lines.encode())])


def test_a_paper_without_an_arxiv_number_is_known_by_its_doi_and_keeps_the_id_of_its_title():
    library = _ids({"title": "A Title of Words", "doi": "https://doi.org/10.1145/3097983.3098036"})
    assert library.papers["paper_id"].tolist() == ["doi:10.1145/3097983.3098036"]
    assert library.aliases[paper_id("A Title of Words")] == "doi:10.1145/3097983.3098036"


def test_an_arxiv_number_comes_before_a_doi_whose_id_leads_to_it():
    library = _ids(
        {"title": "A Title of Words", "doi": "10.1145/1"},
        {"title": "A Title of Words.", "doi": "10.1145/1", "arxiv_id": "2404.06773"},
    )
    assert library.papers["paper_id"].tolist() == ["arxiv:2404.06773"]
    assert library.aliases["doi:10.1145/1"] == "arxiv:2404.06773"


def test_records_of_one_doi_are_one_paper_where_their_titles_agree():
    library = _ids(
        {"title": "Weaving engines: a study of patterns", "doi": "10.1145/1"},
        {"title": "Weaving engines", "doi": "10.1145/1"},
    )
    assert library.papers["paper_id"].tolist() == ["doi:10.1145/1"]


def test_the_doi_of_a_volume_is_no_paper_s():
    library = _ids({"title": "Weaving engines", "doi": "10.1145/1"}, {"title": "Growing gardens", "doi": "10.1145/1"})
    assert library.papers["paper_id"].tolist() == [paper_id("Weaving engines"), paper_id("Growing gardens")]
    assert "doi:10.1145/1" not in library.aliases
