from urllib.parse import parse_qs

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.finding.facets import DECISIONS, FACETS
from components.finding.filters import Filters, all_counts, counts
from tests.finding.shelf import catalogue_of, paper

LABELS = {"spring": "Causality", "may": "May 2024"}


def shown(filters, catalogue):
    return " ".join(each.removeprefix("p") for each in filters.apply(catalogue))


@pytest.mark.parametrize(
    ("chosen", "papers"),
    [
        ({}, "1 2 4 5 6 7"),
        ({"query": "is:hidden"}, "3"),
        ({"query": "video"}, ""),
        ({"query": "graph"}, "2 7"),
        ({"topics": ("graphs",)}, "2 7"),
        ({"topics": ("graphs", "video")}, "2 4 7"),
        ({"topics": ("-graphs",)}, "1 4 5 6"),
        ({"digests": ("spring",)}, "1 2 5"),
        ({"digests": ("spring", "old")}, "1 2 5 7"),
        ({"digests": ("spring", "-may")}, "2"),
        ({"decisions": ("starred",)}, "2"),
        ({"decisions": ("hidden",)}, "3"),
        ({"decisions": ("hidden", "later")}, "3 5"),
        ({"decisions": ("inbox",)}, "1 4 6 7"),
        ({"decisions": ("-starred",)}, "1 4 5 6 7"),
        ({"kinds": ("code",)}, "1"),
        ({"kinds": ("code", "project page")}, "1 6"),
        ({"kinds": ("demo",), "decisions": ("hidden",)}, "3"),
        ({"states": ("alive",)}, "1 6"),
        ({"states": ("dead",)}, ""),
        ({"tags": ("To read",)}, "4"),
        ({"months": ("2024-03",)}, "1 2"),
        ({"keywords": ("LLM",)}, "1"),
        ({"organisations": ("Deep Thought",)}, "2"),
        ({"topics": ("causal",), "digests": ("may",), "query": "gpt"}, "1 6"),
        ({"topics": ("gone",)}, ""),
    ],
)
def test_filters_show_papers(chosen, papers, catalogue):
    assert shown(Filters(**chosen), catalogue) == papers


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({}, "6 of 7 papers, not hidden"),
        ({"decisions": tuple(DECISIONS)}, "7 papers, hidden, in the inbox, kept for later or starred"),
        ({"query": "causal"}, "2 of 7 papers matching “causal”, not hidden"),
        (
            {"query": "causal", "topics": ("causal", "video"), "digests": ("spring",)},
            "1 of 7 papers matching “causal”, about Causal discovery or Video, in Causality, not hidden",
        ),
        ({"decisions": ("starred",)}, "1 of 7 papers, starred"),
        ({"topics": ("-video",)}, "5 of 7 papers, not about Video, not hidden"),
        ({"decisions": ("-hidden",)}, "6 of 7 papers, not hidden"),
        ({"kinds": ("code", "demo", "model")}, "1 of 7 papers, with a link to code, a demo or a model, not hidden"),
        ({"states": ("dead",), "decisions": ("inbox",)}, "None of 7 papers, in the inbox, with a link that is dead"),
        ({"tags": ("To read",), "months": ("2024-03",)}, "None of 7 papers, tagged To read, from 2024-03, not hidden"),
        ({"digests": ("old", "gone")}, "1 of 7 papers, in gone or old, not hidden"),
    ],
)
def test_filters_say_what_they_show(chosen, sentence, catalogue):
    filters = Filters(**chosen)
    assert filters.describe(catalogue, LABELS) == sentence
    assert filters.describe(catalogue, LABELS, shown=len(filters.apply(catalogue))) == sentence


def test_nothing_is_said_to_be_left_out_where_nothing_is():
    assert Filters().describe(catalogue_of(paper("p", "T"))) == "1 paper"
    assert Filters().describe(catalogue_of(paper("p", "T"), paper("q", "T"))) == "2 papers"


@pytest.mark.parametrize(
    ("params", "filters"),
    [
        ({}, Filters()),
        ({"q": ["causal"], "topic": ["b", "a", "b"]}, Filters("causal", topics=("a", "b"))),
        ({"q": "causal", "topic": "a"}, Filters("causal", topics=("a",))),
        ({"decision": ["starred", "eaten", "-hidden", "-eaten"]}, Filters(decisions=("-hidden", "starred"))),
        ({"colour": ["red"], "topic": ["", "-", " "]}, Filters()),
        ({"q": ["  two\n words "]}, Filters("two words")),
        ({"topic": ["x" * 201]}, Filters()),
    ],
)
def test_an_address_is_read(params, filters):
    assert Filters.from_params(params) == filters


