"""The parts of the training that can be checked without the corpus."""

from __future__ import annotations

import json
import lzma

import numpy as np
import pytest
from scipy.sparse import random as random_sparse

from training.contrast import Moments, loss_and_gradient
from training.corpus import Abstract, is_held_out, read_corpus, split
from training.figures import draw, own_abstract_first, remembered, same_category
from training.vectors import Parts, Recipe, choose_vocabulary, emphasised, train

CORPUS = [
    Abstract(
        f"2401.{number:05d}", f"Causal graphs {number}", "We study causal graphs. They are big. So it goes.", "cs.AI"
    )
    for number in range(40)
]


def test_the_gradient_is_the_slope_of_the_loss():
    chance = np.random.default_rng(0)
    left, right = (random_sparse(6, 20, 0.4, "csr", random_state=seed) for seed in (1, 2))
    table, weight = chance.normal(size=(20, 4)), chance.normal(size=20) * 0.1
    loss, by_table, by_weight = loss_and_gradient(left, right, table, weight, 0.3)
    for row, column in ((0, 0), (5, 2), (11, 3)):
        moved = table.copy()
        moved[row, column] += 1e-6
        slope = (loss_and_gradient(left, right, moved, weight, 0.3)[0] - loss) / 1e-6
        assert by_table[row, column] == pytest.approx(slope, abs=1e-4)
    moved = weight.copy()
    moved[3] += 1e-6
    assert by_weight[3] == pytest.approx((loss_and_gradient(left, right, table, moved, 0.3)[0] - loss) / 1e-6, abs=1e-4)


def test_adam_walks_downhill():
    values = np.array([3.0, -2.0])
    moments = Moments.of(values)
    for number in range(1, 400):
        moments.step(values, 2 * values, 0.05, number)
    assert np.abs(values).max() < 0.05


def test_the_split_is_for_good_and_about_a_tenth():
    training, measuring = split(CORPUS)
    assert not {paper.arxiv_id for paper in training} & {paper.arxiv_id for paper in measuring}
    held = sum(is_held_out(f"2501.{number:05d}") for number in range(5_000))
    assert 420 < held < 580
    assert is_held_out("2404.06773") == is_held_out("2404.06773")


def test_a_corpus_is_read_plain_and_packed(tmp_path):
    record = {"arxiv_id": "2401.00001", "title": "T", "abstract": "One\u2028two.", "category": "cs.CL", "date": "x"}
    line = json.dumps(record, ensure_ascii=False) + "\n"
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    (tmp_path / "a.jsonl.xz").write_bytes(lzma.compress(line.encode()))
    assert read_corpus(tmp_path / "a.jsonl") == read_corpus(tmp_path / "a.jsonl.xz")
    assert read_corpus(tmp_path / "a.jsonl")[0].abstract == "One\u2028two."


def test_a_small_training_runs_to_vectors():
    vocabulary, saying, in_titles = choose_vocabulary(CORPUS, 8)
    assert "causal graph" in {" ".join((vocabulary.words[a], vocabulary.words[b])) for a, b in vocabulary.pairs}
    assert saying.max() == 40
    assert ((in_titles >= 0) & (in_titles <= 1)).all()
    parts = Parts(CORPUS, vocabulary)
    whole = parts.matrix([np.arange(parts.starts[0], parts.ends[0])])
    assert whole.shape == (1, len(vocabulary))
    assert whole.max() == pytest.approx(1 + np.log(2))  # "causal graphs" in the title and the first sentence
    learnt = train(parts, saying, Recipe(dimensions=4, batch=10, epochs=1, features=8))
    assert learnt.shape == (len(vocabulary), 4)
    assert emphasised(learnt, whole, 1.0).shape == learnt.shape


def test_the_measures_know_right_from_wrong():
    vectors = np.eye(2, dtype=np.float32)[np.arange(12) % 2]
    assert same_category(vectors, np.arange(12) % 2) == 1.0
    assert same_category(vectors, np.arange(12) // 6) < 0.6
    assert len({paper.arxiv_id for paper in draw(CORPUS, 20, True, np.random.default_rng(1))}) == 20
    assert own_abstract_first(lambda texts: np.eye(len(texts), dtype=np.float32), CORPUS) == 1.0


def test_a_remembered_model_is_asked_once_for_each_paper():
    asked: list[str] = []

    def embed(texts):
        asked.extend(texts)
        return np.array([[len(text), hash(text) % 1_000] for text in texts], dtype=np.float32)

    again = remembered(embed, CORPUS)
    drawn = asked[5:2:-1]
    np.testing.assert_array_equal(again(drawn), embed(drawn))
    assert len(asked) == len(CORPUS) + 3
