"""What facts fill in, and how what services count differently stands side by side."""

from __future__ import annotations

import pandas as pd
import pytest

from components.enrichment.completion import complete, counts_by_service, sources_by_field
from components.enrichment.facts import Fact, Field, Verdict
from components.enrichment.findings import Finding, facts
from components.papers.bundled import bundled_files
from components.papers.library import read_digests
from components.workspace import caches


@pytest.fixture
def papers() -> pd.DataFrame:
    return read_digests(bundled_files()[:1]).papers


def counted(service: str, citations: int, verdict: Verdict = Verdict.SURE) -> Finding:
    day = "2026-11-03T10:00:00.000000+00:00"
    return Finding("paper", service, "id", verdict, facts={Field.CITATIONS: citations}, at=day)


def completed(papers: pd.DataFrame, *found: Finding) -> pd.Series:
    return complete(papers, {papers["paper_id"].iloc[0]: facts(found)}).iloc[0]


@pytest.mark.parametrize(
    ("found", "shown", "by"),
    [
        ((("crossref", 2), ("semantic_scholar", 13), ("openalex", 12)), 12, "OpenAlex"),
        ((("crossref", 2), ("semantic_scholar", 13)), 13, "Semantic Scholar"),
        ((("crossref", 2),), 2, "Crossref"),
        ((("openalex", 0), ("semantic_scholar", 13)), 0, "OpenAlex"),
    ],
)
def test_citations_are_of_one_service_and_never_added(papers, found, shown, by):
    paper = completed(papers, *(counted(service, number) for service, number in found))
    assert paper["citations"] == shown
    assert sources_by_field(paper["sources"])["citations"] == f"{by}, 3 November 2026"
    assert {number for _, number, _ in counts_by_service(paper["citation_counts"])} == {number for _, number in found}
    assert paper["citation_counts"][0] == f"{by}: {shown}, 2026-11-03"


def test_what_is_only_likely_counts_nothing(papers):
    paper = completed(papers, counted("openalex", 12, Verdict.LIKELY))
    assert (paper["citations"] is pd.NA, paper["citation_counts"]) == (True, ())


def test_who_says_that_a_paper_was_withdrawn_is_kept(papers):
    paper_id = papers["paper_id"].iloc[0]
    said = Fact(Field.RETRACTED, True, "OpenAlex", "https://openalex.org/W1", "2026-11-03")
    assert complete(papers, {paper_id: (said,)})["retracted"].iloc[0] == "OpenAlex, 3 November 2026"
    assert complete(papers, {paper_id: ()})["retracted"].iloc[0] == ""


def test_a_link_that_a_look_up_found_says_who_found_it_and_is_a_link_like_others(papers):
    paper_id, code = papers["paper_id"].iloc[0], "https://github.com/ada/engine"
    said = Fact(Field.CODE, code, "Hugging Face", "", "2026-11-03")
    once = complete(papers, {paper_id: (said,)})
    paper = complete(once, {paper_id: (said,)}).iloc[0]
    assert paper["links"].count(code) == 1
    assert paper["link_sources"] == (f"{code} Hugging Face, 3 November 2026",)
    (link,) = [each for each in caches.links("test", once)[paper_id] if each.url == code]
    assert (link.source, link.kind.value) == ("Hugging Face, 3 November 2026", "code")
    others = [each for each in caches.links("test", once)[paper_id] if each.url != code]
    assert not any(each.source for each in others)
