"""Free-text keywords made comparable: one value for "LLM", "LLMs" and "Large language models (LLMs)".

Case, plural, hyphens and an abbreviation in brackets do not matter; what is shown is how most papers write it, spelt
out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from components.finding.words import words
from components.papers.plurals import singular

_BRACKET = re.compile(r"^(?P<long>.*\S)\s*\((?P<short>[^()\s][^()]{0,40})\)\s*(?P<rest>.*)$")
_KEPT_S = ("ss", "us", "is", "as", "aos", "ics", "series", "species", "lens")
LONGEST = 80  # characters; what is longer is a sentence and no keyword


def normalise_keywords(keywords: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """For each paper its keywords, each once, as most papers of all write it; in the order given."""
    spelt = _spelt_out(each for many in keywords for each in many)
    keys = [[(_key(each, spelt), each) for each in many] for many in keywords]
    shown = _shown(pair for pairs in keys for pair in pairs)
    return [tuple(dict.fromkeys(shown[key] for key, _ in pairs if key in shown)) for pairs in keys]


def _spelt_out(keywords: Iterable[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Folded abbreviation → folded long form, where a keyword gives both; the commonest reading wins."""
    readings: dict[tuple[str, ...], Counter[tuple[str, ...]]] = defaultdict(Counter)
    for keyword in keywords:
        found = _BRACKET.match(keyword)
        if found and _abbreviates(found["short"], found["long"]):
            readings[_folded(found["short"])][_folded(found["long"])] += 1
    return {short: min(counts, key=lambda key: (-counts[key], key)) for short, counts in readings.items() if short}


def _abbreviates(short: str, long: str) -> bool:
    """Whether the letters of a short form occur in the long one in their order, beginning with its first."""
    letters = [letter for letter in short.lower().rstrip("s") if letter.isalnum()]
    place, text = 0, long.lower()
    if not letters or not text.startswith(letters[0]):
        return False
    for letter in letters:
        place = text.find(letter, place) + 1
        if not place:
            return False
    return True


def _key(keyword: str, spelt: Mapping[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    """The key under which spellings of a keyword meet; () for one without words."""
    folded = _folded(_plain(keyword)) if len(keyword) <= LONGEST else ()
    return spelt.get(folded, folded)


def _plain(keyword: str) -> str:
    """A keyword without what stands in brackets after it."""
    found = _BRACKET.match(keyword)
    return " ".join((f"{found['long']} {found['rest']}" if found else keyword).split())


def _shown(pairs: Iterable[tuple[tuple[str, ...], str]]) -> dict[tuple[str, ...], str]:
    """Key → how most papers write it, spelt out; of equals the one with fewer capitals."""
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for key, keyword in pairs:
        if key and _folded(_plain(keyword)) == key:
            written[key][_plain(keyword)] += 1
    return {
        key: min(counts, key=lambda text: (-counts[text], sum(map(str.isupper, text)), text))
        for key, counts in written.items()
    }


@lru_cache(maxsize=100_000)
def _folded(text: str) -> tuple[str, ...]:
    return tuple(singular(word, _KEPT_S) for word in words(text))
