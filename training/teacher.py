"""The teacher: a transformer whose similarities the small vectors learn to imitate. Needs torch and transformers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import normalize

LONGEST = 256  # word pieces of a text that are read: as all-MiniLM-L6-v2 was trained
_TOKENISED_AT_ONCE = 20_000


@dataclass(frozen=True)
class Teacher:
    """A transformer whose vectors are the mean over its last layer, as sentence-transformers does it."""

    tokenizer: Any
    model: Any
    device: str

    @classmethod
    def read(cls, folder: Path, device: str = "cpu") -> Teacher:
        """The model in a folder (config, tokenizer, weights); nothing is fetched. Raises OSError where it is not."""
        from transformers import AutoModel, AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model = AutoModel.from_pretrained(folder, local_files_only=True).float().to(device)
        return cls(tokenizer, model.eval(), device)

    def embed(self, texts: Sequence[str], batch: int = 0) -> torch.Tensor:
        """Vectors of texts, float16 (n, d) on the device, unit rows."""
        numbers = self._numbers(texts)
        size = batch or (1024 if self.device == "cuda" else 32)
        order = np.argsort([len(each) for each in numbers])  # texts of one length together: little padding
        rows = torch.empty(len(texts), self.model.config.hidden_size, dtype=torch.float16, device=self.device)
        with torch.no_grad():
            for start in range(0, len(order), size):
                chosen = order[start : start + size]
                rows[torch.from_numpy(chosen).to(self.device)] = self._rows([numbers[row] for row in chosen]).half()
        return rows

    def _numbers(self, texts: Sequence[str]) -> list[list[int]]:
        numbers: list[list[int]] = []
        for start in range(0, len(texts), _TOKENISED_AT_ONCE):
            some = list(texts[start : start + _TOKENISED_AT_ONCE])
            numbers += self.tokenizer(some, truncation=True, max_length=LONGEST)["input_ids"]
        return numbers

    def _rows(self, numbers: Sequence[Sequence[int]]) -> torch.Tensor:
        width = max(map(len, numbers))
        ids = torch.full((len(numbers), width), self.tokenizer.pad_token_id)
        for row, each in enumerate(numbers):
            ids[row, : len(each)] = torch.tensor(each)
        ids = ids.to(self.device)
        said = (ids != self.tokenizer.pad_token_id).long()
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda"):
            last = self.model(input_ids=ids, attention_mask=said).last_hidden_state
        return normalize((last.float() * said[..., None]).sum(dim=1) / said.sum(dim=1, keepdim=True), dim=1)
