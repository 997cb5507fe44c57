"""Records put together by twos: which are one paper so far, and two of which nobody knows yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


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

    def apart(self, first: int, second: int) -> bool:
        """Whether two groups can never be one: each has an arXiv number of its own."""
        roots = {self.root(first), self.root(second)}
        return len(roots) == 2 and all(root in self.arxiv_numbers for root in roots)

    def roots(self) -> list[int]:
        """The root of the group of every record."""
        return [self.root(number) for number in range(len(self.parents))]

    def with_joined(self, pairs: Iterable[tuple[int, int]]) -> Groups:
        """New groups in which each pair is joined too, as far as the arXiv numbers allow."""
        groups = Groups(self.parents, self.arxiv_numbers)
        for first, second in pairs:
            groups.join(first, second)
        return groups
