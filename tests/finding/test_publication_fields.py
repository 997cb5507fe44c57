"""Papers found by who wrote them and where they were published."""

import pytest

from components.finding.filters import Filters, counts
from components.finding.query import matches
from tests.finding.shelf import catalogue_of, paper


@pytest.fixture(scope="module")
def catalogue():
    return catalogue_of(
        paper("a", "One", authors=("Søren Kierkegård", "José Ortega y Gasset"), venue="ICLR 2024", year="2024",
              categories=("cs.LG", "stat.ML"), status="oral"),
        paper("b", "Two", authors=("Łukasz Kaiser",), venue="Transactions of the ACL", year="2021",
              doi="10.1162/tacl_a_00353", categories=("cs.CL",)),
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
