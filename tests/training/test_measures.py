"""The measures know right from wrong, and what they measure on is what their README says."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest

from training.corpus import Abstract, is_held_out, read_records
from training.figures import searches
from training.measures import (
    JUDGED,
    Search,
    agreement,
    by_vectors,
    draw,
    found,
    gained,
    read_judged,
    remembered,
    same_category,
    shares,
    standardised,
    together,
)
from training.words import latent, pieces, tf_idf

DOCUMENTS = ["graphs that cause effects", "fishes swim in the sea", "the models of languages"]
PAPERS = [
    Abstract(f"2401.{number:05d}", f"Paper {number}", "Abstract.", "cs.AI" if number % 3 else "cs.CL")
    for number in range(60)
]


def _is_own(queries, documents):
    return (np.array(queries)[:, None] == np.array(documents)[None]).astype(float)


def test_a_summary_counts_as_found_only_where_no_other_document_is_nearer():
    search = Search(["a", "b"], np.array([0, 1]), ["a", "b", *map(str, range(20))])
    assert found(_is_own, search) == (1.0, 1.0)
    assert found(lambda queries, documents: -_is_own(queries, documents), search) == (0.0, 0.0)
    half = np.zeros((2, 22))
    half[0, 5:9] = 1  # four others are nearer than the first query's own
    assert found(lambda *_: half, search) == (0.5, 1.0)


def test_ndcg_is_one_for_the_best_order_and_less_for_any_other():
    ratings = np.array([0, 3, 0, 1, 2, 0, 0, 0, 0, 0])
    assert gained(ratings, ratings.astype(float)) == 1
    assert gained(ratings, -ratings.astype(float)) == 0
    assert gained(ratings, np.array([0, 1, 0, 0, 2, 0, 0, 0, 0, 0.0])) == pytest.approx(
        (3 + 7 / np.log2(3)) / (7 + 3 / np.log2(3))
    )


def test_sides_that_are_added_weigh_alike_whatever_their_scale():
    left, right = np.array([[1.0, 0.0, 0.0]]), np.array([[0.0, 900.0, 0.0]])
    both = together(lambda *_: left, lambda *_: right, 0.5)([], [])
    assert both[0, 0] == pytest.approx(both[0, 1])
    assert both[0, 2] < both[0, 0]
    np.testing.assert_allclose(standardised(right).std(axis=1), 1)


def test_neighbours_of_one_category_are_told_from_others():
    vectors = np.eye(2)[np.arange(12) % 2]
    assert same_category(vectors @ vectors.T, np.arange(12) % 2) == 1.0
    assert same_category(vectors @ vectors.T, np.arange(12) // 6) < 0.6


def test_draws_are_the_same_for_every_model_and_leave_rare_categories_out():
    rare = [*PAPERS, Abstract("2401.99999", "Rare", "Abstract.", "q-bio.NC")]
    rare += [Abstract(f"2402.{number:05d}", f"Untold {number}", "Abstract.", "") for number in range(9)]
    seen: list[list[str]] = []

    def scores(queries, documents):
        seen.append(list(documents))
        return np.zeros((len(queries), len(documents)))

    shares(scores, rare, 20, 2)
    shares(scores, rare, 20, 2)
    assert seen[:2] == seen[2:]
    assert seen[0] != seen[1]
    assert len(set(seen[0])) == 20
    assert draw(rare, None, np.random.default_rng(0)) == PAPERS


def test_a_remembered_model_is_asked_once_for_each_text():
    asked: list[str] = []

    def embed(texts):
        asked.extend(texts)
        return np.array([[len(text), hash(text) % 1_000] for text in texts], dtype=np.float32)

    again = remembered(embed, [*DOCUMENTS, *DOCUMENTS])
    np.testing.assert_array_equal(again(DOCUMENTS[1:]), embed(DOCUMENTS[1:]))
    assert asked == [*DOCUMENTS, *DOCUMENTS[1:]]
    assert by_vectors(again)(DOCUMENTS, DOCUMENTS[:2]).shape == (3, 2)


@pytest.mark.parametrize(("side", "query", "own"), [(tf_idf, "fishes and models", {1, 2}), (pieces, "languags", {2})])
def test_words_find_the_document_that_says_them(side, query, own):
    (scores,) = side([query], [*DOCUMENTS, *DOCUMENTS])
    best = np.flatnonzero(scores >= scores.max() - 1e-9) % len(DOCUMENTS)
    assert scores.max() > 0
    assert set(best.tolist()) <= own


def test_latent_words_compare_a_set_with_itself_only():
    assert latent(DOCUMENTS, DOCUMENTS).shape == (3, 3)
    with pytest.raises(ValueError, match="one set"):
        latent(DOCUMENTS[:1], DOCUMENTS)


def test_the_searches_ask_with_readers_summaries_and_split_by_paper(tmp_path):
    dev = [{"title": f"D{n}", "source": [f"dev {n}"], "target": [f"authors {n}", f"reader {n}"]} for n in range(4)]
    train = [{"title": "T0", "source": ["train 0"], "target": ["x"]}]
    listed = [{"title": title, "abstract": f"list {title}"} for title in ("D1", "T0", "L0", "L1")]
    for name, records in (("dev", dev), ("train", train), ("list", listed)):
        (tmp_path / name).write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
    half = searches(tmp_path / "dev", [tmp_path / "train", tmp_path / "list"])
    assert half["choose"].queries == ["reader 0", "reader 2"]
    assert half["tell"].queries == ["reader 1", "reader 3"]
    for each in half.values():
        assert [each.documents[own] for own in each.own] == [query.replace("reader", "dev") for query in each.queries]
        assert sorted(each.documents[5:]) == ["list L0", "list L1"]  # those that are asked for are there once


def test_the_judged_papers_are_as_their_readme_says():
    judged = read_judged()
    papers = read_records(JUDGED / "papers.jsonl.xz")
    assert Counter(paper["source"] for paper in papers) == {"bundled": 106, "random": 600, "even": 300}
    assert all(is_held_out(paper["id"]) for paper in papers if paper["source"] != "bundled")
    assert {half: len(lists) for half, lists in judged.lists.items()} == {"choose": 20, "tell": 20}
    ratings = [int(each) for lists in judged.lists.values() for _, _, values in lists for each in values]
    assert Counter(ratings) == {0: 583, 1: 247, 2: 106, 3: 24}
    assert all(query not in rows for lists in judged.lists.values() for query, rows, _ in lists)


def test_the_shipped_vectors_agree_with_the_reader_as_told():
    from components.landscape.embeddings.builtin import built_in

    judged = read_judged()
    scores = by_vectors(built_in().embed)
    assert agreement(scores, judged, "tell") == pytest.approx(0.782, abs=0.005)
    assert agreement(scores, judged, "tell") > agreement(tf_idf, judged, "tell") + 0.1
