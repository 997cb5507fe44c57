"""The texts the vectors are trained and measured on: read, cut into parts, split for good.

The split depends on a paper's arXiv id alone, so that a paper once held out is held out in every later training.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HELD_OUT = 10  # one paper in so many is never trained on
SHORTEST = 200  # characters: an abstract below that is a remark ("withdrawn"), nothing to learn from
MOST_PARTS = 24  # of a text, the title among them: longer ones are books' or lists'
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_NOT_IN_TITLES = re.compile(r"[\W_]+")
# A sentence in which authors say what their paper does: the one a reader's summary is closest to.
_CUE = re.compile(
    r"\b(we|this paper|this work|this article|in this)\b.{0,40}\b(propose|present|introduce|show|develop|demonstrate|"
    r"study|investigate|describe|provide|offer|explore|examine|report|find|design|address|argue|analy[sz]e)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Abstract:
    """One paper of a corpus."""

    arxiv_id: str  # empty where the file names none: conference lists
    title: str
    abstract: str
    category: str  # arXiv's primary category, empty where there is none: for measuring only, never trained on

    def parts(self) -> list[str]:
        """The title, then the abstract's sentences."""
        return [" ".join(self.title.split()), *_SENTENCE_END.split(" ".join(self.abstract.split()))][:MOST_PARTS]


@dataclass(frozen=True, slots=True)
class Summarised:
    """One paper of SciTLDR: the first summary is its authors', the others are readers'."""

    title: str
    abstract: str
    summaries: tuple[str, ...]


def read_records(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON-lines file, plain or packed as .xz."""
    whole = path.read_bytes()
    text = (lzma.decompress(whole) if path.suffix == ".xz" else whole).decode()
    return [json.loads(line) for line in text.split("\n") if line]


def read_corpus(path: Path) -> list[Abstract]:
    """Papers of a JSON-lines file with title and abstract; arxiv_id and category where it has them."""
    return [
        Abstract(each.get("arxiv_id") or "", each["title"], each["abstract"], each.get("category") or "")
        for each in read_records(path)
    ]


def read_summarised(path: Path) -> list[Summarised]:
    """Papers of a file of SciTLDR as it is published: title, source (sentences) and target (summaries)."""
    return [Summarised(each["title"], " ".join(each["source"]), tuple(each["target"])) for each in read_records(path)]


def is_held_out(arxiv_id: str) -> bool:
    """Whether a paper belongs to the part that is only ever measured on; never one without an arXiv id."""
    return bool(arxiv_id) and int(hashlib.sha256(arxiv_id.encode()).hexdigest()[:8], 16) % HELD_OUT == 0


def split(papers: Iterable[Abstract]) -> tuple[list[Abstract], list[Abstract]]:
    """(papers to train on, papers to measure on)."""
    training: list[Abstract] = []
    measuring: list[Abstract] = []
    for paper in papers:
        (measuring if is_held_out(paper.arxiv_id) else training).append(paper)
    return training, measuring


def to_train_on(papers: Sequence[Abstract], left_out: Iterable[str] = ()) -> list[Abstract]:
    """The papers once each, without those held out, titles to leave out, and abstracts too short to teach anything.

    A title tells whether two records are one paper, so a held-out paper is not learnt from a conference's list either.
    """
    training, measuring = split(papers)
    seen = {title_key(title) for title in left_out} | {title_key(paper.title) for paper in measuring}
    chosen: list[Abstract] = []
    for paper in training:
        key = title_key(paper.title)
        if key not in seen and len(paper.abstract) >= SHORTEST:
            seen.add(key)
            chosen.append(paper)
    return chosen


def title_key(title: str) -> str:
    """What two titles share if they differ in nothing but case, spaces and signs."""
    return _NOT_IN_TITLES.sub(" ", title.casefold()).strip()


def cue_sentence(parts: Sequence[str]) -> int:
    """The first of a paper's parts, after the title, that says what the paper does; 0 where none does."""
    return next((number for number, part in enumerate(parts) if number and _CUE.search(part)), 0)
