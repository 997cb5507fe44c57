"""The words of a paper as vectors count them: lower case, plural folded, single words and neighbouring pairs.

Phrases that people read are cut elsewhere (`phrases`), with their casing and hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from components.landscape.embeddings.stopwords import FUNCTION_WORDS
from components.papers.plurals import singular

_WORD = re.compile(r"[^\W_]+")
# The built-in vectors know words folded so: another choice of endings would want them trained anew.
_KEPT_S = ("ss", "us", "is", "as", "os", "series", "species", "lens")


def paper_text(title: str, abstract: str) -> str:
    """The text a paper is placed by: the title counts twice, each part on a line of its own."""
    return f"{title}\n{title}\n{abstract}"


def paper_texts(titles: Sequence[str], abstracts: Sequence[str]) -> list[str]:
    """`paper_text` for each row."""
    return [paper_text(title, abstract) for title, abstract in zip(titles, abstracts, strict=True)]


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Fold a lower-case word's plural: models → model, studies → study; class, bias, llms → class, bias, llm."""
    return singular(word, _KEPT_S)


def terms(text: str) -> list[str]:
    """Single words and pairs of neighbouring words of a text, function words left out, with repeats, in order.

    A pair never crosses a line; it may bridge a function word ("mixture of experts" gives "mixture expert").
    """
    found: list[str] = []
    for line in text.lower().split("\n"):
        words = [fold(word) for word in _WORD.findall(line) if word not in FUNCTION_WORDS and not word.isdigit()]
        found += words
        found += [f"{left} {right}" for left, right in pairwise(words)]
    return found
