import string

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.finding import index
from components.finding.index import prepare
from components.finding.likeness import describe_query
from components.finding.query import asks_for_hidden, hints, marks, matches, spans
from tests.finding.shelf import catalogue_of, paper


def found(query, catalogue):
    return " ".join(catalogue.paper_id[matches(query, catalogue)].str.removeprefix("p"))


@pytest.mark.parametrize(
    ("query", "papers"),
    [
        ("", "1 2 3 4 5 6 7"),
        ("   ", "1 2 3 4 5 6 7"),
        ("causal", "1 2"),
        ("CAUSAL", "1 2"),
        ("causal graph", "2"),
        ("caus", "1 2"),
        ("caus*", "1 2"),
        ("ausal", ""),
        ("graph", "2 3 7"),
        ("-graph", "1 3 4 5 6"),
        ("-graph*", "1 4 5 6"),
        ("-art", "1 2 4 5 6 7"),
        ("-causal -graph", "3 4 5 6"),
        ('"graph"', "2 7"),
        ('"neural networks"', "7"),
        ('"graph neural"', "7"),
        ('"neural graph"', "7"),
        ('"attention a"', ""),  # a phrase does not run from the title into the abstract
        ('-"neural networks" graph', "2 3"),
        ('"neural netw', ""),  # a phrase that is not closed is still whole words
        ("“graph neural”", "7"),
        ("GPT-4", "1"),
        ("gpt 4", "1"),
        ("gpt4", "6"),
        ("C++", "1 5"),
        ("ti:C++", "5"),
        ("ti:c", "1 5 6"),
        ('"c"', "5"),
        ("vision-language", "1 4"),
        ("vision,language", "1 4"),
        ("naive", "2"),
        ("naïve", "2"),
        ("café", "6"),
        ("fine-tuning", "6"),
        ("50%", "2"),
        ("1,000", "6"),
        ("ti:vision", "4"),
        ("ab:vision", "1"),
        ("-ti:vision", "1 2 3 5 6 7"),
        ('ab:"the c language"', "5"),
        ("like:p1", "1 2 4"),
        ("-like:p1", "3 5 6 7"),
        ("like:p1 graph", "2"),
        ('like:"neural graph networks"', "2 3 7"),
        ("similar:graph", "2 3 7"),  # two papers have the word in their titles
        ("like:nothing", ""),
        ("like:p1,p7", "1 2 3 4 7"),
        ("id:p1,p7,gone", "1 7"),
        ("-id:p1,p7", "2 3 4 5 6"),
        ("id:graph", ""),
        ("id:,", "1 2 3 4 5 6 7"),
        ("au:müller", "1"),
        ("kw:llm", "1"),
        ("org:deep", "2"),
        ("topic:video", "3 4"),
        ('topic:"causal discovery"', "1 6"),
        ("-topic:graphs", "1 3 4 5 6"),
        ("tag:read", "4"),
        ("tag:video", "4"),
        ("note:ana", "5"),
        ("in:spring", "1 2 5"),
        ("in:spring in:may", "1 5"),
        ("has:code", "1"),
        ("has:link", "1 3 6"),
        ("-has:link", "2 4 5 7"),
        ("has:project", "6"),
        ('has:"project page"', "6"),
        ("has:abstract", "1 2 3 5 6 7"),
        ("has:tag", "4"),
        ("has:note", "5"),
        ("has:authors", "1"),
        ("has:arxiv", "7"),
        ("has:votes", "1 2 4 6"),
        ("has:date", "1 2 4 6 7"),
        ("is:starred", "2"),
        ("is:hidden", "3"),
        ("is:inbox", "1 4 6 7"),
        ("is:decided", "2 3 5"),
        ("-is:decided", "1 4 6 7"),
        ("is:alive", "1 6"),
        ("is:dead", "3"),
        ("is:unchecked", "3"),
        ("votes:>20", "1 4"),
        ("votes:>=30", "1 4"),
        ("votes:30", "1"),
        ("votes:<5", "6"),
        ("votes:<=5", "2 6"),
        ("votes:5..30", "1 2"),
        ("votes:30..", "1 4"),
        ("-votes:>20", "2 3 5 6 7"),
        ("seen:2", "1 5"),
        ("links:>1", "3"),
        ("date:2024", "1 2"),
        ("date:2024-03", "1 2"),
        ("date:2024-03-14", "1"),
        ("date:>2023", "1 2"),
        ("date:>2023-12-30", "1 2 4"),
        ("date:<2023", "7"),
        ("date:<=2023", "4 7"),
        ("date:2023..2024-03", "1 2 4"),
        ("causal votes:>20 in:spring", "1"),
        ("nothing at all", ""),
        ("lora:rank", ""),
        ("votes:many", ""),
        ("http://a.org", ""),
        ("causal OR", ""),
    ],
)
def test_a_query_finds_papers(query, papers, catalogue):
    assert found(query, catalogue) == papers


@pytest.mark.parametrize(
    "query",
    ["(", ")", '"', '""', "-", "--", "*", "NOT x", "a AND", "NEAR(", "ti:", ":", "::", "ti::x", "-ti:-", "\x00",
     "'; --", "%", "\\", "[a-", "votes:", "votes:>", "votes:>99999999999999999999", "date:..", "has:", "is:!",
     "\ud800", "🙂", "a" * 5000, "a " * 5000, "^x", "{title} : x", "foo\"", "au:smith", "5.0%", "votes:1..2..3"],
)  # fmt: skip
def test_no_line_is_an_error(query, catalogue):
    assert matches(query, catalogue).dtype == bool
    assert isinstance(hints(query), tuple)
    assert isinstance(marks(query), tuple)


