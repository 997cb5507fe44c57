"""English plurals reduced by their endings, for comparing words. Which endings stay is the caller's choice."""

from __future__ import annotations

from collections.abc import Sequence


def singular(word: str, kept: Sequence[str]) -> str:
    """A lower-case word without its plural: models → model, studies → study; words with an ending in `kept` stay."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(tuple(kept)):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]
