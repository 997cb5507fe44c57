"""What is learnt and what is not: the split, papers that stand in several files, titles to leave out."""

from __future__ import annotations

import json
import lzma

from training.corpus import (
    Abstract,
    Summarised,
    cue_sentence,
    is_held_out,
    read_corpus,
    read_summarised,
    split,
    title_key,
    to_train_on,
)

LONG = "We study causal graphs. They are big. " * 8
IDS = [f"2501.{number:05d}" for number in range(5_000)]
HELD = next(each for each in IDS if is_held_out(each))
LEARNT = next(each for each in IDS if not is_held_out(each))


def test_the_split_is_for_good_and_about_a_tenth():
    papers = [Abstract(each, each, LONG, "cs.AI") for each in IDS]
    training, measuring = split(papers)
    assert not {paper.arxiv_id for paper in training} & {paper.arxiv_id for paper in measuring}
    assert 420 < len(measuring) < 580
    assert is_held_out("2504.09455")  # one of the judged papers: held out when they were drawn, and ever since
    assert not is_held_out("")


def test_a_paper_of_several_files_is_learnt_once_and_a_held_out_one_from_none():
    papers = [
        Abstract("", "A Known Paper", LONG, ""),  # of a conference's list, before arXiv's own record of it
        Abstract(HELD, "A known paper!", LONG, "cs.AI"),
        Abstract(LEARNT, "Another one", LONG, "cs.AI"),
        Abstract("", "ANOTHER  ONE", LONG, ""),
        Abstract("", "Measured elsewhere", LONG, ""),
        Abstract("", "Withdrawn", "Withdrawn.", ""),
    ]
    assert to_train_on(papers, ["measured, elsewhere"]) == [papers[2]]
    assert title_key("A–B: C") == title_key("a b c")


def test_a_corpus_is_read_plain_and_packed(tmp_path):
    record = {"arxiv_id": "2401.00001", "title": "T", "abstract": "One\u2028two.", "category": "cs.CL", "date": "x"}
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in (record, {"title": "U", "abstract": "V"}))
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "a.jsonl.xz").write_bytes(lzma.compress(lines.encode()))
    assert read_corpus(tmp_path / "a.jsonl") == read_corpus(tmp_path / "a.jsonl.xz")
    assert read_corpus(tmp_path / "a.jsonl") == [
        Abstract("2401.00001", "T", "One\u2028two.", "cs.CL"),
        Abstract("", "U", "V", ""),
    ]


def test_summaries_are_read_as_scitldr_has_them(tmp_path):
    record = {"title": "T", "source": ["One.", "Two."], "target": ["By its authors.", "By a reader."]}
    (tmp_path / "dev.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    expected = Summarised("T", "One. Two.", ("By its authors.", "By a reader."))
    assert read_summarised(tmp_path / "dev.jsonl") == [expected]


def test_the_cue_is_the_sentence_that_says_what_the_paper_does():
    parts = [
        "We present a title",
        "Graphs are big.",
        "In this paper, we propose to cut them.",
        "We show that it works.",
    ]
    assert cue_sentence(parts) == 2
    assert cue_sentence(parts[:2]) == 0
