"""The bundled papers with what is known of them: filled in where the digests are silent, with its source."""

from dataclasses import replace

import pytest

from components.enrichment import bundled
from components.enrichment.completion import complete, source_words, sources_by_field
from components.enrichment.facts import BY_HAND, Fact, Verdict
from components.papers.bundled import bundled_files
from components.papers.identity import paper_key
from components.papers.library import read_digests
from components.papers.paper import DigestFile

HAND = "checked by hand, November 2026"


@pytest.fixture(scope="module")
def library():
    return bundled.bundled_library()


def test_every_bundled_paper_has_an_id_authors_and_a_date(library):
    papers = library.papers
    assert len(papers) == 106
    assert papers["paper_id"].str.fullmatch(r"arxiv:\d{4}\.\d{4,5}").all()
    assert papers["authors"].map(bool).all()
    assert papers["published"].str.fullmatch(r"\d{4}-\d\d(-\d\d)?").all()
    assert int((papers["venue"] != "").sum()) == 70
    assert int(papers["links"].map(lambda links: any("github.com" in link for link in links)).sum()) == 70
    assert int((papers["remarks"].map(len) > 0).sum()) == 14


def test_what_is_filled_in_says_where_it_is_from(library):
    paper = library.papers.set_index("paper_id").loc["arxiv:2404.06773"]
    assert paper["authors"][:2] == ("Jiahao Wang", "Wenqi Shao")
    assert (paper["published"], paper["venue"]) == ("2024-04-10", "")
    found = sources_by_field(paper["sources"])
    assert found == dict.fromkeys(("arxiv_id", "authors", "published", "code"), HAND)


def test_the_year_is_that_of_the_venue(library):
    paper = library.papers.set_index("paper_id").loc["arxiv:2310.13730"]
    assert (paper["published"], paper["venue"], paper["year"]) == ("2023-10", "ICLR 2024", "2024")


def test_the_digests_stay_as_they_are(library):
    before = read_digests(bundled_files())
    assert library.digests == before.digests
    for name in ("title", "abstract", "votes", "digests"):
        assert library.papers[name].tolist() == before.papers[name].tolist()
    assert (before.papers["arxiv_id"] == "").all()


def test_the_ids_of_titles_lead_to_the_same_papers(library):
    before = read_digests(bundled_files()).papers["paper_id"]
    assert [library.aliases[old] for old in before] == library.papers["paper_id"].tolist()


def test_every_line_of_the_file_is_a_bundled_paper():
    keys = {paper_key(row.title, row.abstract) for row in read_digests(bundled_files()).papers.itertuples()}
    assert {one.key for one in bundled.known_papers()} == keys


def test_a_paper_of_the_same_title_and_another_abstract_is_not_taken_for_it():
    file = DigestFile(
        "own.jsonl", b'{"title": "Adapting LLaMA Decoder to Vision Transformer", "abstract": "Birds sing."}'
    )
    found = bundled.with_known_facts(read_digests([file], known=bundled.known_numbers()))
    assert found.papers["paper_id"].tolist() == ["title:8d536ec54173"]
    assert found.papers["authors"].tolist() == [()]


def test_a_digest_that_gives_the_id_and_the_title_is_completed_and_keeps_its_own_values():
    line = (
        b'{"title": "Adapting LLaMA Decoder to Vision Transformer", "arxiv_id": "2404.06773", "authors": ["Ann Own"]}'
    )
    found = bundled.with_known_facts(read_digests([DigestFile("own.jsonl", line)], known=bundled.known_numbers()))
    (paper,) = found.papers.to_dict("records")
    assert (paper["authors"], paper["published"]) == (("Ann Own",), "2024-04-10")
    assert set(sources_by_field(paper["sources"])) == {"published", "code"}


def test_a_library_without_known_papers_is_left_as_it_is():
    library = read_digests([DigestFile("own.jsonl", b'{"title": "Another paper of nobody", "abstract": "A."}')])
    assert bundled.with_known_facts(library) is library


def test_facts_that_are_not_sure_are_not_filled_in():
    papers = read_digests(bundled_files()).papers
    sure = Fact("venue", "ICML 2031", BY_HAND, "", "2026-11")
    first, second = papers["paper_id"][:2]
    likely = replace(sure, verdict=Verdict.LIKELY)
    assert complete(papers, {first: [likely], second: [likely, sure]})["venue"].tolist()[:2] == ["", "ICML 2031"]


@pytest.mark.parametrize(
    ("date", "words"),
    [("2026-11", "checked by hand, November 2026"), ("2026-11-03T10:00:00Z", "checked by hand, 3 November 2026"),
     ("2026", "checked by hand, 2026"), ("", "checked by hand")],
)  # fmt: skip
def test_a_source_says_who_and_when(date, words):
    assert source_words(Fact("venue", "x", BY_HAND, "", date)) == words
