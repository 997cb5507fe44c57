"""The records under one title: joined where more than the title says that they are one paper.

Each is compared with the first few papers under the title and with those that share an abstract, an author or an
address with it, so that a title held by thousands takes time that grows with their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, islice

from components.papers.comparing.evidence import Comparison, Strength, Traits, compare
from components.papers.comparing.evidence import traits as traits_of
from components.papers.comparing.groups import DoubtfulRecords, Groups
from components.papers.paper import Record

MOST_PAIRED = 12  # papers: more of them under one title are one question, not pairs
_FIRST = 4  # papers under the title that every other is compared with
_BY_TRAIT = 4  # further ones that share something with it


@dataclass(eq=False, slots=True)
class _Paper:
    """One of the papers under the title so far."""

    number: int  # of its first record here
    known: Traits = field(default_factory=Traits)
    clear: bool = True  # whether all it was compared with is certainly another paper
    became: _Paper | None = None  # the paper that it turned out to be


@dataclass(eq=False, slots=True)
class OneTitle:
    """The papers under one normalised title; `settle` is called once, then `pairs` or `crowd` hold what is doubtful."""

    title_key: str
    groups: Groups
    pairs: list[DoubtfulRecords] = field(default_factory=list)
    crowd: tuple[int, ...] = ()  # the first record of each paper, where there are more than MOST_PAIRED
    _papers: dict[_Paper, None] = field(default_factory=dict)  # those that stand for themselves, in order
    _by_root: dict[int, _Paper] = field(default_factory=dict)
    _by_trait: dict[object, _Paper] = field(default_factory=dict)  # an abstract, author or address: who has it first

    def settle(self, records: Iterable[Record]) -> None:
        """Join what is one paper, and note what is doubtful."""
        for record in records:
            self._place(record)
        papers = list(self._papers)
        if len(papers) <= MOST_PAIRED:
            self._doubt_pairs(papers)
        elif any(self.groups.root(paper.number) not in self.groups.arxiv_numbers for paper in papers) and not all(
            paper.clear and paper.known.is_telling for paper in papers
        ):
            self.crowd = tuple(sorted(self.groups.root(paper.number) for paper in papers))

    def _place(self, record: Record) -> None:
        """Put a record to the paper that it belongs to, or let it be one of its own."""
        known = traits_of(record)
        root = self.groups.root(record.number)
        mine = self._by_root.get(root)
        if mine is None:
            mine = _Paper(record.number)
        mine.known.add(known)
        if mine.known.can_tell:
            mine = self._join(mine, known)
        else:
            self._papers[mine] = None
        self._by_root[root] = self._by_root[self.groups.root(record.number)] = mine
        for trait in (*known.abstracts, *known.authors, *known.addresses):
            self._by_trait.setdefault(trait, mine)

    def _join(self, mine: _Paper, new: Traits) -> _Paper:
        """Join a paper with those that it agrees with, as long as it is plain with which; what it is then."""
        while True:
            compared = [(self._compare(mine, other), other) for other in self._others(mine, new)]
            same = [(found.strength, other) for found, other in compared if found.verdict == "same"]
            best = max((strength for strength, _ in same), default=Strength.NOTHING)
            chosen = [other for strength, other in same if strength == best]
            if not chosen or (len(chosen) > 1 and best < Strength.ABSTRACT):
                for found, other in compared:
                    if found.verdict != "different":
                        mine.clear = other.clear = False
                self._papers[mine] = None
                return mine
            keep, drop = sorted((mine, chosen[0]), key=lambda paper: paper.number)
            self.groups.join(keep.number, drop.number)
            keep.known.add(drop.known)
            drop.became = keep
            self._papers.pop(drop, None)
            mine = keep

    def _others(self, mine: _Paper, new: Traits) -> list[_Paper]:
        """The papers that one with something new is compared with."""
        found = dict.fromkeys(islice(self._papers, _FIRST + 1))
        for paper in islice(self._sharing(new), 2 * _BY_TRAIT):
            if len(found) <= _FIRST + _BY_TRAIT:
                found[paper] = None
        found.pop(mine, None)
        return [other for other in found if not self.groups.apart(mine.number, other.number)]

    def _sharing(self, new: Traits) -> Iterator[_Paper]:
        for trait in (*new.abstracts, *new.authors, *new.addresses):
            paper = self._by_trait.get(trait)
            if paper is not None:
                yield _today(paper)

    def _compare(self, one: _Paper, other: _Paper) -> Comparison:
        return compare(one.known, other.known, self.title_key)

    def _doubt_pairs(self, papers: list[_Paper]) -> None:
        for one, other in combinations(papers, 2):
            if not self.groups.apart(one.number, other.number):
                found = self._compare(one, other)
                if found.verdict != "different":
                    first, second = sorted((one.number, other.number))
                    self.pairs.append(DoubtfulRecords(first, second, 100, found.abstract_score))


def _today(paper: _Paper) -> _Paper:
    while paper.became is not None:
        if paper.became.became is not None:
            paper.became = paper.became.became
        paper = paper.became
    return paper
