"""`search`, `nearest` and `gist`: JSON lines of any digest that can be read."""

import json
from typing import Any

import pytest

from components.__main__ import main
from tests.landscape.nearness.shelf import PAPERS


@pytest.fixture
def digest(tmp_path):
    path = tmp_path / "papers.jsonl"
    lines = (json.dumps({"title": title, "abstract": abstract}) for title, abstract in PAPERS)
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def answers(capsys) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_query_is_answered_by_one_line_in_their_order(digest, capsys):
    assert main(["search", digest, "--query", "protiens", "--query", "causal graph", "--top", "2"]) == 0
    first, second = answers(capsys)
    assert first["query"] == "protiens"
    assert first["papers"][0]["title"] == "Protein folding"
    assert second["query"] == "causal graph"
    assert [paper["title"].startswith("Causal") for paper in second["papers"]] == [True, True]
    assert second["papers"][0]["score"] >= second["papers"][1]["score"]
    assert {paper["by"] for paper in second["papers"]} <= {"words", "meaning", "both"}


def test_queries_come_from_a_file_as_lines_and_as_json(digest, tmp_path, capsys):
    asked = tmp_path / "queries"
    lines = ["sparse attention", "", json.dumps({"id": 7, "query": "speech"}), '"time series" causal', "{odd"]
    asked.write_text("\n".join(lines), "utf-8")
    assert main(["search", digest, "--queries", str(asked)]) == 0
    found = answers(capsys)
    assert [one["query"] for one in found] == ["sparse attention", "speech", '"time series" causal', "{odd"]
    assert found[0]["papers"][0]["title"] == "Sparse attention"


def test_a_query_that_nothing_answers_has_no_papers(digest, capsys):
    assert main(["search", digest, "--query", "xyzzy"]) == 0
    assert answers(capsys) == [{"query": "xyzzy", "papers": []}]


@pytest.mark.parametrize("name", ["Sparse attention", "sparse  ATTENTION", "causal discovery from"])
def test_nearest_papers_are_asked_for_by_title_or_a_part_of_it(digest, capsys, name):
    assert main(["nearest", digest, "--of", name, "--top", "100"]) == 0
    (found,) = answers(capsys)
    assert len(found["nearest"]) == len(PAPERS) - 1
    assert found["nearest"][0]["title"] in {"Attention heads in transformers", "Causal graphs with hidden confounders"}
    assert found["of"] not in [paper["paper_id"] for paper in found["nearest"]]


def test_all_papers_are_asked_for_by_all_and_each_by_its_id(digest, capsys):
    assert main(["nearest", digest, "--all", "--top", "3"]) == 0
    every = answers(capsys)
    assert len({one["of"] for one in every}) == len(PAPERS)
    assert main(["nearest", digest, "--of", *(one["of"] for one in every), "--top", "3"]) == 0
    assert [one["of"] for one in answers(capsys)] == [one["of"] for one in every]


def test_a_paper_that_is_not_there_and_a_file_that_is_not_there_are_said(digest, tmp_path, capsys):
    assert main(["nearest", digest, "--of", "no such paper", "Protein folding"]) == 1
    said = capsys.readouterr()
    assert "no such paper" in said.err
    assert len(said.out.splitlines()) == 1
    assert main(["search", str(tmp_path / "gone.txt"), "--query", "x"]) == 1
    assert main(["search", digest, "--queries", str(tmp_path / "gone.txt")]) == 1
    assert "gone.txt" in capsys.readouterr().err


def test_gists_are_one_line_a_paper_in_the_order_of_the_digest(digest, capsys):
    assert main(["gist", digest]) == 0
    found = answers(capsys)
    assert [one["title"] for one in found] == [title for title, _ in PAPERS]
    assert all(set(one) == {"paper_id", "title", "gist"} for one in found)
    assert all(one["gist"] and one["gist"] in abstract for one, (_, abstract) in zip(found, PAPERS, strict=True))


def test_a_missing_file_is_said_and_the_others_have_their_gists(digest, tmp_path, capsys):
    assert main(["gist", str(tmp_path / "none.txt"), digest]) == 1
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == len(PAPERS)
    assert "none.txt" in told.err
