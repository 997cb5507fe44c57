"""Several papers in one item of a list: "[DPR](…) and [FiD](…) - …", "Title [paper](…), another title [paper](…)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from components.papers.cleaning.plausible import is_link_label, may_be_title, word_count
from components.papers.identity import arxiv_number_in_address
from components.papers.reading.markdown.addresses import Address, addresses

_JOINS = re.compile(r"[\s*_\]]*(?:,|;|/|\+|&|·|、|,?\s*(?:and|or|vs\.?|versus|plus|和|与))[\s*_\[]*", re.I)
_ENDS = re.compile(r"[\s*_)\]]*(?:[,;/|¦]|\band\b|\n)[\s*_]*", re.I)
_MOST = 12  # papers of one item: more are a paragraph with references


def pieces(text: str) -> Sequence[str]:
    """The parts of an item's text that name a paper each; the whole text where it names one."""
    given = addresses(text)
    if sum(one.kind == "paper" for one in given) < 2:
        return (text,)
    parts = _linked(text, given) or _beside(text, given)
    return parts if 1 < len(parts) <= _MOST else (text,)


def _linked(text: str, given: Sequence[Address]) -> list[str]:
    """Links to papers one after the other, each by its title, with nothing but a comma or "and" between."""
    if not all(map(_is_title, given[:2])) or word_count(text[: given[0].start]) > 0:
        return []
    run = [given[0]]
    for one in given[1:]:
        if not _is_title(one) or not _JOINS.fullmatch(text[run[-1].end : one.start]):
            break
        run.append(one)
    if len(run) < 2 or len({_place(one) for one in run}) < len(run):
        return []
    return [*(text[one.start : one.end] for one in run[:-1]), text[run[-1].start :]]


def _beside(text: str, given: Sequence[Address]) -> list[str]:
    """Titles with a link called "paper" each: the text parted behind the last link of every paper."""
    parts: list[str] = []
    start = 0
    place = ""
    for before, one in zip([None, *given], given, strict=False):
        if not _is_label(one) or one.kind != "paper":
            continue
        if place and before is not None and _place(one) != place:
            end = _ENDS.match(text, before.end)
            if end and word_count(text[end.end() : one.start]) >= 3 and _is_label(before):
                parts.append(text[start : before.end])
                start = end.end()
        place = _place(one)
    return [*parts, text[start:]] if parts else []


def _is_title(one: Address) -> bool:
    return one.kind == "paper" and bool(one.label) and not one.badge and may_be_title(one.label.strip("*_ "), 1)


def _is_label(one: Address) -> bool:
    return one.badge or not one.label or is_link_label(one.label)


def _place(one: Address) -> str:
    return arxiv_number_in_address(one.url) or one.url
