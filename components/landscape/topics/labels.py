"""Names made of scored phrases: two or three that belong to one topic only and do not repeat each other.

Fast: no text is read here, so that labels follow a slider or an edit at once. `label_candidates` scores the phrases.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from components.landscape.embeddings.terms import fold

PHRASES_KEPT = 8  # a topic's phrases for pages; its name is made of the first two or three
CONSIDERED = 60  # best phrases of a topic that are looked at
THIRD_WORTH = 0.75  # a third phrase enters the name when it scores this share of the first
LONGEST_NAME = 60  # characters
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TopicLabel:
    """What a topic is called, and the phrases it has for itself."""

    name: str  # "Causal discovery, time series"
    slug: str  # unique among the names given together; for addresses
    phrases: tuple[str, ...]  # best first, never shared with another topic


def label_topics(
    scores: np.ndarray,
    keys: Sequence[tuple[str, ...]],
    shown: Sequence[str],
    titles: Sequence[str],
    given: Sequence[str] | None = None,
) -> tuple[TopicLabel, ...]:
    """Names of topics: `scores` (topics, phrases) ≥ 0, `titles` of the typical papers to fall back on.

    `given` are names that a person chose, "" for none; they are kept, told apart by a number where they are the same.
    """
    owned = [_diverse(ranked, keys) for ranked in _exclusive(scores)]
    phrases = [tuple(shown[phrase] for phrase, _ in chosen) for chosen in owned]
    found = [
        _joined(each, [score for _, score in chosen], title)
        for each, chosen, title in zip(phrases, owned, titles, strict=True)
    ]
    names = _unique([own or name for own, name in zip(given or [""] * len(found), found, strict=True)], titles)
    return tuple(TopicLabel(*each) for each in zip(names, unique_slugs(names), phrases, strict=True))


def phrases_without(keys: Sequence[tuple[str, ...]], words: Collection[str]) -> np.ndarray:
    """Which phrases hold none of some words or phrases, bool (phrases,); case and plural do not matter."""
    excluded_words = [folded for folded in (folded_words(word) for word in words) if folded]
    kept = np.ones(len(keys), dtype=bool)
    for number, key in enumerate(keys):
        kept[number] = not any(_holds(key, run) for run in excluded_words)
    return kept


def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a text: what phrases are compared by."""
    return tuple(fold(word) for word in _WORD.findall(text.lower()))


def is_nested(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one phrase is, or stands inside, the other."""
    return _holds(one, other) or _holds(other, one)


def slug_of(name: str) -> str:
    """A name as it stands in addresses: lower-case ASCII letters, digits and hyphens; "topic" if nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "topic"


def unique_slugs(names: Sequence[str]) -> list[str]:
    """A slug for each name, told apart by a number."""
    taken: set[str] = set()
    slugs = []
    for name in names:
        slug, number = slug_of(name), 2
        while slug in taken:
            slug, number = f"{slug_of(name)}-{number}", number + 1
        taken.add(slug)
        slugs.append(slug)
    return slugs


def shortened(title: str) -> str:
    """A title cut at a word so that it fits a legend; "Untitled" for an empty one."""
    title = " ".join(title.split())
    if len(title) <= LONGEST_NAME:
        return title or "Untitled"
    return title[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"


def _holds(key: tuple[str, ...], run: tuple[str, ...]) -> bool:
    return any(key[at : at + len(run)] == run for at in range(len(key) - len(run) + 1))


def _exclusive(scores: np.ndarray) -> list[list[tuple[int, float]]]:
    """Each topic's phrases, best first; a phrase goes to the topic where it scores highest."""
    if not scores.size:
        return [[] for _ in range(len(scores))]
    owner = np.round(scores, 6).argmax(axis=0)
    ranked = []
    for label in range(len(scores)):
        mine = np.flatnonzero((owner == label) & (scores[label] > 0))
        order = mine[np.lexsort((mine, -np.round(scores[label, mine], 6)))]
        ranked.append([(int(phrase), float(scores[label, phrase])) for phrase in order[:CONSIDERED]])
    return ranked


def _diverse(ranked: list[tuple[int, float]], keys: Sequence[tuple[str, ...]]) -> list[tuple[int, float]]:
    """The best phrases that do not repeat each other: words already said weigh a phrase down, nested ones fall out."""
    chosen: list[tuple[int, float]] = []
    rest = list(ranked)
    used: set[str] = set()
    while rest and len(chosen) < PHRASES_KEPT:
        weighed = [(phrase, score * _fresh(keys[phrase], used)) for phrase, score in rest]
        best = max(range(len(rest)), key=lambda place: (round(weighed[place][1], 6), -place))
        if weighed[best][1] <= 0:
            break
        chosen.append(weighed[best])
        used.update(keys[weighed[best][0]])
        rest.pop(best)
    return chosen


def _fresh(key: tuple[str, ...], used: set[str]) -> float:
    """1 if no word of the phrase was said before, 0 if all were."""
    new = sum(word not in used for word in key)
    return 0.0 if new == 0 else 1.0 if new == len(key) else 0.35


def _joined(phrases: Sequence[str], scores: Sequence[float], title: str) -> str:
    """Two or three phrases as a name in sentence case; the title where there is no phrase."""
    if not phrases:
        return shortened(title)
    parts = phrases[:2]
    if len(phrases) > 2 and scores[2] >= THIRD_WORTH * scores[0] and len(", ".join(phrases[:3])) <= LONGEST_NAME:
        parts = phrases[:3]
    name = ", ".join(parts)
    first = name.split(" ", 1)[0]
    return name[0].upper() + name[1:] if first == first.lower() else name


def _unique(names: list[str], titles: Sequence[str]) -> list[str]:
    """Names told apart: a repeated one gets its typical paper's title, then a number."""
    taken: set[str] = set()
    result = []
    for name, title in zip(names, titles, strict=True):
        candidate = name
        if candidate.lower() in taken:
            candidate = shortened(title)
        number = 2
        while candidate.lower() in taken:
            candidate, number = f"{name} ({number})", number + 1
        taken.add(candidate.lower())
        result.append(candidate)
    return result
