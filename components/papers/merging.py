"""Which records are one paper: by arXiv number, by title, by near-equal title and abstract; doubt goes to the person.

The rules, in order, with scores of rapidfuzz's `ratio` on normalised titles and on abstracts (0 to 100):
(a) same arXiv number; (b) same title, and abstracts at least 90 or one missing; (c) titles at least 90 with equal
numbers, abstracts at least 85; (d) one title is the other without its subtitle, abstracts at least 95; otherwise titles
at least 90 with equal numbers, or abstracts at least 85: a doubtful pair. Two arXiv numbers are never one paper.
Not here: which of the merged texts is shown (`library`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

SAME_TITLE_ABSTRACT = 90
NEAR_TITLE = 90
NEAR_ABSTRACT = 85
SUBTITLE_ABSTRACT = 95
_LARGEST_SENTENCE_BLOCK = 12  # a sentence in more abstracts than this is a phrase of the trade
_LARGEST_TITLE_BLOCK = 1_500

_COMPARED = 6_000  # characters of an abstract that are compared

_NUMBER = re.compile(r"\d+[a-z]*|\b(?:ii|iii|iv|vi|vii|viii|ix)\b")
_SENTENCE = re.compile(r"[.!?]\s+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What merging needs to know of one record."""

    title: str  # normalised
    abstract: str  # clean
    arxiv: str = ""  # number without version
    main_title: str = ""  # normalised title before its colon, "" where there is none


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """Two records that may be one paper; first < second are record numbers."""

    first: int
    second: int
    title_score: int
    abstract_score: int | None  # None where one has no abstract


@dataclass
class Groups:
    """Disjoint sets of records, each with at most one arXiv number (union-find)."""

    parents: list[int]
    arxiv: dict[int, str] = field(default_factory=dict)  # of each set's first record

    def root(self, record: int) -> int:
        """The first record of the set a record is in."""
        while self.parents[record] != record:
            self.parents[record] = self.parents[self.parents[record]]
            record = self.parents[record]
        return record

    def join(self, first: int, second: int) -> bool:
        """Make two sets one; False (and nothing done) where they hold different arXiv numbers."""
        first, second = self.root(first), self.root(second)
        if first == second:
            return True
        numbers = {number for number in (self.arxiv.get(first), self.arxiv.get(second)) if number}
        if len(numbers) > 1:
            return False
        keep, drop = min(first, second), max(first, second)
        self.parents[drop] = keep
        if numbers:
            self.arxiv[keep] = numbers.pop()
        return True


def merged(candidates: Sequence[Candidate]) -> tuple[Groups, list[DoubtfulPair]]:
    """The sets of records that are one paper each, and the pairs a person has to decide about."""
    groups = Groups(list(range(len(candidates))))
    groups.arxiv = {record: one.arxiv for record, one in enumerate(candidates) if one.arxiv}
    doubtful: dict[tuple[int, int], DoubtfulPair] = {}
    _join_equal_numbers(candidates, groups)
    _join_equal_titles(candidates, groups, doubtful)
    firsts = sorted({groups.root(record) for record in range(len(candidates))})
    for first, second in sorted(_near_pairs(candidates, groups, firsts)):
        _judge(candidates, groups, first, second, doubtful)
    open_pairs: dict[tuple[int, int], DoubtfulPair] = {}
    for pair in doubtful.values():
        ends = sorted((groups.root(pair.first), groups.root(pair.second)))
        if ends[0] != ends[1]:
            open_pairs.setdefault((ends[0], ends[1]), pair)
    return groups, sorted(open_pairs.values(), key=lambda pair: (pair.second, pair.first))


def _join_equal_numbers(candidates: Sequence[Candidate], groups: Groups) -> None:
    seen: dict[str, int] = {}
    for record, one in enumerate(candidates):
        if one.arxiv and seen.setdefault(one.arxiv, record) != record:
            groups.join(seen[one.arxiv], record)


def _join_equal_titles(
    candidates: Sequence[Candidate], groups: Groups, doubtful: dict[tuple[int, int], DoubtfulPair]
) -> None:
    seen: defaultdict[str, list[int]] = defaultdict(list)
    for record, one in enumerate(candidates):
        if not one.title:
            continue
        earlier = seen[one.title]
        for other in earlier:
            score = abstract_score(candidates[other].abstract, one.abstract)
            alike = score is None or score >= SAME_TITLE_ABSTRACT
            if alike and groups.join(other, record):
                break
            if len(earlier) <= _LARGEST_SENTENCE_BLOCK and groups.root(other) != groups.root(record):
                doubtful[other, record] = DoubtfulPair(other, record, 100, score)
        if groups.root(record) == record or not any(groups.root(other) == groups.root(record) for other in earlier):
            earlier.append(record)


