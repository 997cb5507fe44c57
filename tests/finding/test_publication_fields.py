"""Papers found by who wrote them and where they were published."""

import pytest

from components.finding.filters import Filters, counts
from components.finding.query import matches
from tests.finding.shelf import catalogue_of, paper


@pytest.fixture(scope="module")
def catalogue():
    return catalogue_of(
        paper("a", "One", authors=("Søren Kierkegård", "José Ortega y Gasset"), venue="ICLR 2024", year="2024",
              citations=12, categories=("cs.LG", "stat.ML"), status="oral"),
        paper("b", "Two", authors=("Łukasz Kaiser",), venue="Transactions of the ACL", year="2021",
              doi="10.1162/tacl_a_00353", categories=("cs.CL",), citations=0, retracted="OpenAlex, 3 November 2026"),
        paper("c", "Three", authors=("Jane Doe",), published="2022-05"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("au:soren", "a"),
        ("au:Søren", "a"),
        ("au:kierkegard", "a"),
        ("au:jose", "a"),
        ('au:"Łukasz Kaiser"', "b"),
        ("au:lukasz", "b"),
        ("venue:iclr", "a"),
        ("iclr", "a"),
        ("-venue:iclr", "bc"),
        ('venue:"transactions of the acl"', "b"),
        ("year:2024", "a"),
        ("year:>2020", "ab"),
        ("year:2020..2022", "b"),
        ("cat:cs.LG", "a"),
        ("cat:cs", "ab"),
        ("cs.CL", "b"),
        ("doi:10.1162", "b"),
        ("doi:10.1162/tacl_a_00353", "b"),
        ("status:oral", "a"),
        ("has:venue", "ab"),
        ("citations:>0", "a"),
        ("cited:0..12", "ab"),
        ("-citations:>0", "bc"),
        ("has:citations", "ab"),
        ("is:retracted", "b"),
        ("-is:retracted", "ac"),
        ("has:category", "ab"),
        ("-has:venue", "c"),
    ],
)
def test_a_query_finds_by_author_venue_year_category_and_doi(catalogue, query, found):
    assert "".join(catalogue["paper_id"][matches(query, catalogue)]) == found


def test_authors_venues_years_and_categories_are_facets(catalogue):
    assert Filters(authors=("Jane Doe",)).apply(catalogue) == ["c"]
    assert Filters(venues=("-ICLR 2024",)).apply(catalogue) == ["b", "c"]
    assert Filters(years=("2024", "2021"), categories=("cs.CL",)).apply(catalogue) == ["b"]
    assert counts(catalogue, Filters(), "categories") == {"cs.CL": 1, "cs.LG": 1, "stat.ML": 1}
    assert Filters.from_params({"author": ["Jane Doe"]}).describe(catalogue) == "1 of 3 papers, by Jane Doe"
    assert Filters(venues=("ICLR 2024",)).describe(catalogue) == "1 of 3 papers, at ICLR 2024"


def test_citations_are_a_facet_of_ranges_from_few_to_many(catalogue):
    assert counts(catalogue, Filters(), "citations") == {"0": 1, "10-99": 1}
    assert list(counts(catalogue, Filters(), "citations")) == ["0", "10-99"]
    chosen = Filters.from_params({"citations": "10-99"})
    assert chosen.apply(catalogue) == ["a"]
    assert Filters(citations=("-0",)).apply(catalogue) == [
        "a",
        "c",
    ]  # one that nobody counted is not one that nobody cites
    assert chosen.describe(catalogue) == "1 of 3 papers, with 10 to 99 citations"


@pytest.mark.parametrize(
    ("number", "name"), [(0, "0"), (1, "1-9"), (9, "1-9"), (10, "10-99"), (999, "100-999"), (1000, "1000+"), (None, "")]
)
def test_each_number_of_citations_is_in_one_range(number, name):
    (found,) = catalogue_of(paper("a", "One", citations=number))["citation_range"]
    assert found == name
