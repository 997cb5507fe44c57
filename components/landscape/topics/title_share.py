"""How much a phrase belongs into a headline: the share of papers saying it that say it in the title.

Counted over the abstracts the built-in vectors were learnt from. "Causal discovery" stands in the title of 40 % of
the papers that speak of it, "amount" or "gained prominence" in next to none: no list of stop words sees that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from components.landscape.embeddings.builtin import built_in
from components.landscape.embeddings.stopwords import MODIFYING, NOUNS_LIKE_ADJECTIVES
from components.landscape.topics.field_terms import Key

USUAL = 0.15  # about the share of a word that stands well in a headline
LEAST, MOST = 0.25, 1.3
MODIFIER_WORTH = 0.5  # of a phrase that ends in a word which asks for a noun: "agentic", "AI-driven"
_ADJECTIVE = re.compile(r"[a-z]{3,}(?:ic|al|ive|ous|able|ible|ful|less|ary|ized|ised|wise)")
_COMPOUND = re.compile(rf".+-(?:{'|'.join(sorted(MODIFYING))})")


def title_weight(keys: Sequence[Key]) -> np.ndarray:
    """A factor for each phrase, float64: about 1 for what titles say, down to 0.25 for what only sentences say."""
    shares = np.array([_share(key) for key in keys], dtype=np.float64)
    return np.clip((shares / USUAL) ** 0.6, LEAST, MOST)


def noun_weight(phrases: Sequence[str]) -> np.ndarray:
    """A factor for each phrase as written, float64: 1, or less where its last word only modifies a noun to come."""
    return np.array([MODIFIER_WORTH if _modifies(phrase.split()[-1].lower()) else 1.0 for phrase in phrases])


def _modifies(word: str) -> bool:
    return bool(_COMPOUND.fullmatch(word) or (word not in NOUNS_LIKE_ADJECTIVES and _ADJECTIVE.fullmatch(word)))


def _share(key: Key) -> float:
    """The pairs of a phrase where they are known, its words where not; unknown words count as usual."""
    words, pairs = _shares()
    single = [words.get(word, USUAL) for word in key]
    if len(key) == 1:
        return single[0]
    of_pairs = [pairs.get(pair, (single[place] + single[place + 1]) / 2) for place, pair in enumerate(pairwise(key))]
    return float(np.mean(of_pairs))


@lru_cache(maxsize=1)
def _shares() -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    model = built_in()
    words = model.vocabulary.words
    of_words = dict(zip(words, model.in_titles.tolist(), strict=False))
    named = ((words[left], words[right]) for left, right in model.vocabulary.pairs.tolist())
    return of_words, dict(zip(named, model.in_titles[len(words) :].tolist(), strict=True))
