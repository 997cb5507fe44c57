"""The student: a vector and a weight for each feature, learnt so that texts of one paper come together. Needs torch.

The loss is InfoNCE (van den Oord et al., arXiv 1807.03748): of all right views of a batch, a left view must find its
own. To it comes distillation: the student's similarities within the batch must be spread as the teacher's are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import cross_entropy, embedding_bag, log_softmax, normalize, softmax

from training.features import Tokens, whole_texts
from training.recipe import Recipe
from training.views import Bags, PaperViews

WARM_UP = 50  # steps until the full rate, of a small corpus a tenth of all
_NEVER = -1e4  # a score that no softmax notices


@dataclass(frozen=True)
class Lesson:
    """What a teacher says of every paper: vectors of its whole text and of its title or summary, unit rows."""

    texts: torch.Tensor
    titles: torch.Tensor


@dataclass(frozen=True)
class Student:
    """A text's vector is the sum of its features' rows, each times e^weight and 1 + log of its count, made unit."""

    table: torch.Tensor  # (features, d)
    weight: torch.Tensor  # (features,)

    def embed(self, bags: Bags, texts: int) -> torch.Tensor:
        """Unit rows (texts, d); zero where a bag is empty."""
        first = torch.searchsorted(bags.text, torch.arange(texts, device=bags.text.device))
        weight = bags.weight * self.weight[bags.feature].exp()
        return normalize(embedding_bag(bags.feature, self.table, first, per_sample_weights=weight, mode="sum"), dim=1)

    def vectors(self) -> np.ndarray:
        """The features' vectors with their weights in them, float32 (features, d)."""
        rows: np.ndarray = (self.table * self.weight.exp()[:, None]).detach().float().cpu().numpy()
        return rows


def beginner(tokens: Tokens, rarity: np.ndarray, recipe: Recipe, device: str) -> Student:
    """Where learning starts: the strongest directions of tf-idf over all papers, found by subspace iteration."""
    paper, feature, weight = whole_texts(tokens, len(rarity))
    weighed = weight * rarity[feature]
    length = np.sqrt(np.bincount(paper, weighed * weighed, len(tokens.parts)))
    values = torch.from_numpy((weighed / length[paper]).astype(np.float32))
    cells = torch.from_numpy(np.stack([paper, feature]))
    size = (len(tokens.parts), len(rarity))
    matrix = torch.sparse_coo_tensor(cells, values, size).coalesce().to(device)
    turned = matrix.t().coalesce().to_sparse_csr()
    matrix = matrix.to_sparse_csr()
    chance = torch.Generator(device=device).manual_seed(recipe.random_state)
    wanted = min(recipe.dimensions + 32, *size)  # some more than are kept: the last ones are found badly
    basis = torch.randn(len(rarity), wanted, device=device, generator=chance)
    for _ in range(4):
        basis, _ = torch.linalg.qr(turned @ (matrix @ basis))
    _, _, directions = torch.linalg.svd(matrix @ basis, full_matrices=False)
    table = (basis @ directions.T)[:, : recipe.dimensions]
    start = torch.from_numpy(np.log(rarity / rarity.mean()).astype(np.float32)).to(device)
    table = (table / table.norm(dim=1).mean()).contiguous()
    return Student(table.requires_grad_(), start.requires_grad_())


def train(
    student: Student,
    views: PaperViews,
    summaries: int,
    lesson: Lesson | None,
    recipe: Recipe,
    say: Callable[[str], None],
) -> None:
    """Let it learn, in place. The last `summaries` papers of `views` are those with a summary for a title."""
    chance = torch.Generator(device=views.device).manual_seed(recipe.random_state)
    papers = len(views.parts)
    batch = min(recipe.batch, papers)
    steps = max(1, int(recipe.epochs * papers / batch))
    groups = [{"params": [student.table], "lr": recipe.rate}, {"params": [student.weight], "lr": recipe.weight_rate}]
    optimiser = torch.optim.Adam(groups, fused=views.device == "cuda")
    warm_up = min(WARM_UP, max(1, steps // 10))
    batches = _batches(papers - summaries, summaries, batch, recipe, chance)
    for step in range(steps):
        ease = min(1.0, (step + 1) / warm_up) * 0.5 * (1 + math.cos(math.pi * step / steps))
        for group, rate in zip(optimiser.param_groups, (recipe.rate, recipe.weight_rate), strict=True):
            group["lr"] = rate * ease
        chosen = next(batches)
        left, right = (student.embed(bags, len(chosen)) for bags in views.draw(chosen, chance))
        loss = _loss(left, right, chosen, lesson, recipe)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        if step % max(1, steps // 20) == 0 or step == steps - 1:
            say(f"step {step + 1:,} of {steps:,}: loss {loss.item():.3f}")


def _batches(
    papers: int, summaries: int, batch: int, recipe: Recipe, chance: torch.Generator
) -> Iterator[torch.Tensor]:
    """Papers in an order drawn anew when all have had their turn, and in each batch some of those with summaries."""
    extra = min(recipe.summaries, batch // 2) if summaries else 0
    order, at = torch.randperm(papers, device=chance.device, generator=chance), 0
    plain = min(batch - extra, papers)
    while True:
        if at + plain > papers:
            order, at = torch.randperm(papers, device=chance.device, generator=chance), 0
        chosen = order[at : at + plain]
        at += plain
        if extra:
            drawn = papers + torch.randint(summaries, (extra,), device=chance.device, generator=chance)
            chosen = torch.cat([chosen, drawn])
        yield chosen


def _loss(
    left: torch.Tensor, right: torch.Tensor, papers: torch.Tensor, lesson: Lesson | None, recipe: Recipe
) -> torch.Tensor:
    """InfoNCE in both directions, and how far the batch is from what the teacher says of it."""
    number = torch.arange(len(papers), device=papers.device)
    again = (papers[:, None] == papers[None]) & (number[:, None] != number[None])  # the same paper is no wrong answer
    scores = (left @ right.T / recipe.temperature).masked_fill(again, _NEVER)
    loss = (cross_entropy(scores, number) + cross_entropy(scores.T, number)) / 2
    if lesson is None:
        return loss
    with torch.no_grad():
        texts, titles = lesson.texts[papers].float(), lesson.titles[papers].float()
        by_text, by_title = (
            softmax((rows @ texts.T).masked_fill(again, _NEVER) / recipe.teacher_temperature, dim=1)
            for rows in (texts, titles)
        )
    across, within = (log_softmax(rows @ right.T / recipe.student_temperature, dim=1) for rows in (left, right))
    apart = -(by_text * within).sum(dim=1).mean() - ((by_text + by_title) / 2 * across).sum(dim=1).mean()
    return loss * (1 - recipe.distillation) + recipe.distillation * apart / 2
