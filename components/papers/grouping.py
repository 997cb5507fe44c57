"""Which records are one paper: by arXiv number, by title, by nearly equal title and abstract; doubt is left open.

The rules, in order, with scores of rapidfuzz's `ratio` on normalised titles and on abstracts (0 to 100):
(a) same arXiv number; (b) same title, and abstracts at least 90 or one missing; (c) titles at least 90 with equal
numbers, abstracts at least 85; (d) one title is the other without its subtitle, abstracts at least 95; otherwise titles
at least 90 with equal numbers, or abstracts at least 85: a doubtful pair. Two arXiv numbers are never one paper.
Records are named by their number (`Record.number`) here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from components.papers.paper import Record

SAME_TITLE_ABSTRACT = 90
NEAR_TITLE = 90
NEAR_ABSTRACT = 85
SUBTITLE_ABSTRACT = 95
_LARGEST_SENTENCE_BLOCK = 12  # a sentence in more abstracts than this is a stock phrase
_LARGEST_TITLE_BLOCK = 1_500
_COMPARED = 6_000  # characters of an abstract that are compared

_NUMBER = re.compile(r"\d+[a-z]*|\b(?:ii|iii|iv|vi|vii|viii|ix)\b")
_SENTENCE = re.compile(r"[.!?]\s+")


@dataclass(frozen=True, slots=True)
class DoubtfulRecords:
    """Two records that may be one paper, by their numbers; first < second."""

    first: int
    second: int
    title_score: int  # 0 to 100
    abstract_score: int | None  # 0 to 100, None where one has no abstract


class Groups:
    """Disjoint sets of records, each with at most one arXiv number (union-find)."""

    def __init__(self, parents: Iterable[int], arxiv_numbers: Mapping[int, str]) -> None:
        self.parents = list(parents)
        self.arxiv_numbers = dict(arxiv_numbers)  # of each group, under its root

    def root(self, number: int) -> int:
        """The first record of the group that a record is in."""
        while self.parents[number] != number:
            self.parents[number] = self.parents[self.parents[number]]
            number = self.parents[number]
        return number

    def join(self, first: int, second: int) -> bool:
        """Make two groups one; False (and nothing done) where they hold different arXiv numbers."""
        first, second = self.root(first), self.root(second)
        if first == second:
            return True
        known = {self.arxiv_numbers[root] for root in (first, second) if root in self.arxiv_numbers}
        if len(known) > 1:
            return False
        keep, drop = min(first, second), max(first, second)
        self.parents[drop] = keep
        if known:
            self.arxiv_numbers[keep] = known.pop()
        return True

    def roots(self) -> list[int]:
        """The root of the group of every record."""
        return [self.root(number) for number in range(len(self.parents))]

    def with_joined(self, pairs: Iterable[tuple[int, int]]) -> Groups:
        """New groups in which each pair is joined too, as far as the arXiv numbers allow."""
        groups = Groups(self.parents, self.arxiv_numbers)
        for first, second in pairs:
            groups.join(first, second)
        return groups


def group_records(records: Sequence[Record]) -> tuple[Groups, list[DoubtfulRecords]]:
    """The groups of records that are one paper each, and the pairs that a visitor has to decide about."""
    groups = Groups(range(len(records)), {one.number: one.arxiv_number for one in records if one.arxiv_number})
    doubtful: dict[tuple[int, int], DoubtfulRecords] = {}
    _join_equal_numbers(records, groups)
    _join_equal_titles(records, groups, doubtful)
    roots = sorted({groups.root(number) for number in range(len(records))})
    for first, second in sorted(_near_pairs(records, groups, roots)):
        _judge(records, groups, first, second, doubtful)
    still_apart: dict[tuple[int, int], DoubtfulRecords] = {}
    for pair in doubtful.values():
        ends = sorted((groups.root(pair.first), groups.root(pair.second)))
        if ends[0] != ends[1]:
            still_apart.setdefault((ends[0], ends[1]), pair)
    return groups, sorted(still_apart.values(), key=lambda pair: (pair.second, pair.first))


def _join_equal_numbers(records: Sequence[Record], groups: Groups) -> None:
    first_with: dict[str, int] = {}
    for record in records:
        if record.arxiv_number:
            first = first_with.setdefault(record.arxiv_number, record.number)
            if first != record.number:
                groups.join(first, record.number)


def _join_equal_titles(
    records: Sequence[Record], groups: Groups, doubtful: dict[tuple[int, int], DoubtfulRecords]
) -> None:
    titled: defaultdict[str, list[int]] = defaultdict(list)
    for record in records:
        if not record.title_key:
            continue
        number, earlier = record.number, titled[record.title_key]
        for other in earlier:
            score = abstract_score(records[other].abstract, record.abstract)
            alike = score is None or score >= SAME_TITLE_ABSTRACT
            if alike and groups.join(other, number):
                break
            if len(earlier) <= _LARGEST_SENTENCE_BLOCK and groups.root(other) != groups.root(number):
                doubtful[other, number] = DoubtfulRecords(other, number, 100, score)
        if groups.root(number) == number or not any(groups.root(other) == groups.root(number) for other in earlier):
            earlier.append(number)


def _judge(
    records: Sequence[Record],
    groups: Groups,
    first: int,
    second: int,
    doubtful: dict[tuple[int, int], DoubtfulRecords],
) -> None:
    """Join two records, or note them as doubtful, or leave them apart."""
    from rapidfuzz import fuzz

    one, other = records[first], records[second]
    roots = groups.root(first), groups.root(second)
    if roots[0] == roots[1] or all(root in groups.arxiv_numbers for root in roots):
        return
    title = fuzz.ratio(one.title_key, other.title_key)
    same_numbers = numbers_in(one.title_key) == numbers_in(other.title_key)
    subtitle_lost = one.title_key == other.main_title_key or other.title_key == one.main_title_key
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
        doubtful.setdefault((first, second), DoubtfulRecords(first, second, round(title), text))


def abstract_score(one: str, other: str) -> int | None:
    """How alike two abstracts are, 0 to 100 (0 for anything below the lowest rule); None where one is missing."""
    if not one or not other:
        return None
    if one == other:
        return 100
    from rapidfuzz import fuzz

    return int(fuzz.ratio(one[:_COMPARED], other[:_COMPARED], score_cutoff=NEAR_ABSTRACT))


def numbers_in(title: str) -> list[str]:
    """The numbers in a normalised title ("4o", "2", "ii"), in order: what tells Qwen2 from Qwen3."""
    return _NUMBER.findall(title)


def _near_pairs(records: Sequence[Record], groups: Groups, roots: list[int]) -> set[tuple[int, int]]:
    """Pairs of groups worth comparing: titles that begin or end alike and score 90, or abstracts sharing a sentence."""
    without_number = {root for root in roots if root not in groups.arxiv_numbers}
    if not without_number:
        return set()  # every paper has an arXiv number of its own: nothing can be one paper any more
    pairs: set[tuple[int, int]] = set()
    for block in _title_blocks(records, roots):
        if without_number.isdisjoint(block):
            continue
        pairs.update(_near_titles(records, block))
    for block in _sentence_blocks(records, roots):
        if without_number.isdisjoint(block):
            continue
        pairs.update((one, other) for k, one in enumerate(block) for other in block[k + 1 :])
    return pairs


def _title_blocks(records: Sequence[Record], roots: list[int]) -> Iterable[list[int]]:
    blocks: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for root in roots:
        title, main_title = records[root].title_key, records[root].main_title_key
        if not title:
            continue
        words = title.split()
        keys = {("start", " ".join(words[:3])), ("end", " ".join(words[-3:]))}
        keys |= {("head", title.replace(" ", "")[:14]), ("tail", title.replace(" ", "")[-14:])}
        keys.add(("main", main_title or title))
        for key in keys:
            blocks[key].append(root)
    return [block for block in blocks.values() if len(block) > 1]


def _near_titles(records: Sequence[Record], block: list[int]) -> Iterable[tuple[int, int]]:
    """The pairs in a block whose titles score 90, or where one is the other without its subtitle."""
    from rapidfuzz import fuzz, process

    block = block[:_LARGEST_TITLE_BLOCK]
    titles = [records[root].title_key for root in block]
    scores = process.cdist(titles, titles, scorer=fuzz.ratio, score_cutoff=NEAR_TITLE)
    rows, columns = scores.nonzero()
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        if row < column:
            yield block[row], block[column]
    by_title = dict(zip(titles, block, strict=True))
    for root in block:
        short = by_title.get(records[root].main_title_key)
        if short is not None and short != root:
            yield min(short, root), max(short, root)


def _sentence_blocks(records: Sequence[Record], roots: list[int]) -> Iterable[list[int]]:
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for root in roots:
        for sentence in set(_SENTENCE.split(records[root].abstract[:_COMPARED].casefold())):
            if " " in sentence:
                blocks[sentence].append(root)
    return [block for block in blocks.values() if 1 < len(block) <= _LARGEST_SENTENCE_BLOCK]
