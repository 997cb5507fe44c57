"""A DOI that a digest gives is kept, whatever the digest's form, and leads to the paper where nothing else does."""

import json

import pytest

from components.papers.library import read_digests
from components.papers.paper import DigestFile

DOI = "10.1145/3097983.3098036"
FILES = {
    "a.bib": f"@article{{x, title={{A Title of Words}}, doi={{{DOI}}}}}",
    "b.bib": f"@article{{x, title={{A Title of Words}}, doi={{https://doi.org/{DOI.upper()}}}}}",
    "c.ris": f"TY  - JOUR\nTI  - A Title of Words\nDO  - {DOI}\nER  - \n",
    "d.json": json.dumps([{"type": "article-journal", "title": "A Title of Words", "DOI": DOI, "id": "7"}]),
    "e.csv": f"title,doi\nA Title of Words,doi:{DOI}\n",
    "f.json": json.dumps([{"title": "A Title of Words", "externalIds": {"CorpusId": "1", "DOI": DOI}}]),
    "g.bib": f"@article{{x, title={{A Title of Words}}, url={{https://dx.doi.org/{DOI}}}}}",
}


@pytest.mark.parametrize("name", FILES)
def test_a_doi_is_kept_and_is_a_link(name):
    papers = read_digests([DigestFile(name, FILES[name].encode())]).papers
    assert papers["doi"].tolist() == [DOI]
    assert any(link.casefold().endswith(f"doi.org/{DOI}") for link in papers["links"].iloc[0])


def test_arxivs_own_doi_is_its_number():
    bib = b"@misc{x, title={A Title of Words}, doi={10.48550/arXiv.2404.06773}}"
    papers = read_digests([DigestFile("a.bib", bib)]).papers
    assert papers[["doi", "arxiv_id"]].values.tolist() == [["", "2404.06773"]]


def test_names_come_apart_where_bibtex_parts_them():
    authors = "{Barnes and Noble} and King, Jr., Martin and {Qwen Team} and others"
    bib = f"@misc{{x, title={{A Title of Words}}, author={{{authors}}}}}"
    papers = read_digests([DigestFile("a.bib", bib.encode())]).papers
    assert papers["authors"].iloc[0] == ("Barnes and Noble", "Martin King Jr.", "Qwen Team")


def test_particles_and_suffixes_of_csl_stay():
    name = {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der", "suffix": "Jr."}
    csl = json.dumps([{"id": "1", "type": "article", "title": "A Title of Words", "author": [name]}])
    assert read_digests([DigestFile("a.json", csl.encode())]).papers["authors"].iloc[0] == ("Jan van der Berg Jr.",)
