"""Fractional indexing: the order of a shortlist as one rank a paper, so that a move writes one rank.

A rank is a decimal fraction without its "0.": "15" comes before "2". A paper has the rank of the
time it was first starred until it is given another one, so each move changes one paper alone and two
moves at once lose none and double none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from components.store import times

RANK = re.compile(r"[0-9]*[1-9]")  # never a zero at the end: there is always room before and behind it


def rank_of_time(at: str, number: int = 0) -> str:
    """The rank of the `number`th paper of a batch at this time (ISO 8601): later ones come behind."""
    passed = times.read(at) - times.BEGINNING
    microseconds = (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
    return f"{microseconds:016d}{number:06d}5"


def star_ranks(stars: Iterable[tuple[str, int, str]]) -> dict[str, str]:
    """paper_id → the rank it has by itself, from (paper_id, batch, time) of every star in their order.

    The first star counts: a paper that is starred again keeps its place.
    """
    ranks: dict[str, str] = {}
    in_step: dict[int, int] = {}
    for paper_id, step, at in stars:
        in_step[step] = number = in_step.get(step, -1) + 1
        if times.parsed(at):  # not what somebody wrote by hand into a backup
            ranks.setdefault(paper_id, rank_of_time(at, number))
    return ranks


def sort_by_rank(papers: Iterable[str], given: Mapping[str, str], own: Mapping[str, str]) -> tuple[str, ...]:
    """The papers by rank: the one they were given, else their own; those without any come last.

    Every paper once, whatever the ranks; of equal ones the paper's id decides.
    """

    def place(paper_id: str) -> tuple[bool, str, str]:
        rank = _rank(paper_id, given, own)
        return not rank, rank, paper_id

    return tuple(sorted(dict.fromkeys(papers), key=place))


def ranks_after_move(
    order: Sequence[str], given: Mapping[str, str], own: Mapping[str, str], paper_id: str, after: str, end: str
) -> dict[str, str]:
    """paper_id → new rank, so that one paper stands right behind `after` ("" for the first place).

    One paper gets a new rank, unless its new neighbours have the same one: then all do. Nothing where it stands there
    already or either is not in the order. `end` is a rank behind all that there are: that of the present time.
    """
    if paper_id == after or paper_id not in order or (after and after not in order):
        return {}
    others = [each for each in order if each != paper_id]
    at = others.index(after) + 1 if after else 0
    wanted = [*others[:at], paper_id, *others[at:]]
    if wanted == list(order):
        return {}
    low = _rank(after, given, own) if after else ""
    last = at == len(others)
    high = (end if end > low else low + "5") if last else _rank(others[at], given, own)
    if (after and not low) or not high or low >= high:
        width = len(str(len(wanted)))
        return {each: f"{number:0{width}d}5" for number, each in enumerate(wanted)}
    return {paper_id: high if last else between(low, high)}


def between(low: str, high: str) -> str:
    """A rank between two, as short as halving allows; "" for `low` is before everything. Needs low < high."""
    shared = 0
    while shared < len(high) and low[shared : shared + 1].ljust(1, "0") == high[shared]:
        shared += 1
    start, low, high = high[:shared], low[shared:], high[shared:]
    first, last = int(low[:1] or 0), int(high[0])
    if last - first > 1:
        return start + str((first + last) // 2)
    if len(high) > 1:
        return start + high[0]
    return start + str(first) + _behind(low[1:])


def _behind(low: str) -> str:
    """A rank behind this one, as short as it can be."""
    for number, digit in enumerate(low):
        if digit != "9":
            return low[:number] + str((int(digit) + 10) // 2 if digit < "8" else 9)
    return low + "5"


def _rank(paper_id: str, given: Mapping[str, str], own: Mapping[str, str]) -> str:
    rank = given.get(paper_id, "")
    return rank if RANK.fullmatch(rank) else own.get(paper_id, "")
