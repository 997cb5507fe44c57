"""Phrases as people read them, cut from titles and abstracts: one to four words, with their casing.

A phrase never crosses punctuation, starts or ends with a word that carries no subject, or stands for itself and its
abbreviation twice: "LLMs" counts as "large language models" where a paper says so. Which phrase is a good
label is decided in `label_candidates`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from components.landscape.embeddings.stopwords import (
    ABSTRACT_WORDS,
    COMPLETING_FIRST,
    COMPLETING_LAST,
    FUNCTION_WORDS,
    WHOLE_PAIRS,
)
from components.landscape.embeddings.terms import fold
from components.landscape.topics.field_terms import FieldTerms, Key, spelt_out

LONGEST = 4  # words as written; a hyphenated word is one
_SEGMENT_END = re.compile(r"[^\w\s'’+-]+|(?<=\s)[-+'’]+|[-+'’]+(?=\s)|\s--+\s|\n")
_WORD = re.compile(r"[^\W_][\w'’+-]*")
_ABBREVIATION = re.compile(r"\(([A-Z][A-Za-z-]{1,8})\)")
_BEFORE = 120  # characters in which an abbreviation's long form is looked for
_INSIDE = re.compile(r"(?:^|[.!?:]\s+)[^\W_][\w'’+-]*|([^\W_][\w'’+-]*)")
_PART_END = re.compile(r"[\s-]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\b(?:[\w-]+\.)+(?:com|org|io|net|ai|edu|dev|co)\b\S*|\S+@\S+|@\w\S*")

_NEVER_FIRST = (ABSTRACT_WORDS - COMPLETING_FIRST) | FUNCTION_WORDS
_NEVER_LAST = (ABSTRACT_WORDS - COMPLETING_LAST) | FUNCTION_WORDS
_NEVER_ALONE = ABSTRACT_WORDS | FUNCTION_WORDS | COMPLETING_LAST | COMPLETING_FIRST
_JOINING = frozenset({"of", "to", "in"})


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """Which paper says which phrase: three parallel arrays, an entry a paper and phrase."""

    keys: tuple[Key, ...]  # folded lower-case words of each phrase
    shown: tuple[str, ...]  # how people write it most
    paper: np.ndarray  # int32
    phrase: np.ndarray  # int32, index into keys
    in_title: np.ndarray  # bool


def phrase_table(
    titles: Sequence[str], abstracts: Sequence[str], said_by_at_least: int = 1, field: FieldTerms | None = None
) -> PhraseTable:
    """All phrases of some papers that at least so many papers say, in a settled (alphabetic) order.

    With `field` its terms are phrases too, written as it writes them, and its short forms are understood.
    """
    longer = dict(field.short_forms if field else {}) | abbreviations(abstracts)
    known = field.terms if field else {}
    found: list[dict[Key, bool]] = []
    written: dict[Key, Counter[str]] = defaultdict(Counter)
    for title, abstract in zip(titles, abstracts, strict=True):
        titled: dict[Key, bool] = {}
        for text, is_title in ((title, True), (_ADDRESS.sub("; ", abstract), False)):
            for key, surface in _phrases(text, longer, field):
                titled[key] = titled.get(key, False) or is_title
                written[key][surface] += 1
        found.append(titled)
    papers_saying = Counter(key for titled in found for key in titled)
    keys = sorted(key for key, count in papers_saying.items() if count >= said_by_at_least)
    number = {key: index for index, key in enumerate(keys)}
    entries = [
        (paper, number[key], is_title)
        for paper, titled in enumerate(found)
        for key, is_title in titled.items()
        if key in number
    ]
    paper, phrase, in_title = (np.array(column) for column in zip(*entries, strict=True)) if entries else ([], [], [])
    capitals = _kept_capitals(abstracts)
    return PhraseTable(
        keys=tuple(keys),
        shown=tuple(known[key].shown if key in known else _most_written(key, written[key], capitals) for key in keys),
        paper=np.asarray(paper, dtype=np.int32),
        phrase=np.asarray(phrase, dtype=np.int32),
        in_title=np.asarray(in_title, dtype=bool),
    )


def abbreviations(texts: Iterable[str]) -> dict[str, Key]:
    """Folded abbreviation → the key it stands for, from "large language models (LLMs)"; the commonest reading wins."""
    meant: dict[str, Counter[Key]] = defaultdict(Counter)
    for text in texts:
        for short, key in readings(text):
            meant[fold(short.lower())][key] += 1
    return {short: min(counts, key=lambda key: (-counts[key], key)) for short, counts in sorted(meant.items())}


def readings(text: str) -> Iterator[tuple[str, Key]]:
    """(abbreviation as written, the key of its long form) wherever a text defines one."""
    for bracket in _ABBREVIATION.finditer(text):
        short, before = bracket[1], text[max(0, bracket.start() - _BEFORE) : bracket.start()]
        words = [part for word in _PART_END.split(before) for part in _WORD.findall(word)]
        letters = [letter.lower() for letter in short.rstrip("s") if letter.isalpha()]
        long = words[-len(letters) :]
        if 2 <= len(long) <= LONGEST and [word[0].lower() for word in long] == letters:
            yield short, tuple(fold(word.lower()) for word in long)


def _phrases(text: str, longer: Mapping[str, Key], field: FieldTerms | None) -> Iterable[tuple[Key, str]]:
    """(key, as written) of each phrase of a text, with repeats; a term of the field is one whatever its words are."""
    known: Container[Key] = field.terms if field else ()
    for segment in _SEGMENT_END.split(text):
        words = [word if word.isalpha() else _plain_end(word) for word in _WORD.findall(segment)]
        lowered = [word.lower() for word in words]
        for start in range(len(words)):
            if lowered[start] in FUNCTION_WORDS:
                continue
            longest = 1 if lowered[start] in _NEVER_FIRST and not field else LONGEST
            for end in range(start + 1, min(start + longest, len(words)) + 1):
                if lowered[end - 1] in FUNCTION_WORDS:
                    continue
                key = _key(words[start:end], longer)
                if key is not None and (key in known or _stands(lowered[start:end])):
                    yield key, " ".join(words[start:end])


def _plain_end(word: str) -> str:
    """A word without a possessive or a hyphen left hanging."""
    return _POSSESSIVE.sub("", word).rstrip("-+'’")


def _stands(words: Sequence[str]) -> bool:
    """Whether these lower-case words could stand as a phrase."""
    first, last = words[0], words[-1]
    if len(words) == 1:
        return len(first) > 2 and not first[0].isdigit() and not {first, fold(first)} & _NEVER_ALONE
    if first in _NEVER_FIRST or last in _NEVER_LAST or min(len(first), len(last)) < 2:
        return False
    if first.isdigit() or last.isdigit():
        return False
    if len(words) == 2 and first in ABSTRACT_WORDS and last in ABSTRACT_WORDS:
        return (first, fold(last)) in WHOLE_PAIRS
    return all(word in _JOINING or word not in FUNCTION_WORDS for word in words[1:-1])


def _key(words: Sequence[str], longer: Mapping[str, Key]) -> Key | None:
    parts: list[str] = []
    for word in words:
        for part in (word,) if fold(word.lower()) in longer else word.split("-"):
            parts += spelt_out(part, longer) if part else ()
    return tuple(parts) if len(parts) <= LONGEST + 1 and len(set(parts)) == len(parts) else None


def _kept_capitals(abstracts: Iterable[str]) -> frozenset[str]:
    """Lower-case forms of words that people write with a capital inside a sentence more often than without."""
    capital: Counter[str] = Counter()
    for abstract in abstracts:
        for word in _INSIDE.findall(abstract):
            if word:
                capital[word.lower()] += -1 if word == word.lower() else 1
    return frozenset(word for word, balance in capital.items() if balance > 0)


def _most_written(key: Key, surfaces: Counter[str], capitals: frozenset[str]) -> str:
    """The commonest way to write a phrase, spelt out rather than abbreviated, words in their usual case."""
    merged: Counter[str] = Counter()
    for surface, count in surfaces.items():
        merged[" ".join(_usual_case(word, capitals) for word in surface.split())] += count
    # "LLM reasoning" rather than four words of which three are one idea.
    spelt = {surface: count for surface, count in merged.items() if len(_PART_END.split(surface)) == len(key) < LONGEST}
    chosen = spelt or merged
    return min(chosen, key=lambda surface: (-chosen[surface], surface))


def _usual_case(word: str, capitals: frozenset[str]) -> str:
    """A word in lower case, unless people mostly write it otherwise (Mamba) or it is no plain word (ImageNet, 3D)."""
    plain = all(part.isalpha() and part[1:] == part[1:].lower() for part in word.split("-") if part)
    return word.lower() if plain and word.lower() not in capitals else word
