"""The abstracts the vectors are trained and measured on: read, cut into parts, split for good.

The split depends on a paper's arXiv id alone, so that a paper once held out is held out in every later training.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HELD_OUT = 10  # one paper in so many is never trained on
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Abstract:
    """One paper of the corpus."""

    arxiv_id: str
    title: str
    abstract: str
    category: str  # arXiv's primary category: for measuring only, never trained on

    def parts(self) -> list[str]:
        """The title, then the abstract's sentences."""
        return [" ".join(self.title.split()), *_SENTENCE_END.split(" ".join(self.abstract.split()))]


def read_corpus(path: Path) -> list[Abstract]:
    """Papers of a JSON-lines file (may be .xz) with arxiv_id, title, abstract and category."""
    whole = path.read_bytes()
    text = (lzma.decompress(whole) if path.suffix == ".xz" else whole).decode()
    records = [json.loads(line) for line in text.split("\n") if line]
    return [Abstract(each["arxiv_id"], each["title"], each["abstract"], each["category"]) for each in records]


def is_held_out(arxiv_id: str) -> bool:
    """Whether a paper belongs to the part that is only ever measured on."""
    return int(hashlib.sha256(arxiv_id.encode()).hexdigest()[:8], 16) % HELD_OUT == 0


def split(papers: Iterable[Abstract]) -> tuple[list[Abstract], list[Abstract]]:
    """(papers to train on, papers to measure on)."""
    training: list[Abstract] = []
    measuring: list[Abstract] = []
    for paper in papers:
        (measuring if is_held_out(paper.arxiv_id) else training).append(paper)
    return training, measuring