def _judge(
    candidates: Sequence[Candidate],
    groups: Groups,
    first: int,
    second: int,
    doubtful: dict[tuple[int, int], DoubtfulPair],
) -> None:
    """Join one pair of candidates, or put it before the person, or leave it."""
    from rapidfuzz import fuzz

    one, other = candidates[first], candidates[second]
    one_root, other_root = groups.root(first), groups.root(second)
    if one_root == other_root or (groups.arxiv.get(one_root) and groups.arxiv.get(other_root)):
        return
    title = fuzz.ratio(one.title, other.title)
    same_numbers = numbers(one.title) == numbers(other.title)
    subtitle_lost = one.title == other.main_title or other.title == one.main_title
    if title < NEAR_TITLE and not subtitle_lost and not (one.abstract and other.abstract):
        return
    text = abstract_score(one.abstract, other.abstract)
    near_title = title >= NEAR_TITLE and same_numbers
    if (
        text is not None
        and ((near_title and text >= NEAR_ABSTRACT) or (subtitle_lost and text >= SUBTITLE_ABSTRACT))
        and groups.join(first, second)
    ):
        return
    if near_title or (text is not None and text >= NEAR_ABSTRACT):
        doubtful.setdefault((first, second), DoubtfulPair(first, second, round(title), text))


def abstract_score(one: str, other: str) -> int | None:
    """How alike two abstracts are, 0 to 100 (0 for anything below the lowest rule); None where one is missing."""
    if not one or not other:
        return None
    if one == other:
        return 100
    from rapidfuzz import fuzz

    return int(fuzz.ratio(one[:_COMPARED], other[:_COMPARED], score_cutoff=NEAR_ABSTRACT))


def numbers(title: str) -> list[str]:
    """The numbers in a normalised title ("4o", "2", "ii"), in order: what tells Qwen2 from Qwen3."""
    return _NUMBER.findall(title)


def _near_pairs(candidates: Sequence[Candidate], groups: Groups, firsts: Iterable[int]) -> set[tuple[int, int]]:
    """Pairs of sets worth comparing: titles that begin or end alike and score 90, or abstracts sharing a sentence."""
    firsts = list(firsts)
    without_number = {record for record in firsts if record not in groups.arxiv}
    if not without_number:
        return set()  # every paper has an arXiv number of its own: nothing can be one paper any more
    pairs: set[tuple[int, int]] = set()
    for block in _title_blocks(candidates, firsts):
        if without_number.isdisjoint(block):
            continue
        pairs.update(_near_titles(candidates, block))
    for block in _sentence_blocks(candidates, firsts):
        if without_number.isdisjoint(block):
            continue
        pairs.update((one, other) for k, one in enumerate(block) for other in block[k + 1 :])
    return pairs


def _title_blocks(candidates: Sequence[Candidate], firsts: list[int]) -> Iterable[list[int]]:
    blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for record in firsts:
        title = candidates[record].title
        if not title:
            continue
        words = title.split()
        keys = {("start", " ".join(words[:3])), ("end", " ".join(words[-3:]))}
        keys |= {("head", title.replace(" ", "")[:14]), ("tail", title.replace(" ", "")[-14:])}
        keys.add(("main", candidates[record].main_title or title))
        for key in keys:
            blocks[key].append(record)
    return [block for block in blocks.values() if len(block) > 1]


def _near_titles(candidates: Sequence[Candidate], block: list[int]) -> Iterable[tuple[int, int]]:
    """The pairs in a block whose titles score 90, or where one is the other without its subtitle."""
    from rapidfuzz import fuzz, process

    block = block[:_LARGEST_TITLE_BLOCK]
    titles = [candidates[record].title for record in block]
    scores = process.cdist(titles, titles, scorer=fuzz.ratio, score_cutoff=NEAR_TITLE)
    rows, columns = scores.nonzero()
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if row < column:
            yield block[row], block[column]
    by_title = dict(zip(titles, block, strict=True))
    for record in block:
        short = by_title.get(candidates[record].main_title)
        if short is not None and short != record:
            yield min(short, record), max(short, record)


def _sentence_blocks(candidates: Sequence[Candidate], firsts: list[int]) -> Iterable[list[int]]:
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for record in firsts:
        for sentence in set(_SENTENCE.split(candidates[record].abstract[:_COMPARED].casefold())):
            if " " in sentence:
                blocks[sentence].append(record)
    return [block for block in blocks.values() if 1 < len(block) <= _LARGEST_SENTENCE_BLOCK]
