"""What mails say, and the envelope around it."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from components.sharing import trending
from components.sharing.formats.entry import Entry, entries
from components.sharing.mail.choosing import Selection, by_interest, by_talk, shortened
from components.sharing.mail.digest_mail import BY_INTEREST, LIMIT, Addresses, by_topic, compose
from components.sharing.mail.message import message
from tests.sharing.rows import any_paper, rows, texts

TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
END = "https://atlas.example.org/mail/end/aaaaaaaaaaaaaaaaaaaaaa"
WHERE = Addresses("https://atlas.example.org/?q=causal", END)


def made_of(papers, already_sent, name, sentence, addresses=WHERE, silent=()):
    return compose(by_talk(papers, already_sent, TODAY), name, sentence, addresses, silent)


@pytest.mark.parametrize(
    ("changes", "trending_score", "sentence"),
    [
        ({}, 0, ""),
        ({"votes": 10, "published": "2026-11-22"}, 5, "10 votes, today's"),
        ({"votes": 1, "published": "2026-11-21"}, 1 / 3, "1 vote, 1 day old"),
        ({"stars": 7, "published": "2026-11-14"}, 15 / 10, "7 stars, 8 days old"),
        ({"votes": 2, "digests": ("a", "b"), "published": "2026-11-12"}, 1, "2 votes, in 2 digests, 10 days old"),
        ({"votes": 64}, 2, "64 votes"),
        ({"votes": 8, "published": "2030-01-01"}, 4, "8 votes, today's"),
        ({"votes": 32, "published": "2026-02-31"}, 1, "32 votes, 30 days old"),
        ({"votes": 100, "published": "2026-11"}, 100 / 23, "100 votes, 21 days old"),
    ],
)  # fmt: skip
def test_trending_is_the_formula(changes, trending_score, sentence):
    entry = replace(Entry("p", "T"), **changes)
    assert trending.trending_score(entry, TODAY) == pytest.approx(trending_score)
    assert trending.why(entry, TODAY) == sentence


def test_new_papers_come_first_then_what_is_much_talked_about():
    votes = {"old": 50, "cold": None, "quiet": 1, "hot": 90}
    papers = [Entry(name, name, votes=number) for name, number in votes.items()]
    chosen = by_talk(papers, {"old", "cold"}, TODAY)
    assert [one.paper.paper_id for one in chosen.new] == ["hot", "quiet"]
    assert [one.paper.paper_id for one in chosen.trending] == ["old"]
    assert chosen.more == 0
    assert chosen.new[0].why == "New; 90 votes"
    assert [one.paper.paper_id for one in by_talk(papers, (), TODAY, most=1).new] == ["hot"]


@pytest.mark.parametrize("papers", [[], [Entry("old", "Old")]])
def test_a_mail_without_new_papers_says_so(papers):
    made = made_of(papers, {"old"}, "S", "1 paper", silent=["arXiv cs.LG: nothing new."])
    assert made.subject == "S: no new papers"
    assert made.paper_ids == ()
    assert "arXiv cs.LG: nothing new." in made.text
    assert "arXiv cs.LG: nothing new." in made.html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("causal", "New in “May”; “causal” in its title"),
        ("caus graph", "New in “May”; “caus” in its title; “graph” in its abstract"),
        ('"graph attention"', "New in “May”; “graph attention” in its abstract"),
        ("ti:graph ab:causal", "New in “May”"),
        ("ab:graphs -video votes:>2", "New in “May”; “graphs” in its abstract"),
        ("", "New in “May”"),
    ],
)
def test_each_new_paper_says_why_it_is_there(query, sentence):
    paper = Entry("p", "Causal models", abstract="We learn graphs. Graph attention helps.", digests=("March", "May"))
    (one,) = by_talk([paper], (), TODAY, query).new
    assert one.why == f"{sentence}; in 2 digests"


def test_papers_are_grouped_by_topic_and_the_rest_comes_last():
    topics = {"a": "", "b": "Vision", "c": "Text", "d": "Vision"}
    papers = [Entry(name, name, topic=topic, votes=int(name == "b")) for name, topic in topics.items()]
    new = by_talk(papers, (), TODAY).new
    assert [(topic, [one.paper.paper_id for one in group]) for topic, group in by_topic(new)] == [
        ("Vision", ["b", "d"]), ("Text", ["c"]), ("", ["a"]),
    ]  # fmt: skip


def test_both_parts_say_the_same_and_how_to_end_it():
    papers = [Entry("a", "First & best", abstract="One. Two.", arxiv_id="2404.06773", topic="Vision", votes=3)]
    made = made_of(papers, (), "Causal", "1 of 9 papers")
    assert made.subject == "Causal: 1 new paper"
    for part in (made.text, made.html):
        for words in ("Vision", "One. Two.", "https://arxiv.org/abs/2404.06773", "3 votes", trending.FORMULA, END):
            assert words in part
    assert "First & best" in made.text
    assert "First &amp; best" in made.html
    assert made.paper_ids == ("a",)


many = st.lists(any_paper, min_size=1, max_size=4, unique_by=lambda paper: str(paper["paper_id"]))


@given(many, texts, texts)
def test_any_papers_make_a_mail_without_markup_of_theirs(papers, name, sentence):
    made = made_of(entries(rows(*papers)), (), name, sentence)
    assert max(len(made.text.encode()), len(made.html.encode())) <= LIMIT
    assert "<script" not in made.html
    assert "<img" not in made.html
    assert 'href="javascript' not in made.html
    letter = message(made.subject, made.text, made.html, sender="a@b.org", to="c@d.org", at=AT, name=name, end=END)
    read = email.message_from_bytes(bytes(letter), policy=email.policy.default)
    body = read.get_body(("html",))
    assert body is not None
    assert body.get_content().splitlines() == made.html.splitlines()


@given(st.one_of(texts, st.text("aä因🙂 ", max_size=220)))
@example("ࠀ000¡0¡0¡0¡ࠀࠀࠀ🀀🀀🀀🏀 â ᛠ")
@example("=?utf-8?q?not_encoded?= ends\\")
@example("a" * 200)
def test_a_subject_is_written_in_short_words_and_read_as_it_was(subject):
    letter = message(subject, "text", "<p>", sender="a@b.org", to="c@d.org", at=AT, name="n")
    raw = bytes(letter)
    assert all(len(word) <= 75 for word in re.findall(rb"=\?[^ ?]+\?[bq]\?[^ ?]*\?=", raw))  # RFC 2047
    assert email.message_from_bytes(raw, policy=email.policy.default)["Subject"] == letter["Subject"]


@pytest.mark.parametrize("sign", ["x", "&", "因", "🙂", '"'])
def test_a_mail_stays_under_100_kb_whatever_is_in_it(sign):
    long = {"abstract": sign * 9000, "authors": (sign * 500,) * 9, "topic": sign * 300}
    papers = [Entry(f"p{number}", sign * 5000, **long) for number in range(300)]
    made = made_of(papers, (), "S", sign * 9000)
    assert len(made.html.encode()) <= LIMIT
    assert len(made.text.encode()) <= LIMIT
    assert f"And {300 - len(made.paper_ids):,} more." in made.text


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("One. Two three. Four five six.", "One. Two three."),
        ("no end of a sentence here", "no end of a…"),
        ("short", "short"),
        ("x" * 40, "x" * 14 + "…"),
    ],
)
def test_abstracts_end_with_a_sentence_or_a_word(text, short):
    assert shortened(text, 15) == short


def test_the_envelope_has_one_click_unsubscribing_on_one_line():
    address = "https://atlas.example.org/" + "a" * 120 + "/mail/end/aaaaaaaaaaaaaaaaaaaaaa"
    made = message(
        "Sübject\r\nBcc: x@y.org", "text", "<p>", sender="a@b.org", to="c@d.org", at=AT, name="n", end=address
    )
    raw = bytes(made).decode("ascii")
    assert f"\r\nList-Unsubscribe: <{address}>\r\n" in raw
    assert "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert "\r\nBcc:" not in raw
    assert all(len(line) <= 998 for line in raw.split("\r\n"))
    same = message("S", "t", "h", sender="a@b.org", to="c@d.org", at=AT, name="n")
    assert same["Message-ID"] == made["Message-ID"]
    assert same["List-Unsubscribe"] is None
    assert made.is_multipart()


def test_the_formula_is_in_the_mail():
    assert "votes + 5" in trending.FORMULA


def test_sources_that_brought_nothing_are_named_and_stay_words():
    quiet = ["arXiv cs.LG: arXiv announced nothing on this day.", "example.org/<b>: the last look failed. <script>"]
    made = made_of([Entry("new", "New")], (), "S", "1 paper", silent=[*quiet, *["x"] * 20])
    assert "Sources that brought nothing new:\n- arXiv cs.LG: arXiv announced nothing on this day.\n" in made.text
    assert "<li>example.org/&lt;b&gt;: the last look failed. &lt;script&gt;</li>" in made.html
    assert made.html.count("<li>") == 10
    without = made_of([Entry("new", "New")], (), "S", "1 paper")
    assert "Sources" not in without.text + without.html


def test_by_interest_the_papers_stand_in_one_list_each_with_its_reason_and_two_actions():
    papers = [
        Entry("doi:10.1/b&c", "Second <i>", topic="Text", gist="What it does."),
        Entry("a", "First", topic="Vision"),
    ]
    chosen = replace(by_interest(papers, {"a": "Near your pick “<b>”"}, ["left"], TODAY), muted=2)
    addresses = replace(WHERE, action=lambda act, paper_id: f"https://atlas.example.org/{act}?paper={paper_id}")
    made = compose(chosen, "Mine", "3 papers", addresses)
    assert made.subject == "Mine: 3 new papers"
    assert (made.paper_ids, made.passed_over) == (("doi:10.1/b&c", "a"), ("left",))
    assert made.text.index("Second <i>") < made.text.index("First")
    assert "Near your pick “<b>”" in made.text
    assert "Near your pick “&lt;b&gt;”" in made.html
    for words in (
        BY_INTEREST,
        "What it does.",
        "And 1 more, of less interest by your picks.",
        "2 left out for words you mute.",
    ):
        assert words in made.text
        assert words in made.html
    assert "Vision\n===" not in made.text
    assert trending.FORMULA not in made.text + made.html
    assert "Star: https://atlas.example.org/star?paper=a\nHide: https://atlas.example.org/hide?paper=a" in made.text
    assert '<a href="https://atlas.example.org/hide?paper=doi:10.1/b&amp;c">Hide</a>' in made.html


def test_nothing_of_interest_is_said_in_a_mail_that_comes_anyway():
    made = compose(Selection((), more=4, muted=0, by_interest=True), "S", "4 papers", WHERE)
    assert made.paper_ids == ()
    assert BY_INTEREST not in made.text + made.html
    assert "And 4 more, of less interest by your picks." in made.text
