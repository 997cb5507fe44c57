"""Which record is the paper that was asked about, which may be, and which is not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.enrichment.facts import Verdict
from components.enrichment.matching import agrees_on_authors, best, judge
from components.enrichment.record import Record, Subject
from components.papers.bundled import bundled_files
from components.papers.identity import paper_key
from components.papers.library import read_digests
from tests.enrichment.damages import DAMAGES, REWRITTEN, WHOLE_OR_CUT

ABSTRACT = (
    "We study how attention in long sequences can be made sparse without losing what matters. A router learns which "
    "keys each query should see, and the cost grows with the square root of the length. On three benchmarks it beats "
    "dense attention at half the memory, and what it attends to can be read by people who never saw the model before."
)
OTHER = (
    "Causal graphs are learnt from observations alone only up to an equivalence class. This paper shows which "
    "interventions shrink that class fastest, gives a polynomial algorithm for trees, and measures on gene data how "
    "many experiments it saves when compared with choosing the targets by chance, as most laboratories still do today."
)
TITLE = "Routing Attention: Sparse Keys for Long Sequences"
_FRAME = read_digests(bundled_files()).papers
PAPERS = list(zip(_FRAME["title"].tolist(), _FRAME["abstract"].tolist(), strict=True))


def record(title: str = TITLE, abstract: str = ABSTRACT, number: str = "2401.00001", published: str = "") -> Record:
    return Record("arXiv", number, "", title, abstract, published, arxiv_id=number)


def verdict(subject: Subject, *records: Record, by_id: bool = False) -> Verdict:
    return best(judge(subject, records, by_id=by_id))


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        (TITLE, ABSTRACT, Verdict.SURE),
        (TITLE.upper(), ABSTRACT, Verdict.SURE),
        (TITLE + "…", ABSTRACT[:150], Verdict.SURE),
        ("Routing Attention", ABSTRACT, Verdict.SURE),
        ("Sparse Keys for Long Sequences", ABSTRACT, Verdict.SURE),
        (TITLE[:30], ABSTRACT, Verdict.SURE),
        ("Routing Attention: Sparse Keys for Longer Sequences", ABSTRACT, Verdict.SURE),
        ("Routing Attention 2: Sparse Keys for Long Sequences", ABSTRACT, Verdict.LIKELY),
        ("Sparse Routing: Attention Keys for Long Sequences", ABSTRACT, Verdict.LIKELY),
        (TITLE, "", Verdict.LIKELY),
        (TITLE, OTHER, Verdict.DOUBTFUL),
        ("What Interventions Tell", ABSTRACT, Verdict.DOUBTFUL),
        ("What Interventions Tell", OTHER, Verdict.NONE),
        ("", ABSTRACT, Verdict.DOUBTFUL),
    ],
)
def test_title_and_abstract_decide_together(title: str, abstract: str, expected: Verdict):
    assert verdict(Subject(title, abstract), record()) is expected


def test_an_answer_without_records_is_none_not_unknown():
    assert verdict(Subject(TITLE, ABSTRACT)) is Verdict.NONE


def test_a_short_title_without_an_abstract_is_only_listed():
    assert verdict(Subject("Introduction"), record("Introduction")) is Verdict.DOUBTFUL


def test_two_records_of_one_title_without_an_abstract_are_only_listed():
    assert verdict(Subject(TITLE), record(number="2401.00001"), record(number="2402.00002")) is Verdict.DOUBTFUL


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        (TITLE, "", Verdict.SURE),
        ("Routing Attentions: Sparse Key for Longer Sequence", "", Verdict.SURE),
        ("Quite Another Name after the Review", ABSTRACT, Verdict.SURE),  # retitled
        ("What Interventions Tell", "", Verdict.DOUBTFUL),
        ("What Interventions Tell", OTHER, Verdict.DOUBTFUL),  # an id that was mistyped
        ("Routing Attribution: Spurious Keys in Long Sentences", OTHER, Verdict.DOUBTFUL),
    ],
)
def test_an_id_is_no_proof_by_itself(title: str, abstract: str, expected: Verdict):
    subject = Subject(title, abstract, arxiv_id="2401.00001")
    assert verdict(subject, record(), by_id=True) is expected


def test_of_two_submissions_the_one_with_an_equal_title_is_sure():
    again = record("Sparse Keys for Long Sequences", number="2402.00002")
    judged = judge(Subject(TITLE, ABSTRACT), [again, record()])
    assert [(each.record.arxiv_id, each.verdict) for each in judged] == [
        ("2401.00001", Verdict.SURE),
        ("2402.00002", Verdict.LIKELY),
    ]


def test_of_two_submissions_alike_none_is_sure():
    judged = judge(Subject(TITLE, ABSTRACT), [record(), record(number="2402.00002")])
    assert [each.verdict for each in judged] == [Verdict.LIKELY, Verdict.LIKELY]


def test_a_record_younger_than_the_digest_under_another_title_is_not_sure():
    changed = "Routing Attention: Sparse Keys for Longer Sequences"
    subject = Subject(TITLE, ABSTRACT, seen="2024-03-14")
    assert verdict(subject, record(changed, published="2024-03-15")) is Verdict.SURE
    assert verdict(subject, record(changed, published="2024-03-16")) is Verdict.LIKELY
    assert verdict(subject, record(changed, published="2024-04")) is Verdict.LIKELY
    assert verdict(subject, record(TITLE, published="2025-01-01")) is Verdict.SURE


@given(st.lists(st.sampled_from(PAPERS), min_size=1, max_size=6, unique=True), st.randoms())
def test_the_order_of_an_answer_changes_no_verdict(papers: list[tuple[str, str]], chance: random.Random):
    records = [record(title, abstract, f"2401.{place:05}") for place, (title, abstract) in enumerate(papers)]
    subject = Subject(*papers[0])
    shuffled = chance.sample(records, len(records))
    assert judge(subject, records) == judge(subject, shuffled)
    assert sum(each.verdict is Verdict.SURE for each in judge(subject, records)) == 1


@given(
    st.sampled_from(PAPERS),
    st.lists(st.sampled_from(PAPERS), max_size=8),
    st.sampled_from(sorted(DAMAGES)),
    st.integers(0),
)
def test_another_paper_is_never_taken(paper: tuple[str, str], others: list[tuple[str, str]], name: str, seed: int):
    damaged = DAMAGES[name](*paper, random.Random(seed))
    records = [record(*other, f"2401.{place:05}") for place, other in enumerate(others) if other != paper]
    if damaged is not None:
        assert verdict(Subject(*damaged), *records) not in (Verdict.SURE, Verdict.LIKELY)


@given(st.sampled_from(PAPERS), st.sampled_from(sorted(WHOLE_OR_CUT)), st.integers(0))
def test_the_paper_itself_is_sure_where_it_is_whole_or_cut(paper: tuple[str, str], name: str, seed: int):
    damaged = DAMAGES[name](*paper, random.Random(seed))
    if damaged is not None:
        assert verdict(Subject(*damaged), record(*paper)) is Verdict.SURE


@pytest.mark.parametrize("name", sorted(REWRITTEN))
def test_a_rewritten_paper_is_found(name: str):
    chance = random.Random(7)
    found = [verdict(Subject(*(REWRITTEN[name](*paper, chance) or paper)), record(*paper)) for paper in PAPERS]
    assert sum(each in (Verdict.SURE, Verdict.LIKELY) for each in found) >= 105


@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=60), st.text(max_size=200), st.booleans())
def test_any_text_has_a_verdict(title: str, abstract: str, other: str, text: str, by_id: bool):
    (judged,) = judge(Subject(title, abstract), [record(other, text)], by_id=by_id)
    assert judged.verdict in Verdict
    assert 0 <= judged.title_score <= 100


def test_facts_are_found_by_what_a_paper_says():
    assert paper_key("A  Title", "An abstract.") == paper_key("a title", "An Abstract")
    assert paper_key("A title", "An abstract") != paper_key("A title", "Another abstract")
    assert paper_key("A title b", "c") != paper_key("A title", "b c")
    assert len(paper_key("？", "")) == 64


def test_authors_must_not_contradict():
    assert agrees_on_authors(["Ann Muster", "Ben Klar"], ["B. Klar"])
    assert agrees_on_authors([], ["B. Klar"])
    assert not agrees_on_authors(["Ann Muster"], ["B. Klar"])
