import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.finding.catalogue import with_curation
from components.finding.index import WordIndex, fts_expression, prepare, prepared_index
from components.finding.query import matches
from tests.finding.shelf import catalogue_of, paper
from tests.finding.test_query import LINES


@pytest.fixture(scope="module")
def index(catalogue):
    return WordIndex(catalogue)


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("", ""),
        ("causal graph", '"causal" * AND "graph" *'),
        ('"neural networks" -video', '("neural networks") NOT ("video")'),
        ("-video", ""),
        ("votes:>3 is:starred", ""),
        ("ti:GPT-4 -ab:caus* -x", '(title : "gpt 4" *) NOT (abstract : "caus" * OR "x")'),
        ("C++ NEAR(", '"c++" * AND "near" *'),
    ],
)
def test_a_query_is_compiled_with_every_term_quoted(query, expression):
    assert fts_expression(query) == expression


def test_a_word_in_the_title_counts_more_than_one_in_the_abstract():
    shelf = catalogue_of(
        paper("abstract", "Other words", "attention attention in an abstract"),
        paper("title", "Attention in titles", "other words"),
        paper("neither", "Nothing", "here"),
    )
    assert WordIndex(shelf).order("attention") == ["title", "abstract"]


def test_only_the_best_are_given_where_asked(index):
    assert index.order("graph", most=1) == index.order("graph")[:1]


def test_papers_with_the_same_words_keep_their_order():
    shelf = catalogue_of(*(paper(str(number), "Same title", "same text") for number in range(20)))
    assert WordIndex(shelf).order("same") == [str(number) for number in range(20)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_what_is_ranked_is_what_matched(catalogue, index, query):
    order = index.order(query)
    assert len(set(order)) == len(order)
    if fts_expression(query, distinctive_only=True):
        assert set(catalogue.paper_id[matches(query, catalogue)]) <= set(order)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["causal", "graph", "vision-language", "c++", "-art", "ti:cau", "ab:gpt4", "naïve", "50%",
                              "-graph*", '"neural networks"', "au:müller", "kw:llm", "org:deep", "łukasz", "ﬁne"]),
             min_size=1)
)  # fmt: skip
def test_words_match_and_rank_alike(catalogue, index, terms):
    query = " ".join(terms)
    if fts_expression(query):
        assert set(catalogue.paper_id[matches(query, catalogue)]) == set(index.order(query))


@pytest.mark.parametrize(
    ("query", "same"), [("the causal c", "causal"), ("a of the", ""), ("is -c", ""), ('"the c"', '"the c"')]
)
def test_words_that_are_everywhere_do_not_rank(index, query, same):
    assert index.order(query) == index.order(same)


def read_plainly(query, catalogue):
    """The same papers without any index: a copy of the texts is not the texts that were indexed."""
    assert prepared_index(catalogue) is None
    return set(catalogue.paper_id[matches(query, catalogue)])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_with_and_without_an_index_the_same_papers_are_found(catalogue, indexed, query):
    assert set(indexed.paper_id[matches(query, indexed)]) == read_plainly(query, catalogue)


@pytest.fixture(scope="module")
def indexed(catalogue):
    """The same papers, with an index."""
    copied = catalogue.assign(haystack=[f"{text} " for text in catalogue.haystack])
    prepare(copied)
    return copied


def test_an_index_is_made_once_and_serves_while_the_texts_are_the_same(indexed):
    index = prepare(indexed)
    assert prepare(indexed) is index
    assert prepared_index(with_curation(indexed, {"p1": "starred"})) is index
    assert prepared_index(indexed.iloc[:3]) is None
    assert prepared_index(indexed.iloc[::-1]) is None


@pytest.mark.parametrize(
    ("query", "papers"),
    [
        ("图像", ["a", "b"]),
        ("图像方法", []),
        ('"图像的方法"', ["a"]),
        ("方法 图像", ["a"]),
        ("-图像", ["c"]),
        ("图", ["a", "b"]),
        ("ti:学习", ["b"]),
        ("GPT-4模型", ["b"]),
        ("ラーニング", ["c"]),
        ("ﾗｰﾆﾝｸﾞ", ["c"]),
        ("模型*", ["b"]),
    ],
)
def test_words_are_found_where_a_script_does_not_part_them(query, papers):
    shelf = catalogue_of(
        paper("a", "基于图像的方法"),
        paper("b", "深度学习", "用GPT-4模型看图像。"),
        paper("c", "ディープラーニング入門"),
    )
    assert shelf["paper_id"][matches(query, shelf)].tolist() == papers
    prepare(shelf)
    assert shelf["paper_id"][matches(query, shelf)].tolist() == papers
