"""Two texts out of each paper of a batch, drawn anew each time, on the device. Needs torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from training.features import Tokens
from training.recipe import Recipe

CUED = 0.6  # of the papers with a cue sentence that give one sentence away, those that give this one
TITLED = 0.5  # of the papers that give one sentence away, those whose rest has the title
_LEFT, _RIGHT = 1, 2  # which view a part goes to; 0: neither


@dataclass(frozen=True)
class Bags:
    """Texts of a batch as bags of features: parallel tensors, ordered by text."""

    text: torch.Tensor  # row of the batch
    feature: torch.Tensor
    weight: torch.Tensor  # 1 + log of the count


class PaperViews:
    """All papers on the device, and the two views of any of them."""

    def __init__(self, tokens: Tokens, cue: np.ndarray, features: int, recipe: Recipe, device: str) -> None:
        """`cue`: a paper's sentence that says what it does, as a number of its parts; 0 where there is none."""
        self.feature = torch.from_numpy(tokens.feature).to(device)
        self.part = torch.from_numpy(tokens.part).to(device)
        self.start = torch.from_numpy(tokens.start).to(device)
        self.parts = torch.from_numpy(tokens.parts).to(device)
        self.cue = torch.from_numpy(cue.astype(np.int64)).to(device)
        self.features, self.device, self.dropout = features, device, recipe.dropout
        self.width = int(tokens.parts.max())
        kinds = recipe.views
        self.mix = torch.tensor([kinds.title, kinds.halves, kinds.sentence], dtype=torch.float32, device=device)

    def draw(self, papers: torch.Tensor, chance: torch.Generator) -> tuple[Bags, Bags]:
        """The two views of each paper: rows of both belong together."""
        lengths = self.start[papers + 1] - self.start[papers]
        row = torch.repeat_interleave(torch.arange(len(papers), device=self.device), lengths)
        before = torch.repeat_interleave(self.start[papers] - lengths.cumsum(0) + lengths, lengths)
        token = before + torch.arange(len(row), device=self.device)
        side = self.sides(papers, chance)[row, self.part[token].long()]
        cell = row * self.features + self.feature[token]
        return self._bags(cell[side == _LEFT], chance), self._bags(cell[side == _RIGHT], chance)

    def sides(self, papers: torch.Tensor, chance: torch.Generator) -> torch.Tensor:
        """Which view each part goes to, int64 (papers, parts): 1 left, 2 right, 0 neither."""
        parts = self.parts[papers][:, None]
        place = torch.arange(self.width, device=self.device)[None]
        title = place == 0
        kind = torch.multinomial(self.mix, len(papers), replacement=True, generator=chance)[:, None]
        kind = torch.where(parts < 3, 0, kind)  # a single sentence cannot be parted from itself
        mixed = self._chances(len(papers), self.width, chance).masked_fill((place >= parts) | title, 2.0)
        rank = mixed.argsort(dim=1).argsort(dim=1)  # the sentences in a random order
        titles = torch.where(title, _LEFT, _RIGHT)
        halves = torch.where(title, 0, torch.where(rank < (parts - 1) // 2, _LEFT, _RIGHT))
        sides = torch.where(kind == 0, titles, torch.where(kind == 1, halves, self._sentence(papers, rank, chance)))
        return sides.masked_fill(place >= parts, 0)

    def _sentence(self, papers: torch.Tensor, rank: torch.Tensor, chance: torch.Generator) -> torch.Tensor:
        """One sentence to the left, the others to the right, for some with the title."""
        place = torch.arange(self.width, device=self.device)[None]
        cue = self.cue[papers][:, None]
        cued = (cue > 0) & (self._chances(len(papers), 1, chance) < CUED)
        one = torch.where(cued, place == cue, rank == 0)
        untitled = (place == 0) & (self._chances(len(papers), 1, chance) >= TITLED)
        return torch.where(one, _LEFT, torch.where(untitled, 0, _RIGHT))

    def _bags(self, cells: torch.Tensor, chance: torch.Generator) -> Bags:
        cell, times = torch.unique(cells, return_counts=True)
        kept = self._chances(len(cell), 1, chance)[:, 0] >= self.dropout
        cell, times = cell[kept], times[kept]
        return Bags(cell // self.features, cell % self.features, 1 + times.float().log())

    def _chances(self, rows: int, columns: int, chance: torch.Generator) -> torch.Tensor:
        return torch.rand(rows, columns, device=self.device, generator=chance)
