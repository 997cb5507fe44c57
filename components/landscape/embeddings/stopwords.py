"""Lists of words, read from `words/`: those that carry no subject, and those that carry one only in company.

`FUNCTION_WORDS` never start or end a phrase and never count towards a vector. `ABSTRACT_WORDS`, what every abstract
says about itself ("propose", "novel", "framework"), do count towards vectors, where frequency makes them light, but
no topic is ever named after one. Some of them complete a phrase as its first or last word ("large language models",
"state space"), a few pairs of them are a phrase ("time series").
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "words"


def _words(name: str) -> frozenset[str]:
    return frozenset((_FOLDER / f"{name}.txt").read_text(encoding="utf-8").split())


FUNCTION_WORDS = _words("function")
ABSTRACT_WORDS = _words("abstract")
COMPLETING_FIRST = _words("completing_first")
COMPLETING_LAST = _words("completing_last")
NOUNS_LIKE_ADJECTIVES = _words("noun_like_adjective")  # retrieval, traffic: they end as adjectives do
MODIFYING = _words("modifying")  # last parts of compounds that ask for a noun: AI-driven, multi-view
WHOLE_PAIRS = frozenset(
    tuple(line.split()) for line in (_FOLDER / "whole_pairs.txt").read_text(encoding="utf-8").splitlines()
)
