"""What visitors are asked about papers that may be one, and what they decided.

Papers that may be one are asked about together, once: two of them, or all that hang together by a title. A decision
about two is stored under their ids. That many papers all differ is stored as one mark a paper: a second "id" that
begins with `~` and is the same for all of them, so that it takes one line a paper, not one a pair.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from components.papers.comparing.groups import DoubtfulRecords

DuplicateDecision = Literal["same", "different"]
PairKey = tuple[str, str]  # two ids of papers in order, or the id of one and a mark
_MARK = "~"  # sorts after the first letter of every id


@dataclass(frozen=True, slots=True)
class DoubtfulGroup:
    """Two or more papers that may be one, in order of first appearance: a visitor decides about all of them at once."""

    papers: tuple[str, ...]  # paper ids
    titles: tuple[str, ...]
    title_score: int  # 0 to 100; of two papers, else 0
    abstract_score: int | None  # 0 to 100, None where one has no abstract or there are more than two papers

    @property
    def key(self) -> PairKey:
        """What a decision about two papers is stored under."""
        return pair_key(self.papers[0], self.papers[1])

    @property
    def title(self) -> str:
        """The title that all have, "" where they differ."""
        return self.titles[0] if len({title.casefold() for title in self.titles}) == 1 else ""

    def decisions(self, same: Collection[str]) -> dict[PairKey, DuplicateDecision]:
        """What is stored where those named in `same` are one paper and all the others differ from it and each other."""
        one = [paper for paper in self.papers if paper in same]
        found: dict[PairKey, DuplicateDecision] = {pair_key(one[0], other): "same" for other in one[1:]}
        if len(one) == len(self.papers):
            return found
        if len(self.papers) == 2:
            return {self.key: "different"}
        mark = _MARK + hashlib.sha256("\n".join(sorted(self.papers)).encode()).hexdigest()[:12]
        return found | {(paper, mark): "different" for paper in self.papers}


def pair_key(first: str, second: str) -> PairKey:
    """The key a decision about two papers is stored under: their ids in order."""
    return (first, second) if first <= second else (second, first)


class Decided:
    """What a visitor decided, under the ids that papers have now."""

    def __init__(self, decisions: Mapping[PairKey, DuplicateDecision], aliases: Mapping[str, str]) -> None:
        self._pairs: set[PairKey] = set()
        self._marks: defaultdict[str, set[str]] = defaultdict(set)
        for first, second in decisions:
            if second.startswith(_MARK):
                self._marks[aliases.get(first, first)].add(second)
            else:
                self._pairs.add(pair_key(aliases.get(first, first), aliases.get(second, second)))

    def about(self, first: str, second: str) -> bool:
        """Whether it is decided about these two."""
        return pair_key(first, second) in self._pairs or not self.marks(first).isdisjoint(self.marks(second))

    def marks(self, paper_id: str) -> set[str]:
        """The marks of the sets of different papers that a paper is in."""
        return self._marks.get(paper_id, set())


def decided_same(decisions: Mapping[PairKey, DuplicateDecision]) -> Iterator[PairKey]:
    """The pairs that are one paper by a visitor's decision."""
    return (pair for pair, decision in sorted(decisions.items()) if decision == "same")


def open_questions(
    pairs: Iterable[DoubtfulRecords],
    crowds: Iterable[Sequence[int]],
    roots: Sequence[int],
    ids: Mapping[int, str],
    titles: Sequence[str],
    decided: Decided,
) -> tuple[DoubtfulGroup, ...]:
    """What nobody has decided yet: a group for all papers that hang together by open pairs or by a crowd's title.

    `roots` names the group of each record, `ids` the paper of each group by its root, `titles` those of the records.
    """
    open_pairs: dict[tuple[int, int], DoubtfulRecords] = {}
    parents: dict[int, int] = {}

    def root(number: int) -> int:
        while (parent := parents.setdefault(number, number)) != number:
            parents[number] = parents[parent]
            number = parent
        return number

    def link(first: int, second: int) -> None:
        one, other = sorted((root(first), root(second)))
        parents[other] = one

    for pair in pairs:
        first, second = sorted((roots[pair.first], roots[pair.second]))
        if first != second and not decided.about(ids[first], ids[second]):
            open_pairs.setdefault((first, second), pair)
            link(first, second)
    for crowd in crowds:
        own = sorted({roots[number] for number in crowd})
        if not set.intersection(*(decided.marks(ids[number]) for number in own)):
            for number in own[1:]:
                link(own[0], number)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for number in sorted(parents):
        members[root(number)].append(number)
    return tuple(_question(own, open_pairs, ids, titles) for own in members.values() if len(own) > 1)


def _question(
    own: Sequence[int],
    pairs: Mapping[tuple[int, int], DoubtfulRecords],
    ids: Mapping[int, str],
    titles: Sequence[str],
) -> DoubtfulGroup:
    pair = pairs.get((own[0], own[1])) if len(own) == 2 else None
    return DoubtfulGroup(
        tuple(ids[number] for number in own),
        tuple(titles[number] for number in own),
        pair.title_score if pair else 0,
        pair.abstract_score if pair else None,
    )
