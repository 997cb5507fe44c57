import pytest

from components.papers.cleaning.publication import (
    arxiv_categories,
    mean_rating,
    publication_type,
    status_of,
    venue_and_status,
    year_in,
)
from components.papers.reading.fields import paper_of


@pytest.mark.parametrize(
    ("written", "venue", "status"),
    [
        ("ICLR 2024 poster", "ICLR 2024", "poster"),
        ("NeurIPS 2023 (spotlight)", "NeurIPS 2023", "spotlight"),
        ("Submitted to ICLR 2025", "", "Submitted to ICLR 2025"),
        ("ICLR 2025 Conference Withdrawn Submission", "", "ICLR 2025 Conference Withdrawn Submission"),
        ("Journal of Machine Learning Research", "Journal of Machine Learning Research", ""),
        ("arXiv.org", "", ""),
        ("arXiv preprint arXiv:2404.06773", "", ""),
        ("CoRR", "", ""),
        ("https://example.org/venue", "", ""),
    ],
)
def test_a_venue_is_told_from_a_decision_and_from_a_preprint_server(written, venue, status):
    assert venue_and_status(written) == (venue, status)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (["inproceedings"], "conference paper"),
        (["CONF"], "conference paper"),
        (["proceedings-article"], "conference paper"),
        (["Conference and Workshop Papers"], "conference paper"),
        (["journalArticle"], "journal article"),
        (["JournalArticle", "Review"], "review"),
        (["posted-content"], "preprint"),
        (["paper"], ""),
    ],
)
def test_each_source_s_word_for_a_type_becomes_one_of_ours(written, told):
    assert publication_type(written) == told


def test_a_reader_s_own_mark_is_no_status():
    assert [status_of(text) for text in ("starred", "to read", "5", "Accept (oral)", "retracted")] == [
        "", "", "", "Accept (oral)", "retracted",
    ]  # fmt: skip


def test_reviewers_ratings_are_averaged_and_a_reader_s_own_rating_is_none():
    assert mean_rating("6;8;5") == 6.33
    assert mean_rating(["8: accept, good paper", "6: marginally above"]) == 7
    assert mean_rating(6.25) == 6.25
    assert [mean_rating(value) for value in (4, "4", "good", None, [], [6, "x"])] == [None] * 6


def test_a_year_is_taken_from_a_venue_that_names_one():
    assert [year_in(text) for text in ("ICLR 2024", "CVPR'23", "JMLR 21(89)", "2019 and 2020")] == [
        "2024",
        "2023",
        "",
        "",
    ]


def test_arxiv_categories_are_told_from_keywords():
    written = ["cs.CL cs.LG", "Machine Learning (cs.LG)", "vision", "hep-th"]
    assert arxiv_categories(written) == (("cs.CL", "cs.LG", "hep-th"), ("vision",))


def test_a_record_of_named_fields_gives_venue_type_year_categories_status_and_rating():
    record = {
        "title": "A paper",
        "venue": "ICLR 2024 poster",
        "published": "2023-10-03",
        "year": 2024,
        "primary_category": "cs.LG",
        "categories": "cs.CL cs.LG",
        "keywords": ["attention"],
        "type": "inproceedings",
        "rating_avg": [6.25, 1.2],
    }
    paper = paper_of(record, 1)
    assert paper is not None
    assert (paper.venue, paper.type, paper.year, paper.status) == ("ICLR 2024", "conference paper", "2024", "poster")
    assert (paper.published, paper.categories, paper.keywords) == ("2023-10-03", ("cs.LG", "cs.CL"), ("attention",))
    assert paper.rating == 6.25


def test_our_own_columns_of_decision_and_rating_are_not_taken_for_a_venue_s():
    paper = paper_of({"title": "A paper", "decision": "starred", "rating": "4"}, 1)
    assert paper is not None
    assert (paper.status, paper.rating) == ("", None)
