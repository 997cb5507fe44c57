"""Which records are one paper: by arXiv number, by title, by nearly equal title and abstract; doubt is left open.

The rules, in order, with scores of rapidfuzz's `ratio` (0 to 100) on normalised titles and on abstracts:
(a) same arXiv number, or same DOI and titles at least 90 or one the other without its subtitle; (b) same title, and
abstracts at least 85 or, where one is missing, an author, an own address or the year in common
(`comparing.evidence`); (c) titles at least 90 with equal numbers, abstracts at least 85; (d) one title is the other
without its subtitle, abstracts at least 95. Otherwise titles at least 90 with equal numbers, the same title, or
abstracts at least 85 are doubtful: a visitor decides. Two arXiv numbers are never one paper.

Records are named by their number (`Record.number`) here. Time grows with the number of records, however alike they are:
a title held by many is one question about all of them, and `comparing.candidates` bounds the other pairs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from components.papers.comparing.candidates import Candidate, near_pairs, numbers_in, title_score
from components.papers.comparing.evidence import NEAR_ABSTRACT, abstract_score
from components.papers.comparing.groups import DoubtfulRecords, Groups
from components.papers.comparing.one_title import OneTitle
from components.papers.paper import Record

NEAR_TITLE = 90
SUBTITLE_ABSTRACT = 95
_TITLES_A_DOI = 5  # that records of one DOI are compared with
_CANDIDATES_A_TITLE = 3  # papers under one title that are compared with papers under other titles


@dataclass(frozen=True, slots=True)
class Doubts:
    """What a visitor has to decide about: pairs, and sets of records under one title that are too many for pairs."""

    pairs: tuple[DoubtfulRecords, ...] = ()
    crowds: tuple[tuple[int, ...], ...] = ()


def group_records(records: Sequence[Record]) -> tuple[Groups, Doubts]:
    """The groups of records that are one paper each, and what a visitor has to decide about."""
    groups = Groups(range(len(records)), {one.number: one.arxiv_number for one in records if one.arxiv_number})
    _join_equal_numbers(records, groups)
    _join_equal_dois(records, groups)
    doubtful: dict[tuple[int, int], DoubtfulRecords] = {}
    crowds: list[tuple[int, ...]] = []
    titles: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        titles[record.title_key].append(record)
    for title_key, own in titles.items():
        if title_key and len({groups.root(record.number) for record in own}) > 1:
            title = OneTitle(title_key, groups)
            title.settle(own)
            doubtful |= {(one.first, one.second): one for one in title.pairs}
            crowds += [title.crowd] if title.crowd else []
    candidates = _candidates(records, groups)
    for first, second in near_pairs(tuple(candidates.values()), candidates.keys() - groups.arxiv_numbers.keys()):
        pair = _judge(candidates[first], candidates[second], groups)
        if pair is not None:
            doubtful.setdefault((first, second), pair)
    return groups, Doubts(_still_apart(groups, doubtful.values()), tuple(crowds))


def _join_equal_numbers(records: Sequence[Record], groups: Groups) -> None:
    first_with: dict[str, int] = {}
    for record in records:
        if record.arxiv_number:
            first = first_with.setdefault(record.arxiv_number, record.number)
            if first != record.number:
                groups.join(first, record.number)


def _join_equal_dois(records: Sequence[Record], groups: Groups) -> None:
    """Join records of one DOI whose titles say so too: some sources give all papers of a volume the volume's DOI."""
    of_doi: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        if not record.raw.doi:
            continue
        earlier = of_doi[record.raw.doi]
        for other in earlier:
            near = title_score(other.title_key, record.title_key) >= NEAR_TITLE
            if near or record.title_key == other.main_title_key or other.title_key == record.main_title_key:
                groups.join(other.number, record.number)
                break
        else:
            earlier += [record] if len(earlier) < _TITLES_A_DOI else []


def _candidates(records: Sequence[Record], groups: Groups) -> dict[int, Candidate]:
    """One candidate a paper under its root, a few for a title that many papers have."""
    abstracts: dict[int, str] = {}
    for record in records:
        if record.abstract:
            abstracts.setdefault(groups.root(record.number), record.abstract)
    found: dict[int, Candidate] = {}
    of_title: Counter[str] = Counter()
    for record in records:
        number = record.number
        if groups.root(number) == number:
            of_title[record.title_key] += 1
            if of_title[record.title_key] <= _CANDIDATES_A_TITLE or not record.title_key:
                abstract = abstracts.get(number, "")
                found[number] = Candidate(number, record.title_key, record.main_title_key, abstract)
    return found


def _judge(one: Candidate, other: Candidate, groups: Groups) -> DoubtfulRecords | None:
    """Join two papers under different titles, or say that they are doubtful, or leave them apart."""
    if groups.root(one.number) == groups.root(other.number) or groups.apart(one.number, other.number):
        return None
    title = title_score(one.title_key, other.title_key)
    near_title = title >= NEAR_TITLE and numbers_in(one.title_key) == numbers_in(other.title_key)
    subtitle_lost = one.title_key == other.main_title_key or other.title_key == one.main_title_key
    text = abstract_score(one.abstract, other.abstract)
    if (
        text is not None
        and ((near_title and text >= NEAR_ABSTRACT) or (subtitle_lost and text >= SUBTITLE_ABSTRACT))
        and groups.join(one.number, other.number)
    ):
        return None
    if near_title or (text is not None and text >= NEAR_ABSTRACT):
        return DoubtfulRecords(one.number, other.number, round(title), text)
    return None


def _still_apart(groups: Groups, pairs: Iterable[DoubtfulRecords]) -> tuple[DoubtfulRecords, ...]:
    """The doubtful pairs that no later rule has made one paper, each pair of papers once."""
    found: dict[tuple[int, int], DoubtfulRecords] = {}
    for pair in pairs:
        first, second = sorted((groups.root(pair.first), groups.root(pair.second)))
        if first != second and not groups.apart(first, second):
            found.setdefault((first, second), pair)
    return tuple(sorted(found.values(), key=lambda pair: (pair.second, pair.first)))