ALPHABET = string.ascii_letters + string.digits + " \"'-*:<>=.()[]{}^$+#%_~\\/|&!?\n\t\x00éß“”ﬁ因🙂\u0301"
PIECES = [
    "ti:",
    "ab:",
    "votes:>",
    "date:",
    "has:code",
    "is:",
    "-",
    '"',
    "causal",
    "graph",
    "..",
    "NOT ",
    " OR ",
    "2024-",
]
LINES = st.one_of(
    st.text(ALPHABET, max_size=60), st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_any_line_is_answered(catalogue, query):
    hit = matches(query, catalogue)
    assert hit.shape == (len(catalogue),)
    for text in (*catalogue.title, query):
        ends = [0, *(place for span in spans(text, marks(query)) for place in span), len(text)]
        assert ends == sorted(ends)
    assert np.array_equal(matches(f"  {query}  ", catalogue), hit) or len(query) > 990


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["causal", "graph", "vision", "c++", '"neural networks"', "zzz"]), LINES)
def test_a_term_and_its_contrary_part_the_catalogue(catalogue, term, rest):
    whole = f'"{term}"' if not term.startswith('"') else term
    rest = rest.replace('"', " ").replace("“", " ").replace("”", " ")[:500]
    with_it, without_it = (matches(f"{sign}{whole} {rest}", catalogue) for sign in ("", "-"))
    assert np.array_equal(with_it | without_it, matches(rest, catalogue))
    assert not (with_it & without_it).any()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("lora:rank", "“lora:” is no field"),
        ("votes:many", "“votes:” takes a number"),
        ("date:soon", "takes a number or a date"),
    ],
)
def test_what_is_not_understood_is_hinted_at(query, sentence):
    assert sentence in hints(query)[0]


@pytest.mark.parametrize("query", ["", "causal", 'ti:"a b" -x', "votes:>3 date:2024 has:code is:starred", "e.g. 10:30"])
def test_what_is_understood_needs_no_hint(query):
    assert hints(query) == ()


def marked(text, query, field=""):
    for start, end in reversed(spans(text, marks(query), field)):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("query", "text", "field", "expected"),
    [
        ("caus", "Causal, acausal causes", "", "[Causal], acausal [causes]"),
        ('"neural networks"', "Neural networks, neural ones", "", "[Neural networks], neural ones"),
        ("vision-lang", "A Vision-Language model of vision", "", "A [Vision-Language] model of vision"),
        ("graph graph", "graph graph", "", "[graph] [graph]"),
        ("-graph attention", "graph attention", "", "graph [attention]"),
        ("naive", "naïve <b>", "", "[naïve] <b>"),
        ("c++", "C++ is not C", "", "[C++] is not C"),
        ("ti:graph", "graph", "title", "[graph]"),
        ("ti:graph", "graph", "abstract", "graph"),
        ("has:code votes:>3 is:code", "code 3", "", "code 3"),
        ("", "graph", "", "graph"),
        ("图像", "基于图像的GPT方法", "", "基于[图像]的GPT方法"),
    ],
)
def test_what_was_found_is_marked_where_it_stands(query, text, field, expected):
    assert marked(text, query, field) == expected


def test_whatever_is_found_by_words_is_marked(catalogue):
    for query in ("causal", "vision-language", '"c language"', "cafe", "gpt", "fine", "naive"):
        for row in catalogue[matches(query, catalogue)].itertuples():
            assert spans(row.title, marks(query)) or spans(row.abstract, marks(query)), query


@pytest.mark.parametrize(
    ("query", "asks"), [("is:hidden", True), ("x is:hidden", True), ("-is:hidden", False), ("hidden", False)]
)
def test_hidden_papers_can_be_asked_for(query, asks):
    assert asks_for_hidden(query) is asks


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("causal", "causal"),
        ("like:p1 graph", "like ‘Causal discovery for GPT-4’ graph"),
        ("id:p1,p2", "2 papers"),
        ("similar:p1,p7", "like 2 papers"),
        ("like:gone", "like:gone"),
        ('like:"graph attention"', "like ‘Graph attention’"),
        ('like:"graph"', 'like:"graph"'),  # several
        ("x:p1 xlike:p1", "x:p1 xlike:p1"),
    ],
)
def test_a_sentence_names_papers_by_their_titles(catalogue, query, said):
    assert describe_query(query, catalogue) == said


PLURALS = catalogue_of(
    paper("one", "A graph study", "about a class of boxes"),
    paper("many", "Graphs of studies", "about classes in a box"),
    paper("other", "Students", "and classification, by Adam", authors=("Eva Adams",)),
)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("graphs", {"one", "many"}),
        ("graph", {"one", "many"}),
        ("study", {"one", "many"}),
        ("studies", {"one", "many"}),
        ("boxes", {"one", "many"}),
        ("ab:classes", {"one", "many", "other"}),  # as "class" does
        ('"graphs"', {"many"}),
        ('"study"', {"one"}),
        ("-graphs", {"one", "other"}),
        ("au:adams", {"other"}),
        ("au:adamss", set()),
    ],
)
def test_plurals_find_their_singular_with_and_without_the_index(monkeypatch, query, ids):
    monkeypatch.setattr(index, "_indexes", [])
    assert set(PLURALS["paper_id"][matches(query, PLURALS)]) == ids
    prepare(PLURALS)
    assert set(PLURALS["paper_id"][matches(query, PLURALS)]) == ids


def test_a_plural_marks_the_singular_too():
    assert spans("A study of studies by students", marks("studies")) == [(2, 7), (11, 18)]
