"""Which pairs of papers under different titles are worth comparing: titles that begin or end alike, a shared sentence.

The number of pairs grows with the number of papers, never with its square: blocks are bounded, large blocks are sorted
and compared with neighbours only, and a paper is in at most `MOST_PAIRS` pairs. Titles whose numbers differ are no pair
by their titles ("Part 1" and "Part 2", Qwen2 and Qwen3).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

NEAR_TITLE = 90  # score of rapidfuzz's `ratio` on normalised titles, 0 to 100
MOST_PAIRS = 6  # of one paper
_WHOLE_BLOCK = 80  # papers: in a block up to here each title is compared with each other
_NEIGHBOURS = 20  # titles after it, in alphabetical order, that a title of a larger block is compared with
_SENTENCE_BLOCK = 12  # a sentence in more abstracts than this is a stock phrase
_COMPARED = 6_000  # characters of an abstract whose sentences are looked at
_SENTENCES = 60
_LONGEST_TITLE = 1_000  # characters of a title that are compared

_NUMBER = re.compile(r"\d+[a-z]*|\b(?:ii|iii|iv|vi|vii|viii|ix)\b")
_SENTENCE = re.compile(r"[.!?]\s+")

Pair = tuple[int, int]  # two numbers of records, the smaller first


@dataclass(frozen=True, slots=True)
class Candidate:
    """One paper as it is compared: the titles of its first record, the first abstract that any of its records has."""

    number: int  # of its first record
    title_key: str
    main_title_key: str
    abstract: str


def near_pairs(candidates: Sequence[Candidate], unsettled: set[int]) -> list[Pair]:
    """Pairs of candidates with different titles that are worth comparing, at least one of each in `unsettled`."""
    if not unsettled:
        return []
    found: set[Pair] = set()
    used: Counter[int] = Counter()
    for one, other in chain(_lost_subtitles(candidates), _near_titles(candidates), _sentences(candidates)):
        first, second = sorted((one.number, other.number))
        if one.title_key == other.title_key or (first, second) in found or unsettled.isdisjoint((first, second)):
            continue
        if used[first] < MOST_PAIRS and used[second] < MOST_PAIRS:
            used.update((first, second))
            found.add((first, second))
    return sorted(found)


def numbers_in(title: str) -> list[str]:
    """The numbers in a normalised title ("4o", "2", "ii"), in order: what tells Qwen2 from Qwen3."""
    return _NUMBER.findall(title)


def title_score(one: str, other: str) -> float:
    """How alike two normalised titles are, 0 to 100."""
    from rapidfuzz import fuzz

    return fuzz.ratio(one[:_LONGEST_TITLE], other[:_LONGEST_TITLE])


def _lost_subtitles(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """One title is the other without what follows its colon."""
    by_title = {one.title_key: one for one in reversed(candidates) if one.title_key}
    for one in candidates:
        short = by_title.get(one.main_title_key) if one.main_title_key else None
        if short is not None:
            yield short, one


def _near_titles(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """The pairs of titles with equal numbers that begin or end alike and score NEAR_TITLE."""
    blocks: defaultdict[tuple[str, ...], list[Candidate]] = defaultdict(list)
    for one in candidates:
        for key in _block_keys(one):
            blocks[key].append(one)
    for key, block in blocks.items():
        if 1 < len(block) <= _WHOLE_BLOCK:
            yield from _near_in(block)
        elif len(block) > _WHOLE_BLOCK:
            yield from _near_neighbours(block, backwards=key[0] in ("end", "tail"))


def _block_keys(one: Candidate) -> Iterator[tuple[str, ...]]:
    title = one.title_key[:_LONGEST_TITLE]
    if not title:
        return
    words, signs, numbers = title.split(), title.replace(" ", ""), numbers_in(title)
    yield ("start", " ".join(words[:3]), *numbers)
    yield ("end", " ".join(words[-3:]), *numbers)
    yield ("head", signs[:14], *numbers)
    yield ("tail", signs[-14:], *numbers)
    yield ("main", one.main_title_key[:_LONGEST_TITLE] or title, *numbers)


def _near_in(block: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """The pairs of a block that score, the most alike first, at most MOST_PAIRS a title."""
    import numpy as np
    from rapidfuzz import fuzz, process

    titles = [one.title_key[:_LONGEST_TITLE] for one in block]
    scores = np.triu(process.cdist(titles, titles, scorer=fuzz.ratio, score_cutoff=NEAR_TITLE), 1)
    rows, columns = scores.nonzero()
    order = np.argsort(-scores[rows, columns], kind="stable")
    used = [0] * len(block)
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if used[row] < MOST_PAIRS and used[column] < MOST_PAIRS:
            used[row] += 1
            used[column] += 1
            yield block[row], block[column]


def _near_neighbours(block: Iterable[Candidate], *, backwards: bool) -> Iterator[tuple[Candidate, Candidate]]:
    """The pairs of a large block that score, each title compared with those that follow it in alphabetical order."""
    from rapidfuzz import fuzz

    step = -1 if backwards else 1
    ordered = sorted(block, key=lambda one: (one.title_key[::step], one.number))
    titles = [one.title_key[:_LONGEST_TITLE] for one in ordered]
    for place, title in enumerate(titles):
        for later in range(place + 1, min(place + 1 + _NEIGHBOURS, len(titles))):
            if fuzz.ratio(title, titles[later], score_cutoff=NEAR_TITLE):
                yield ordered[place], ordered[later]


def _sentences(candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """The pairs of abstracts that share a sentence few others have."""
    blocks: defaultdict[str, list[Candidate]] = defaultdict(list)
    for one in candidates:
        for sentence in dict.fromkeys(_SENTENCE.split(one.abstract[:_COMPARED].casefold(), _SENTENCES)):
            if " " in sentence and len(blocks[sentence]) <= _SENTENCE_BLOCK:
                blocks[sentence].append(one)
    for block in blocks.values():
        if len(block) <= _SENTENCE_BLOCK:
            yield from combinations(block, 2)
