"""Papers with summaries that people wrote of them, and how much of each each sentence says (ROUGE)."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from components.landscape.gist.sentences import sentences

MEASURES = ("rouge1", "rouge2", "rougeL")


@dataclass(frozen=True, slots=True)
class Summarised:
    """A paper with a row of ROUGE a sentence."""

    title: str
    sentences: tuple[str, ...]
    rouge: np.ndarray  # (sentences, 3): F1 of ROUGE-1, 2 and L against the summary that fits best, one by one


def read_summaries(path: Path) -> list[Summarised]:
    """Papers of a SciTLDR file (JSON lines, may be .xz), their abstracts joined, then split as the product does it."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(list(MEASURES), use_stemmer=True)
    read = ((each, sentences(" ".join(" ".join(each["source"]).split()))) for each in read_lines(path))
    return [
        Summarised(each["title"] or "", tuple(own), _rouge(scorer, own, each["target"])) for each, own in read if own
    ]


def read_abstracts(paths: Sequence[Path], every: int, without: set[str]) -> list[tuple[str, list[str]]]:
    """(title, sentences) of one abstract in so many; without those of these titles, in small letters."""
    found = []
    for path in paths:
        for number, each in enumerate(read_lines(path)):
            title, abstract = each["title"], " ".join((each.get("abstract") or "").split())
            if number % every or len(title) < 16 or title.lower().strip() in without:
                continue
            own = sentences(abstract)
            if 3 <= len(own) <= 20:
                found.append((title, own))
    return found


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines, plain or .xz."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _rouge(scorer: Any, own: Sequence[str], summaries: Sequence[str]) -> np.ndarray:
    scored = [[scorer.score(summary, sentence) for summary in summaries] for sentence in own]
    each = [[[score[name].fmeasure for name in MEASURES] for score in row] for row in scored]
    best: np.ndarray = np.array(each).max(axis=1)
    return best
