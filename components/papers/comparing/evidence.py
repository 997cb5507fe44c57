"""What speaks for it that records under one title are one paper, and what against it.

A title alone is no evidence: there are many works called “Introduction”. Abstracts that say the same are; where one is
missing, a common author, an own address in common, or, under a distinctive title, the same year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from components.papers.cleaning.names import parse_name
from components.papers.paper import RawPaper, Record

NEAR_ABSTRACT = 85  # score of rapidfuzz's `ratio`, 0 to 100, from which two abstracts say the same
_COMPARED = 6_000  # characters of an abstract that are compared
_TELLING, _TELLING_WORDS = 20, 4  # characters and words: a shorter text ("Editorial.") is no evidence if it is the same
_CUT = 100  # characters that a text which breaks off has at least
_SAME_BEGINNING = 97  # score of a text that breaks off with the beginning of the whole one
_DISTINCTIVE = 4  # words of a title that few works share
_ABSTRACTS, _AUTHORS, _ADDRESSES = 3, 200, 50  # how many of each are kept of one paper

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?!\d)")
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.|dx\.)?([^/?#]+)/([^?#]*)", re.I)
_OTHERS = re.compile(r",?\s*\b(?:et al|and others)\.?\s*$", re.I)
_LONGEST_NAME = 200  # characters
_NOBODY = {"al", "anonymous", "author", "authors", "available", "editor", "editors", "others", "unknown"}

AuthorKey = tuple[str, str]  # family name and first initial, "" where only one name is known


class Strength(IntEnum):
    """What two papers under one title have in common, the weakest first."""

    NOTHING = 0
    YEAR = 1
    ADDRESS = 2
    AUTHOR = 3
    ABSTRACT = 4


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two papers compared: `verdict` is what is concluded, `abstract_score` None where one has no abstract."""

    verdict: Literal["same", "doubtful", "different"]
    strength: Strength
    abstract_score: int | None  # 0 to 100


@dataclass(slots=True)
class Traits:
    """What is known of one paper, from all its records so far."""

    abstracts: list[str] = field(default_factory=list)
    authors: set[AuthorKey] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)

    @property
    def is_telling(self) -> bool:
        """Whether it has authors and an abstract long enough to compare."""
        return bool(self.authors) and self.has_text

    @property
    def has_text(self) -> bool:
        """Whether it has an abstract long enough to compare."""
        return any(map(_tells, self.abstracts))

    @property
    def can_tell(self) -> bool:
        """Whether there is anything by which it could be the same as another of its title."""
        return bool(self.authors or self.years or self.addresses) or self.has_text

    def add(self, other: Traits) -> None:
        """Take what another record of the same paper says."""
        new = [text for text in other.abstracts if text not in self.abstracts]
        self.abstracts += new[: _ABSTRACTS - len(self.abstracts)]
        if len(self.authors) < _AUTHORS:
            self.authors |= other.authors
        if len(self.addresses) < _ADDRESSES:
            self.addresses |= other.addresses
        self.years |= other.years


def traits(record: Record) -> Traits:
    """What one record says."""
    year = _YEAR.match(record.raw.published)
    return Traits(
        [record.abstract] if record.abstract else [],
        author_keys(record.raw.authors[:_AUTHORS]),
        {int(year[0])} if year else set(),
        {key for url in _addresses(record.raw) if (key := _address_key(url))},
    )


def compare(one: Traits, other: Traits, title_key: str) -> Comparison:
    """Whether two papers under one normalised title are the same, as far as what is known of them says."""
    score = best_score(one.abstracts, other.abstracts)
    if score is not None and score >= NEAR_ABSTRACT:
        return Comparison("same", Strength.ABSTRACT, score)
    distinctive = len(title_key.split()) >= _DISTINCTIVE or (len(title_key) >= 10 and not title_key.isascii())
    apart = min((abs(a - b) for a in one.years for b in other.years), default=0)
    other_authors = bool(one.authors and other.authors) and not share_author(one.authors, other.authors)
    other_years = apart > (2 if distinctive else 0)
    if score is not None:
        certain = other_authors and one.has_text and other.has_text
        return Comparison("different" if certain else "doubtful", Strength.NOTHING, score)
    strength = _strength(one, other, distinctive)
    agrees = strength and not other_authors and not other_years
    return Comparison("same" if agrees else "doubtful", strength, score)


def _strength(one: Traits, other: Traits, distinctive: bool) -> Strength:
    if share_author(one.authors, other.authors):
        return Strength.AUTHOR
    if not one.addresses.isdisjoint(other.addresses):
        return Strength.ADDRESS
    return Strength.YEAR if distinctive and not one.years.isdisjoint(other.years) else Strength.NOTHING


def best_score(some: Iterable[str], others: Iterable[str]) -> int | None:
    """How alike the two most similar abstracts are; None where there is nothing that tells."""
    others = list(others)
    scores = [abstract_score(one, other) for one in some for other in others]
    return max((score for score in scores if score is not None), default=None)


def abstract_score(one: str, other: str) -> int | None:
    """How alike two abstracts are, 0 to 100 (0 for anything below the lowest rule); a cut one is its whole's beginning.

    None where one is missing, or where they are alike but too short to tell anything.
    """
    if not one or not other:
        return None
    if one == other:
        score = 100
    else:
        from rapidfuzz import fuzz

        score = int(fuzz.ratio(one[:_COMPARED], other[:_COMPARED], score_cutoff=NEAR_ABSTRACT))
        if not score:
            short, long = sorted((one.rstrip(" .…"), other.rstrip(" .…")), key=len)
            length = len(short)
            if _CUT <= length < len(long) and short[:20] == long[:20]:
                score = int(fuzz.ratio(short[:_COMPARED], long[: min(length, _COMPARED)], score_cutoff=_SAME_BEGINNING))
    return None if score and not (_tells(one) and _tells(other)) else score


def _tells(text: str) -> bool:
    return len(text) >= _TELLING and len(text[:200].split()) >= _TELLING_WORDS


def share_author(some: set[AuthorKey], others: set[AuthorKey]) -> bool:
    """Whether one person is in both, as far as family names and initials tell."""
    if not some or not others:
        return False
    if not some.isdisjoint(others):
        return True
    bare = {family for family, initial in some if not initial} | {family for family, initial in others if not initial}
    if not bare:
        return False
    return bool(bare & {family for family, _ in some} & {family for family, _ in others})


def author_keys(names: Iterable[str]) -> set[AuthorKey]:
    """Each author's family name and first initial: “Doe, Jane”, “Jane Doe” and “J. Doe” are the same."""
    return {key for name in names if (key := _author_key(name)) is not None}


def _author_key(written: str) -> AuthorKey | None:
    name = parse_name(_OTHERS.sub("", written[:_LONGEST_NAME]))
    family = _without_accents((name.family or name.literal).casefold())
    if not family or family.rpartition(" ")[2].strip(".") in _NOBODY:
        return None
    return family, _without_accents(name.given.casefold())[:1]


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def _addresses(raw: RawPaper) -> Iterator[str]:
    if raw.doi:
        yield f"doi.org/{raw.doi.casefold()}"
    yield from raw.links[:_ADDRESSES]


def _address_key(url: str) -> str:
    """An address without what may differ between two spellings of it; "" for a site's front page."""
    match = _ADDRESS.match(url.strip()[:500])
    path = match[2].rstrip("/") if match else ""
    return f"{match[1].casefold()}/{path}" if match and path else ""
