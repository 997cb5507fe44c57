"""Where names are taken apart: given name, particle, family name, suffix of a person; a team's name is whole.

Names come as "Jane Doe", "Doe, Jane", BibTeX's "van der Berg, Jr., Jan" and RIS's "Berg, Jan, Jr.". The particle is
found as BibTeX finds it, by small letters, among the words that are particles in some language. The library nameparser
knows no teams and not BibTeX's form, and takes fifty times as long.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_PARTICLES = frozenset({
    "af", "al", "av", "bin", "ben", "da", "dal", "dalla", "das", "de", "degli", "dei", "del", "della", "den", "der",
    "des", "di", "dos", "du", "el", "ibn", "la", "las", "le", "los", "op", "'s", "'t", "te", "ten", "ter", "van",
    "vande", "vanden", "vander", "vom", "von", "vor", "zu", "zum", "zur",
})  # fmt: skip
_JOINING = frozenset({"y", "e", "i"})  # between the two halves of one family name: Ortega y Gasset
_SUFFIX = re.compile(r"(?:jr|sr|junior|senior|ii|iii|iv)\.?", re.I)
_TEAM_WORDS = frozenset({
    "&", "academy", "agency", "ai", "alliance", "and", "association", "authors", "center", "centre", "co",
    "collaboration", "college", "committee", "community", "company", "consortium", "contributors", "corp",
    "corporation", "council", "deepmind", "department", "developers", "foundation", "gmbh", "google", "group",
    "hospital", "inc", "initiative", "institute", "intelligence", "lab", "laboratories", "laboratory", "labs",
    "limited", "llc", "ltd", "microsoft", "network", "nvidia", "openai", "organization", "organisation",
    "partnership", "project", "research", "school", "society", "team", "technologies", "technology", "university",
    "workshop",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts. Either `literal` alone is set (a team, a name of one word), or `family` and perhaps more."""

    family: str = ""
    given: str = ""
    particle: str = ""  # before the family name, no part of its order: "van der"
    suffix: str = ""  # "Jr.", "III"
    literal: str = ""

    @property
    def shown(self) -> str:
        """The name as people read it: "Jan van der Berg Jr."; names in Han, Kana or Hangul have the family first."""
        if self.literal:
            return self.literal
        parts = (self.given, self.particle, self.family, self.suffix)
        if _is_east_asian(self.family):
            parts = (self.family, self.particle, self.given, self.suffix)
        return " ".join(part for part in parts if part)

    @property
    def last(self) -> str:
        """What comes before the comma where the family comes first: "van der Berg"."""
        return self.literal or " ".join(part for part in (self.particle, self.family) if part)


@lru_cache(maxsize=100_000)
def parse_name(written: str) -> PersonName:
    """The parts of one name; a text that is no person's is `literal`."""
    text = " ".join(written.split()).strip(" ,;")
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1:
        return _in_reading_order(text)
    if not all(parts) or len(parts) > 3:
        return PersonName(literal=text)
    if len(parts) == 3:
        family, one, other = parts
        if _SUFFIX.fullmatch(one):  # BibTeX
            return _family_first(family, other, one)
        return _family_first(family, one, other) if _SUFFIX.fullmatch(other) else PersonName(literal=text)
    family, given = parts
    if _SUFFIX.fullmatch(given):  # "Martin Luther King, Jr."
        known = _in_reading_order(family)
        return PersonName(known.family or known.literal, known.given, known.particle, given)
    return _family_first(family, given, "")


def given_name_first(name: str) -> str:
    """A name as people read it: "Doe, Jane" is "Jane Doe"."""
    return parse_name(name).shown


def _family_first(before: str, given: str, suffix: str) -> PersonName:
    words = before.split()
    particles = 0
    while particles < len(words) - 1 and words[particles] in _PARTICLES:
        particles += 1
    return PersonName(" ".join(words[particles:]), given, " ".join(words[:particles]), suffix)


def _in_reading_order(text: str) -> PersonName:
    words = text.split()
    if len(words) < 2 or _is_team(words):
        return PersonName(literal=text)
    if _is_east_asian(text):
        return PersonName(words[0], " ".join(words[1:]))
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    start = len(words) - 1
    if start >= 2 and words[start - 1] in _JOINING and words[start - 2][:1].isupper():
        start -= 2
    family, end = start, start
    while start > 0 and words[start - 1] in _PARTICLES:
        start -= 1
    if start == end:  # perhaps of several words behind the particle: de la Vallée Poussin
        particles = [number for number in range(1, family) if words[number] in _PARTICLES]
        if particles and words[-1][:1].isupper():
            family = particles[-1] + 1
            start = particles[-1]
            while start > 1 and words[start - 1] in _PARTICLES:
                start -= 1
    return PersonName(" ".join(words[family:]), " ".join(words[:start]), " ".join(words[start:family]), suffix)


def _is_team(words: list[str]) -> bool:
    """Whether these words name a team: one of them says so, or holds a digit."""
    if words[0] == "The" or any(sign.isdigit() for word in words for sign in word):
        return True
    return any(word.strip(".()").casefold() in _TEAM_WORDS or word.endswith("-AI") for word in words)


def _is_east_asian(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return bool(letters) and all(unicodedata.name(sign, "").startswith(_SCRIPTS) for sign in letters)


_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
