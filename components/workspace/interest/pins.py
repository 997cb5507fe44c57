"""Which papers meet what a visitor asked for by name: an author they follow, a topic or word they pin or mute."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from components.curation.ranking.named_interests import Interests
from components.finding.query import matches
from components.finding.words import words
from components.papers.cleaning.names import PersonName, parse_name
from components.papers.plurals import singular

_KEPT_S = ("ss", "us", "is", "as", "os")


@dataclass(frozen=True)
class Pins:
    """paper_id → why, for the papers that meet something; both are plain text."""

    wanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # "author you follow: Ada Lovelace"
    muted: Mapping[str, str] = field(default_factory=dict)  # the muted word it has


def pins(interests: Interests, catalogue: pd.DataFrame) -> Pins:
    """What each paper of a catalogue meets, in the order authors, topics, words."""
    if not interests:
        return Pins()
    ids = catalogue["paper_id"].to_numpy(dtype=object)
    wanted: dict[str, list[str]] = {}
    rules: list[tuple[str, Iterable[str], Callable[[str, pd.DataFrame], np.ndarray]]] = [
        ("author you follow: {}", interests.authors, _by_author),
        ("topic you pin: {}", interests.topics, _in_topic),
        ("has “{}”", interests.words, _with_words),
    ]
    for sentence, names, rule in rules:
        for name in names:
            for paper_id in ids[rule(name, catalogue)]:
                wanted.setdefault(str(paper_id), []).append(sentence.format(name))
    muted: dict[str, str] = {}
    for word in interests.muted:
        for paper_id in ids[_with_words(word, catalogue)]:
            muted.setdefault(str(paper_id), word)
    return Pins({paper_id: tuple(why) for paper_id, why in wanted.items()}, muted)


def _with_words(text: str, catalogue: pd.DataFrame) -> np.ndarray:
    """Papers that have these words, whole and one after the other, the last also as a plural or a singular."""
    *others, last = words(text) or [""]
    found = np.zeros(len(catalogue), dtype=bool)
    for ending in dict.fromkeys((last, singular(last, _KEPT_S), f"{last}s")) if last else ():
        found |= matches(f'"{" ".join((*others, ending))}"', catalogue)
    return found


def _in_topic(name: str, catalogue: pd.DataFrame) -> np.ndarray:
    """Papers whose topic or area is called so."""
    wanted = name.casefold()
    found = np.zeros(len(catalogue), dtype=bool)
    for column in ("topic_name", "area_name"):
        known = [value for value in catalogue[column].unique() if str(value).casefold() == wanted]
        found |= catalogue[column].isin(known).to_numpy(dtype=bool)
    return found


def _by_author(name: str, catalogue: pd.DataFrame) -> np.ndarray:
    """Papers by a person of this name: the family name and the first given name agree, whatever stands between them.

    An initial is another name: too many people share one. A team's name has to be the same.
    """
    person = parse_name(name)
    family = " ".join(words(person.literal or person.family))
    found = np.zeros(len(catalogue), dtype=bool)
    if not family:
        return found
    # The search folds names as this does, so few papers are left whose names have to be taken apart.
    for row in np.flatnonzero(matches(f'au:"{family}"', catalogue)):
        found[row] = any(_key(parse_name(each)) == _key(person) for each in catalogue["authors"].iat[row])
    return found


def _key(person: PersonName) -> tuple[str, str]:
    given = words(person.given)
    return " ".join(words(person.literal or person.family)), given[0] if given else ""
