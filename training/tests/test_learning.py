"""What needs PyTorch: views, loss, teacher and a whole small training on a processor.

    python -m pip install -r training/requirements.txt
    python -m pytest training/tests

No model is fetched: the teacher is a tiny transformer made here.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from components.landscape.embeddings.builtin import built_in
from training.corpus import Abstract
from training.features import choose_features, tokens_of
from training.recipe import Recipe, Views
from training.student import Lesson, Student, _loss, beginner, train
from training.teacher import Teacher
from training.vectors import main
from training.views import Bags, PaperViews

FIELDS = ("graph", "herring", "speech", "robot", "poem", "protein")
OTHERS = ("old", "new", "red", "big", "deep", "cold", "wide", "late")


def _corpus(papers: int = 240) -> list[Abstract]:
    """Papers of six fields: titles, sentences and summaries share the field's words and some of their own."""
    chance = np.random.default_rng(0)
    made = []
    for number in range(papers):
        field = FIELDS[number % len(FIELDS)]
        own = [f"{OTHERS[index]}{field}" for index in chance.choice(len(OTHERS), 3, replace=False)]
        sentences = [
            f"The {field} is {own[0]} with {own[1]} since long ago.",
            f"We propose a {own[0]} {field} of {own[1]} and {own[2]}.",
            f"It is better than the {own[2]} {field} that others made before.",
            f"Experiments with {own[1]} show that {own[0]} helps a lot.",
        ]
        made.append(Abstract("", f"{own[0]} {own[1]} {own[2]} {field} {number}", " ".join(sentences), ""))
    return made


def _views(papers: list[Abstract], cue: int, recipe: Recipe) -> PaperViews:
    chosen = choose_features(papers, recipe)
    tokens = tokens_of([paper.parts() for paper in papers], chosen.vocabulary)
    return PaperViews(tokens, np.full(len(papers), cue), len(chosen.vocabulary), recipe, "cpu")


def _sides(views: Views, cue: int = 0) -> np.ndarray:
    papers = _corpus()
    made = _views(papers, cue, replace(Recipe(), views=views))
    sides: np.ndarray = made.sides(torch.arange(len(papers)), torch.Generator().manual_seed(1)).numpy()
    return sides


def test_a_title_stands_against_the_abstract() -> None:
    assert (_sides(Views(1, 0, 0)) == [1, 2, 2, 2, 2]).all()


def test_halves_share_no_sentence_and_leave_the_title_out() -> None:
    sides = _sides(Views(0, 1, 0))
    assert (sides[:, 0] == 0).all()
    assert ((sides == 1).sum(axis=1) == 2).all()
    assert ((sides == 2).sum(axis=1) == 2).all()
    assert len(np.unique(sides, axis=0)) == 6  # every way to choose two of four


def test_one_sentence_stands_against_the_rest_and_that_with_a_cue_most_often() -> None:
    sides = _sides(Views(0, 0, 1), cue=2)
    assert ((sides == 1).sum(axis=1) == 1).all()
    assert (sides[:, 0] != 1).all()
    assert 0.6 < (sides[:, 2] == 1).mean() < 0.8  # .6, and a quarter of the others
    assert 0.4 < (sides[:, 0] == 2).mean() < 0.6
    without = _sides(Views(0, 0, 1))
    assert (without[:, 1:] == 1).mean(axis=0) == pytest.approx([0.25] * 4, abs=0.1)


def test_views_are_bags_of_what_their_parts_say() -> None:
    papers = _corpus(12)
    recipe = replace(Recipe(), dropout=0.0, views=Views(1, 0, 0), least=1)
    chosen = choose_features(papers, recipe)
    left, right = _views(papers, 0, recipe).draw(torch.tensor([7, 3]), torch.Generator())
    for bags, texts in ((left, [papers[7].title, papers[3].title]), (right, [papers[7].abstract, papers[3].abstract])):
        counts = chosen.vocabulary.count(["\n".join(Abstract("", "", text, "").parts()) for text in texts])
        assert bags.text.tolist() == counts.text.tolist()
        assert bags.feature.tolist() == counts.feature.tolist()
        assert bags.weight.numpy() == pytest.approx(1 + np.log(counts.times))


def test_hidden_features_are_as_many_as_the_recipe_says() -> None:
    papers = _corpus()
    counts = [
        sum(
            len(bags.feature)
            for bags in _views(papers, 0, replace(Recipe(), dropout=dropout)).draw(torch.arange(240), torch.Generator())
        )
        for dropout in (0.0, 0.5)
    ]
    assert 0.45 < counts[1] / counts[0] < 0.55


def test_an_empty_text_has_a_zero_row_and_the_others_length_one() -> None:
    student = Student(torch.randn(5, 4), torch.zeros(5))
    rows = student.embed(Bags(torch.tensor([0, 0, 2]), torch.tensor([1, 2, 4]), torch.ones(3)), 3)
    assert rows.norm(dim=1).tolist() == pytest.approx([1, 0, 1])
    np.testing.assert_allclose(student.vectors(), student.table, rtol=1e-6)


