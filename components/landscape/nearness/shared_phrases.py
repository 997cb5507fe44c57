"""Why two papers are near: the phrases that both say and that tell most, as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from components.landscape.nearness.words import SetWords
from components.landscape.topics.phrases import phrase_table
from components.landscape.topics.title_share import noun_weight, title_weight

MOST = 3  # phrases of one pair
LEAST_RARITY = 1.0  # of a phrase's words on average: what every other paper says is no reason
LEAST_WORTH, LEAST_WORTH_ALONE = 0.5, 0.8  # as a headline: what only sentences say ("argue") is none, words alone least


class SharedPhrases:
    """The phrases of some papers, to be asked for any two of them."""

    def __init__(self, titles: Sequence[str], abstracts: Sequence[str], words: SetWords | None = None) -> None:
        """Titles and abstracts, a row a paper; `words` of the set they are from says how telling a word is."""
        table = phrase_table(titles, abstracts, said_by_at_least=2)
        self._keys, self._shown = table.keys, table.shown
        order = np.lexsort((table.phrase, table.paper))
        ends = np.searchsorted(table.paper[order], np.arange(len(titles) + 1))
        self._said = [frozenset(table.phrase[order[start:end]].tolist()) for start, end in pairwise(ends)]
        rarity = {word: words.rarity(word) if words else 1.0 for key in self._keys for word in key}
        telling = [sum(rarity[word] for word in key) for key in self._keys]
        worths = title_weight(self._keys) * noun_weight(self._shown)
        self._weights = [
            weight * worth
            if weight >= len(key) * LEAST_RARITY and worth >= (LEAST_WORTH if len(key) > 1 else LEAST_WORTH_ALONE)
            else 0.0
            for key, weight, worth in zip(self._keys, telling, worths, strict=True)
        ]

    def of(self, one: int, other: int, most: int = MOST) -> tuple[str, ...]:
        """The phrases that two rows share, the most telling first; none is part of another."""
        shared = [phrase for phrase in self._said[one] & self._said[other] if self._weights[phrase] > 0]
        chosen: list[int] = []
        for phrase in sorted(shared, key=lambda each: (-self._weights[each], self._keys[each])):
            words = set(self._keys[phrase])
            if not any(words & set(self._keys[kept]) for kept in chosen):
                chosen.append(phrase)
            if len(chosen) == most:
                break
        return tuple(self._shown[phrase] for phrase in chosen)
