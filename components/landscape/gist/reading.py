"""Papers as numbers: each sentence's words as ids, side by side in flat arrays, so that numpy does the counting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import Stemmer

from components.landscape.embeddings.terms import fold

BEGIN, END, NUMBER = "<", ">", "0"  # as words: where a sentence begins and ends, and any number
_WORD = re.compile(r"[^\W_]+|[%?:]")
_WE = re.compile(r"\b(?:we|our|this (?:paper|work|article|study))\b")
_VERBS = (
    "propos|present|introduc|develop|design|devis|describ|suggest|provid|formulat|build|creat|show|demonstrat|find|prov|"
    "establish|observ|reveal|argu|discover|study|investigat|explor|analy|examin|consider|address|aim|tackle|revisit|focus"
)
_CUE = re.compile(
    rf"\b(?:we|this (?:paper|work|article|study)|our (?:work|paper|study)|here|i)\b.{{0,40}}?\b(?:{_VERBS})"
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences of some papers in order; ids below the vocabulary's size are known words, the others are new."""

    tokens: np.ndarray  # int64 (t,): every sentence's words between BEGIN and END
    sentence: np.ndarray  # int64 (t,): which sentence each belongs to
    paper: np.ndarray  # int64 (s,): which paper each sentence belongs to
    counts: np.ndarray  # int64 (p,): sentences of each paper, 1 or more
    title_tokens: np.ndarray  # int64 (u,)
    title_paper: np.ndarray  # int64 (u,)
    stem: np.ndarray  # int64 (known and new words,): which stem each word has
    signs: np.ndarray  # float32 (s, 4): commas, opening brackets, digits, whether it holds an address
    cues: np.ndarray  # bool (s, 2): says what the paper does ("we propose"), speaks of the paper at all ("our model")


class Vocabulary:
    """Known words and their stems."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self.ids: Mapping[str, int] = {word: number for number, word in enumerate(self.words)}
        self.stems: dict[str, int] = {}
        self.stem = self._stems(self.words, self.stems)

    def read(self, titles: Sequence[str], papers: Sequence[Sequence[str]]) -> Batch:
        """The sentences of some papers, each with at least one, and their titles."""
        ids = _Ids(self.ids)
        known, begin, end = ids.__getitem__, self.ids[BEGIN], self.ids[END]
        flat = [sentence.lower() for sentences in papers for sentence in sentences]
        rows = [[begin, *map(known, _WORD.findall(sentence)), end] for sentence in flat]
        heads = [list(map(known, _WORD.findall(title.lower()))) for title in titles]
        counts = np.array([len(sentences) for sentences in papers], np.int64)
        new = list(ids.new)  # in the order of their ids
        return Batch(
            tokens=_joined(rows),
            sentence=np.repeat(np.arange(len(rows)), [len(row) for row in rows]),
            paper=np.repeat(np.arange(len(papers)), counts),
            counts=counts,
            title_tokens=_joined(heads),
            title_paper=np.repeat(np.arange(len(heads)), [len(head) for head in heads]),
            stem=np.concatenate([self.stem, self._stems(new, dict(self.stems))]),
            signs=np.array([_signs(sentence) for sentence in flat], np.float32).reshape(-1, 4),
            cues=np.array([_cues(sentence) for sentence in flat], bool).reshape(-1, 2),
        )

    @staticmethod
    def _stems(words: Sequence[str], known: dict[str, int]) -> np.ndarray:
        """The stem of each word as a number; new stems are put into `known`."""
        stems = Stemmer.Stemmer("english").stemWords(words)
        return np.array([known.setdefault(stem, len(known)) for stem in stems], np.int64)


class _Ids(dict[str, int]):
    """Word → id; a word met for the first time is folded (plural, number) and may get a new id."""

    def __init__(self, known: Mapping[str, int]) -> None:
        super().__init__(known)
        self._next = len(known)
        self.new: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        folded = NUMBER if word.isdigit() else fold(word)
        found = self.get(folded)
        if found is None:
            found = self.new[folded] = self[folded] = self._next
            self._next += 1
        self[word] = found
        return found


def words_of(text: str) -> list[str]:
    """The words of a text as the vocabulary knows them."""
    return [NUMBER if word.isdigit() else fold(word) for word in _WORD.findall(text.lower())]


def _joined(rows: Iterable[Sequence[int]]) -> np.ndarray:
    return np.fromiter(chain.from_iterable(rows), np.int64)


def _signs(sentence: str) -> tuple[int, int, int, bool]:
    plain = sentence.encode("utf-8", "replace")  # bytes are counted six times as fast
    digits = len(plain) - len(plain.translate(None, b"0123456789"))
    return plain.count(b","), plain.count(b"("), digits, b"http" in plain


def _cues(sentence: str) -> tuple[bool, bool]:
    speaks = _WE.search(sentence) is not None
    return _CUE.search(sentence) is not None, speaks