def test_a_paper_drawn_twice_is_no_wrong_answer_for_itself() -> None:
    rows = torch.eye(4)
    right = rows[[0, 1, 2, 0]]
    loss = [
        _loss(rows[[0, 1, 2, 0]], right, torch.tensor(papers), None, Recipe()).item()
        for papers in ([0, 1, 2, 0], [0, 1, 2, 3])
    ]
    assert loss[0] == pytest.approx(0, abs=1e-4)
    assert loss[1] > 0.3


def test_the_loss_is_least_where_the_student_sees_what_the_teacher_sees() -> None:
    chance = torch.Generator().manual_seed(0)
    rows = torch.nn.functional.normalize(torch.randn(16, 8, generator=chance), dim=1)
    recipe = replace(Recipe(), distillation=1.0, student_temperature=0.1)
    lesson = Lesson(rows, rows)
    papers = torch.arange(16)
    alike = _loss(rows, rows, papers, lesson, recipe)
    for _ in range(5):
        other = torch.nn.functional.normalize(torch.randn(16, 8, generator=chance), dim=1)
        assert alike < _loss(other, other, papers, lesson, recipe)


def test_it_starts_from_the_strongest_directions_of_tf_idf() -> None:
    papers = _corpus()
    recipe = replace(Recipe(), dimensions=6)
    chosen = choose_features(papers, recipe)
    tokens = tokens_of([paper.parts() for paper in papers], chosen.vocabulary)
    student = beginner(tokens, chosen.rarity(len(papers)), recipe, "cpu")
    counts = chosen.vocabulary.count(["\n".join(paper.parts()) for paper in papers])
    whole = student.embed(
        Bags(
            torch.from_numpy(counts.text),
            torch.from_numpy(counts.feature),
            torch.from_numpy(1 + np.log(counts.times)).float(),
        ),
        len(papers),
    ).detach()
    nearest = (whole @ whole.T).fill_diagonal_(-1).argmax(dim=1).numpy()
    assert (nearest % len(FIELDS) == np.arange(240) % len(FIELDS)).mean() > 0.95


def test_learning_lowers_the_loss_and_the_same_seed_gives_the_same_vectors() -> None:
    papers = _corpus()
    recipe = replace(Recipe(), dimensions=32, batch=48, epochs=60, dropout=0.1, views=Views(1, 0, 0))
    chosen = choose_features(papers, recipe)
    tokens = tokens_of([paper.parts() for paper in papers], chosen.vocabulary)
    tables: list[np.ndarray] = []
    told: list[str] = []
    for _ in range(2):
        student = beginner(tokens, chosen.rarity(len(papers)), recipe, "cpu")
        train(student, _views(papers, 2, recipe), 0, None, recipe, told.append)
        tables.append(student.vectors())
    np.testing.assert_allclose(tables[0], tables[1], atol=1e-5)
    losses = [float(each.rsplit(" ", 1)[1]) for each in told[: len(told) // 2]]
    assert losses[-1] < 0.7 * losses[0]


@pytest.fixture
def teacher(tmp_path: Path) -> Path:
    """A folder with a transformer of one narrow layer, its weights at random."""
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path / "tiny"
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *FIELDS, *(each + f for each in OTHERS for f in FIELDS)]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", "utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=len(words), **sizes)).save_pretrained(folder)
    return folder


def test_a_text_has_the_same_vector_in_any_batch(teacher: Path) -> None:
    model = Teacher.read(teacher)
    texts = ["graph", "a coldherring of an oldherring and a speech", "poem robot", "protein " * 400]
    together, alone = model.embed(texts, batch=4), torch.cat([model.embed([text]) for text in texts])
    torch.testing.assert_close(together, alone, atol=2e-3, rtol=0)
    assert together.float().norm(dim=1).tolist() == pytest.approx([1] * 4, abs=2e-3)


def test_the_command_trains_a_file_that_the_product_reads_and_a_summary_finds_its_paper(
    teacher: Path, tmp_path: Path
) -> None:
    papers = _corpus()
    lines = [json.dumps({"title": each.title, "abstract": each.abstract}) for each in papers]
    (tmp_path / "a.jsonl").write_text("\n".join(lines[:160]), "utf-8")
    (tmp_path / "b.jsonl").write_text("\n".join(lines[120:]), "utf-8")
    summarised = [
        {"title": each.title, "source": each.parts()[1:], "target": [each.parts()[2].removeprefix("We propose ")]}
        for each in papers[:60]
    ]
    (tmp_path / "train.jsonl").write_text("\n".join(map(json.dumps, summarised)), "utf-8")
    output = tmp_path / "out" / "vectors.npz"
    files = [str(tmp_path / name) for name in ("a.jsonl", "b.jsonl", "train.jsonl")]
    words = ["--corpus", *files[:2], "--summaries", files[2], "--teacher", str(teacher)]
    assert main([*words, "--epochs", "20", "--batch", "64", "--output", str(output)]) == 0
    model = built_in.__wrapped__(output)
    assert model.card["papers"] == len({each.title for each in papers})
    assert model.card["recipe"]["teacher"] == "tiny"
    asked = model.embed([each.parts()[2] for each in papers[60:]])
    kept = model.embed([" ".join((each.parts()[1], *each.parts()[3:])) for each in papers[60:]])
    first = (asked @ kept.T).argmax(axis=1)
    same = [papers[60 + row].parts()[2] == papers[60 + other].parts()[2] for row, other in enumerate(first)]
    assert np.mean(same) > 0.6
