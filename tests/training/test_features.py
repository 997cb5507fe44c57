"""Features, the cut to the shipped size, and the file: all of the training that needs no PyTorch."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pytest

from components.landscape.embeddings.builtin import built_in
from training.corpus import Abstract, Summarised
from training.features import choose_features, tokens_of, whole_texts
from training.recipe import Recipe
from training.shipped import card, cut, write
from training.vectors import told_apart

CORPUS = [
    Abstract(f"2401.{number:05d}", "Causal graphs", "We study causal graphs. They grow big. So graphs end.", "cs.AI")
    for number in range(40)
] + [Abstract("", "Red herrings", "Herrings swim. Herrings are red.", "")] * 5


def test_words_that_few_papers_say_are_not_learnt():
    chosen = choose_features(CORPUS, replace(Recipe(), least=6))
    assert "herring" not in chosen.vocabulary.words
    assert "herring" in choose_features(CORPUS, Recipe()).vocabulary.words
    assert chosen.saying[chosen.vocabulary.words.index("graph")] == 40


def test_shares_in_titles_are_of_the_papers_that_say_the_word():
    chosen = choose_features(CORPUS, Recipe())
    share = dict(zip(chosen.vocabulary.words, chosen.in_titles, strict=False))
    assert (share["graph"], share["grow"], share["herring"]) == (1, 0, 1)


def test_tokens_say_of_what_paper_and_part_they_are():
    chosen = choose_features(CORPUS, Recipe())
    words = chosen.vocabulary.words
    tokens = tokens_of(
        [["Causal graphs", "Graphs and graphs"], ["Nothing known here"], ["", "red herrings"]], chosen.vocabulary
    )
    said = [
        [(int(part), words[feature]) for part, feature in zip(*pair, strict=True) if feature < len(words)]
        for pair in (
            (tokens.part[first:end], tokens.feature[first:end])
            for first, end in zip(tokens.start, tokens.start[1:], strict=False)
        )
    ]
    assert [sorted(each) for each in said] == [
        [(0, "causal"), (0, "graph"), (1, "graph"), (1, "graph")],
        [],
        [(1, "herring"), (1, "red")],
    ]
    assert tokens.parts.tolist() == [2, 1, 2]
    paper, feature, weight = whole_texts(tokens, len(chosen.vocabulary))
    cell = (paper == 0) & (feature == words.index("graph"))
    assert weight[cell] == pytest.approx([1 + np.log(3)])


def test_a_summary_stands_in_the_place_of_the_title_after_all_papers():
    chosen = choose_features(CORPUS, Recipe())
    summarised = [Summarised("Untold", "We study causal graphs. So they end.", ("Herrings swim.", "Red."))]
    tokens, cue = told_apart(CORPUS[:2], summarised, chosen)
    last = slice(tokens.start[2], None)
    title = {chosen.vocabulary.words[each] for each in tokens.feature[last][tokens.part[last] == 0][:2]}
    assert title == {"herring", "swim"}
    assert cue.tolist() == [1, 1, 0]


def test_the_cut_keeps_the_commonest_words_and_pairs_of_those(tmp_path):
    chosen = choose_features(CORPUS, Recipe())
    rows = np.random.default_rng(0).normal(size=(len(chosen.vocabulary), 8)).astype(np.float32)
    recipe = replace(Recipe(), words=4, features=6, dimensions=8)
    kept, cut_rows = cut(chosen, rows, recipe)
    assert kept.vocabulary.words == chosen.vocabulary.words[:4]
    assert len(kept.vocabulary) == len(cut_rows) == 6
    names = [" ".join(kept.vocabulary.words[word] for word in pair) for pair in kept.vocabulary.pairs]
    was = [" ".join(chosen.vocabulary.words[word] for word in pair) for pair in chosen.vocabulary.pairs]
    for place, name in enumerate(names, 4):
        before = len(chosen.vocabulary.words) + was.index(name)
        np.testing.assert_array_equal(cut_rows[place], rows[before])
        assert kept.saying[place] == chosen.saying[before]
    write(tmp_path / "vectors.npz", kept, cut_rows, card(45, 0, "", kept, recipe))
    model = built_in.__wrapped__(tmp_path / "vectors.npz")
    assert model.vocabulary.words == kept.vocabulary.words
    np.testing.assert_array_equal(model.saying, kept.saying)
    (row,) = model.embed([kept.vocabulary.words[1]])
    np.testing.assert_allclose(row, cut_rows[1] / np.linalg.norm(cut_rows[1]), atol=0.01)
    assert model.card["papers"] == 45
    assert "teacher" in model.card["recipe"]


def test_the_shipped_file_was_made_by_the_recipe_that_stands_here():
    model = built_in()
    now = asdict(Recipe())
    assert {name: now.get(name) for name in model.card["recipe"] if name != "teacher"} == {
        name: value for name, value in model.card["recipe"].items() if name != "teacher"
    }
    assert (len(model.vocabulary.words), len(model.vocabulary)) == (now["words"], now["features"])
    assert model.table.shape == (now["features"], now["dimensions"])
    assert model.saying.min() >= now["least"]
