"""A paper that a venue published, as each format for references has it."""

import json

import pytest

from components.papers.library import read_digests
from components.papers.paper import DigestFile
from components.sharing.formats.references import bibtex, csl_json, ris
from tests.sharing.rows import full, rows

AT_ICLR = {
    "venue": "ICLR 2024",
    "type": "conference paper",
    "year": "2024",
    "published": "2023-10-03",
    "status": "oral",
}
IN_TACL = {
    "venue": "Transactions of the Association for Computational Linguistics",
    "type": "journal article",
    "year": "2021",
    "arxiv_id": "2003.05997",
    "doi": "10.1162/tacl_a_00353",
    "published": "2020-03",
}


def test_bibtex_has_conferences_and_articles_with_their_year():
    conference, article = bibtex.to_text(rows(full(**AT_ICLR), full(**IN_TACL))).split("\n\n")
    assert conference.startswith("@inproceedings{wang2024")
    assert "  booktitle = {{ICLR} 2024},\n  year = {2024},\n  eprint = {2404.06773}," in conference
    assert "10.48550" not in conference
    assert "month" not in conference
    assert article.startswith("@article{wang2021")
    assert "  journal = {Transactions of the Association for Computational Linguistics}," in article
    assert "  doi = {10.1162/tacl_a_00353}," in article


def test_a_venue_without_a_type_is_told_by_its_name():
    text = bibtex.to_text(rows(full(venue="Journal of Machine Learning Research"), full(venue="CVPR 2022")))
    assert [line.partition("{")[0] for line in text.splitlines() if line.startswith("@")] == [
        "@article",
        "@inproceedings",
    ]


def test_csl_has_a_container_and_no_preprint():
    (item,) = json.loads(csl_json.to_text(rows(full(**AT_ICLR))))
    assert (item["type"], item["container-title"], item["status"]) == ("paper-conference", "ICLR 2024", "oral")
    assert item["issued"] == {"date-parts": [[2024]]}
    assert not {"genre", "publisher", "DOI"} & item.keys()


def test_ris_has_the_type_of_a_conference_paper():
    lines = ris.to_text(rows(full(**AT_ICLR), full(**IN_TACL))).splitlines()
    assert [line for line in lines if line.startswith(("TY", "T2", "PY"))] == [
        "TY  - CONF", "T2  - ICLR 2024", "PY  - 2024",
        "TY  - JOUR", "T2  - Transactions of the Association for Computational Linguistics", "PY  - 2021",
    ]  # fmt: skip


@pytest.mark.parametrize(("form", "ending"), [(bibtex, "bib"), (csl_json, "json"), (ris, "ris")])
def test_each_is_read_back_with_venue_type_and_year(form, ending):
    text = form.to_text(
        rows(full(**AT_ICLR, categories=("cs.CV", "cs.LG")), full(paper_id="x", title="Other", **IN_TACL))
    )
    papers = read_digests([DigestFile(f"papers.{ending}", text.encode())]).papers
    assert papers[["venue", "type", "year"]].values.tolist() == [
        ["ICLR 2024", "conference paper", "2024"],
        [IN_TACL["venue"], "journal article", "2021"],
    ]
    if form is not ris:
        assert papers["categories"].iloc[0] == ("cs.CV", "cs.LG")
        assert papers["status"].iloc[0] == "oral"