def test_an_address_has_one_form_without_what_is_not_set():
    filters = Filters("a&b", kinds=("code",), topics=("z", "a"))
    assert filters.address() == "q=a%26b&topic=a&topic=z&kind=code"
    assert Filters().address() == ""
    assert list(filters.to_params()) == ["q", "topic", "kind"]


texts = st.text(max_size=30)
several = st.lists(texts, max_size=4).map(tuple)
any_filters = st.builds(
    Filters,
    texts,
    **{facet.name: several for facet in FACETS if facet.name != "decisions"},
    decisions=st.lists(st.sampled_from([*DECISIONS, *(f"-{name}" for name in DECISIONS), "other"])).map(tuple),
)


@given(any_filters)
def test_any_filters_come_back_from_their_address(filters):
    assert Filters.from_params(filters.to_params()) == filters
    plain = "".join(filters.query).encode("utf-8", "ignore").decode() == filters.query
    if plain and all(value.isprintable() for facet in FACETS for value in getattr(filters, facet.name)):
        assert Filters.from_params(parse_qs(filters.address(), keep_blank_values=True)) == filters


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_filters)
def test_any_filters_can_be_applied_described_and_taken_apart(catalogue, filters):
    ids = filters.apply(catalogue)
    assert set(ids) <= set(catalogue.paper_id)
    assert "papers" in filters.describe(catalogue)
    parts = filters.parts(catalogue)
    rest = filters
    for _ in range(len(parts)):
        rest = rest.parts(catalogue)[0][1]
    assert rest == Filters()


def test_each_part_can_be_dropped(catalogue):
    filters = Filters("gpt", topics=("causal",), digests=("-spring",), kinds=("code",))
    assert dict(filters.parts(catalogue, LABELS)) == {
        "“gpt”": Filters("", topics=("causal",), digests=("-spring",), kinds=("code",)),
        "Causal discovery": Filters("gpt", digests=("-spring",), kinds=("code",)),
        "Not in Causality": Filters("gpt", topics=("causal",), kinds=("code",)),
        "With a link to code": Filters("gpt", topics=("causal",), digests=("-spring",)),
    }


def test_values_are_toggled_chosen_and_dropped():
    filters = Filters("q").toggled("topics", "a").toggled("topics", "b")
    assert filters == Filters("q", topics=("a", "b"))
    assert filters.toggled("topics", "a") == Filters("q", topics=("b",))
    assert filters.choosing("topics", ["c"]).without("query") == Filters(topics=("c",))
    assert filters.without("topics") == Filters("q")
    assert filters.with_query("r") == Filters("r", topics=("a", "b"))


def test_values_that_no_paper_has_can_be_passed_over(catalogue):
    filters = Filters("x", topics=("video", "gone", "-gone", "-graphs"), decisions=("starred",), kinds=("gone",))
    assert filters.known(catalogue) == Filters("x", topics=("video", "-graphs"), decisions=("starred",))


def test_counts_are_under_all_the_other_filters(catalogue):
    filters = Filters("", topics=("causal",), digests=("may",))
    assert counts(catalogue, filters, "topics") == {"causal": 2, "video": 1, "graphs": 0}
    assert counts(catalogue, filters, "digests") == {"may": 2, "spring": 1, "old": 0}
    assert counts(catalogue, Filters(), "decisions") == {"inbox": 4, "hidden": 1, "later": 1, "starred": 1}
    assert counts(catalogue, Filters("graph"), "kinds") == {"code": 0, "demo": 0, "model": 0, "project page": 0}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Filters,
        st.sampled_from(["", "graph", "causal", "is:hidden", "-c"]),
        topics=st.lists(st.sampled_from(["causal", "-video", "graphs"])).map(tuple),
        digests=st.lists(st.sampled_from(["may", "spring", "-old"])).map(tuple),
        decisions=st.lists(st.sampled_from(["starred", "inbox", "-later"])).map(tuple),
    )
)
def test_a_count_is_what_choosing_that_value_alone_would_show(catalogue, filters):
    for facet, found in all_counts(catalogue, filters).items():
        for value, count in found.items():
            assert count == len(filters.choosing(facet, (value,)).apply(catalogue)), (facet, value)
