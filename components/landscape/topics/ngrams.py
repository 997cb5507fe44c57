"""Which texts contain which n-grams of one to four words, counted with arrays: hundreds of abstracts in 0.1 s.

Words are folded and short forms spelt out as in `phrases`, which is slower but knows what stands as a phrase and how
people write it. A run never crosses punctuation or a line's end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from components.landscape.embeddings.stopwords import FUNCTION_WORDS
from components.landscape.topics.field_terms import Key, spelt_out
from components.landscape.topics.phrases import LONGEST

WORD_OR_BREAK = re.compile(r"[^\W_]+(?:['’]s\b)?|(?<=\s)-+|-+(?=\s)|[^\w\s'’-]|_|\n")
_BREAK = -1


@dataclass(frozen=True, slots=True)
class PhraseOccurrences:
    """Two parallel arrays, an entry a text and a run that it says."""

    keys: tuple[Key, ...]
    text: np.ndarray  # int64, row of the text
    run: np.ndarray  # int64, index into keys


def phrase_occurrences(texts: Sequence[str], longer: Mapping[str, Key], least: int) -> PhraseOccurrences:
    """All runs of one to four words that at least so many texts say; none begins or ends with a function word.

    `longer` says what short forms stand for, as `phrases.abbreviations` does.
    """
    numbers, owner, words = _numbered(texts, longer)
    functional = np.array([word in FUNCTION_WORDS for word in words] + [True])  # the last stands for a break
    runs = numbers
    keys: list[Key] = [(word,) for word in words]
    every: list[Key] = []
    papers, phrases = [], []
    for length in range(1, LONGEST + 1):
        runs, keys, cells = _frequent(runs, owner, keys, least, len(texts))
        first = _first(runs)
        kept = ~(functional[numbers[first]] | functional[numbers[first + length - 1]])
        phrase = np.where(kept, np.cumsum(kept) - 1 + len(every), -1)[cells[0]]
        papers.append(cells[1][phrase >= 0])
        phrases.append(phrase[phrase >= 0])
        every += [key for key, keep in zip(keys, kept, strict=True) if keep]
        if length < LONGEST:
            runs, keys = _extended(runs, keys, numbers, owner, words, length)
    return PhraseOccurrences(tuple(every), np.concatenate(papers), np.concatenate(phrases))


def folded(written: str, longer: Mapping[str, Key]) -> Key:
    """The folded words a written one stands for; nothing for punctuation."""
    if not written[0].isalnum():
        return ()
    return spelt_out(re.sub(r"['’]s$", "", written), longer)


def _numbered(texts: Sequence[str], longer: Mapping[str, Key]) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """(number of each folded word of all texts, −1 for a break; the text it stands in; the words by number)."""
    words: dict[str, int] = {}
    known: dict[str, list[int]] = {}
    numbers: list[int] = []
    lengths = []
    for text in texts:
        before = len(numbers)
        for written in WORD_OR_BREAK.findall(text):
            found = known.get(written)
            if found is None:
                found = [words.setdefault(word, len(words)) for word in folded(written, longer)] or [_BREAK]
                known[written] = found
            numbers += found
        lengths.append(len(numbers) - before)
    return np.array(numbers, dtype=np.int64), np.repeat(np.arange(len(texts)), lengths), list(words)


def _frequent(
    runs: np.ndarray, owner: np.ndarray, keys: list[Key], least: int, texts: int
) -> tuple[np.ndarray, list[Key], tuple[np.ndarray, np.ndarray]]:
    """Runs said by enough texts, numbered anew (−1 for others), with (phrase, text) of each distinct saying."""
    valid = runs >= 0
    cells = np.sort(runs[valid] * texts + owner[valid])  # np.unique hashes, which takes five times as long
    cells = cells[np.append(True, cells[1:] != cells[:-1])] if len(cells) else cells
    phrase, paper = cells // max(texts, 1), cells % max(texts, 1)
    enough = np.bincount(phrase, minlength=len(keys)) >= least
    number = np.append(np.where(enough, np.cumsum(enough) - 1, -1), -1)
    kept = number[phrase] >= 0
    return number[runs], [keys[at] for at in np.flatnonzero(enough)], (number[phrase[kept]], paper[kept])


def _first(runs: np.ndarray) -> np.ndarray:
    """For each run number its first place."""
    places = np.zeros(int(runs.max(initial=-1)) + 1, dtype=np.int64)
    backwards = np.flatnonzero(runs >= 0)[::-1]
    places[runs[backwards]] = backwards  # the last to write is the first place
    return places


def _extended(
    runs: np.ndarray, keys: list[Key], numbers: np.ndarray, owner: np.ndarray, words: list[str], length: int
) -> tuple[np.ndarray, list[Key]]:
    """Runs one word longer, built only from runs that were kept (a rare run has no frequent extension)."""
    longer = np.full(len(runs), -1, dtype=np.int64)
    ends = max(len(runs) - length, 0)
    places = np.flatnonzero((runs[:ends] >= 0) & (runs[1 : ends + 1] >= 0))
    places = places[(owner[places] == owner[places + length]) & (numbers[places + length] >= 0)]
    codes, inverse = np.unique(runs[places] * len(words) + numbers[places + length], return_inverse=True)
    longer[places] = inverse
    return longer, [(*keys[code // len(words)], words[code % len(words)]) for code in codes.tolist()]
