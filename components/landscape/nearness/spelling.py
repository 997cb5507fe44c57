"""Likely spellings of a word that a set of papers does not know: typing errors, other endings, accents left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST, LONG = 4, 8  # letters from which one error is looked for, and two
LONGEST = 40  # letters of what could be a word at all
SURENESS = {1: 0.8, 2: 0.6}  # by the number of errors
MOST = 6  # spellings of one word


class Spelling:
    """The stems of one set and how many papers say each."""

    def __init__(self, stems: Sequence[str], document_frequency: np.ndarray) -> None:
        self._stems = stems
        self._document_frequency = document_frequency

    def variants(self, stem: str, at_least: int = 0) -> dict[int, float]:
        """Number of each stem that may be meant by this one → how surely, the likeliest first.

        One letter left out, added, changed or swapped with its neighbour; two in long words. Those with digits are no
        variants of each other ("gpt3", "gpt4"). Only stems that at least so many papers say, and at least one.
        """
        if not SHORTEST <= len(stem) <= LONGEST or any(map(str.isdigit, stem)):
            return {}
        most = 2 if len(stem) >= LONG else 1
        found = process.extract(stem, self._stems, scorer=OSA.distance, score_cutoff=most, limit=8 * MOST)
        near = [
            (errors, -int(self._document_frequency[number]), number)
            for near, errors, number in found
            if errors and self._document_frequency[number] >= max(at_least, 1) and not any(map(str.isdigit, near))
        ]
        least = min((errors for errors, _, _ in near), default=0)
        return {number: SURENESS[errors] for errors, _, number in sorted(near)[:MOST] if errors == least}
