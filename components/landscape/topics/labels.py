"""Names made of scored phrases: first one that most of a topic's papers say, then one or two that tell it apart.

A phrase belongs to one topic only, unless it is all that several have in common; the phrases of a name do not repeat
each other.

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
PARTLY_NEW = 0.25  # worth of a phrase of which some words were said
SAME_STEM = 4  # letters from which a word that begins another is the same one
THIRD_WORTH = 0.5  # a third phrase enters the name when it scores this share of the first
LONGEST_NAME = 60  # characters
ENOUGH = 0.4  # share of a topic's papers that say the first phrase of its name
MIXED = "Mixed"  # stands before the phrases of a topic that has little in common
MIXED_BELOW = 0.12  # score of the best phrase of such a topic, at most
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TopicLabel:
    """What a topic is called, and the phrases it has for itself."""

    name: str  # "Causal discovery, time series"
    slug: str  # unique among the names given together; for addresses
    phrases: tuple[str, ...]  # those of the name first, then best first, never shared with another topic
    coverage: float = 0.0  # share of the topic's papers that say the first phrase


def label_topics(
    scores: np.ndarray,
    coverage: np.ndarray,
    keys: Sequence[tuple[str, ...]],
    shown: Sequence[str],
    titles: Sequence[str],
    given: Sequence[str] | None = None,
) -> tuple[TopicLabel, ...]:
    """Names of topics: `scores` and `coverage` (topics, phrases) ≥ 0, `titles` of the typical papers to fall back on.

    The first phrase of a name is said by at least ENOUGH of the papers wherever there is one. A topic without one, or
    that none tells from the others, is mixed, and its name says so.
    `given` are names that a person chose, "" for none; they are kept, told apart by a number where they are the same.
    """
    heads = _heads(scores, coverage)
    owned = [_diverse(ranked, keys, head >= 0) for ranked, head in zip(_exclusive(scores, heads), heads, strict=True)]
    found = [
        _joined([(shown[phrase], score) for phrase, score in chosen], head >= 0, len(titles) > 1, title)
        for head, chosen, title in zip(heads, owned, titles, strict=True)
    ]
    names = _unique([own or name for own, name in zip(given or [""] * len(found), found, strict=True)], titles)
    return tuple(
        TopicLabel(
            name,
            slug,
            tuple(shown[phrase] for phrase, _ in chosen),
            float(coverage[topic, chosen[0][0]]) if chosen else 0.0,
        )
        for topic, (name, slug, chosen) in enumerate(zip(names, unique_slugs(names), owned, strict=True))
    )


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


def _heads(scores: np.ndarray, coverage: np.ndarray) -> list[int]:
    """The first phrase of each topic, said by at least ENOUGH of its papers; −1 where there is none.

    The topic that would lose most by its second choice chooses first, from what others left; only where nothing is
    left it shares the phrase of another.
    """
    topics = len(scores)
    heads = [-1] * topics
    if not scores.size:
        return heads
    able = np.round(np.where(coverage >= ENOUGH, scores, 0.0), 6)
    order = np.argsort(-able, axis=1, kind="stable")[:, :CONSIDERED]
    worth = np.take_along_axis(able, order, axis=1)
    shared = np.where(worth[:, 0] > 0, order[:, 0], -1)
    waiting = np.ones(topics, dtype=bool)
    while True:
        two = -np.sort(-worth, axis=1)[:, :2]
        loss = np.where(waiting & (two[:, 0] > 0), two[:, 0] - two[:, 1:].sum(axis=1), -1.0)
        chooses = int(loss.argmax())
        if loss[chooses] < 0:
            break
        heads[chooses] = int(order[chooses, int(worth[chooses].argmax())])
        waiting[chooses] = False
        worth[order == heads[chooses]] = 0.0
    return [int(shared[topic]) if head < 0 else head for topic, head in enumerate(heads)]


def _exclusive(scores: np.ndarray, heads: Sequence[int]) -> list[list[tuple[int, float]]]:
    """Each topic's phrases, its head first, then the best; a phrase goes to the topics it heads, else to where it
    scores highest.
    """
    if not scores.size:
        return [[] for _ in range(len(scores))]
    owner = np.round(scores, 6).argmax(axis=0)
    owner[[head for head in heads if head >= 0]] = -1
    ranked = []
    for label, head in enumerate(heads):
        mine = np.flatnonzero((owner == label) & (scores[label] > 0))
        order = mine[np.lexsort((mine, -np.round(scores[label, mine], 6)))][:CONSIDERED]
        ranked.append(
            [(int(phrase), float(scores[label, phrase])) for phrase in ([head] if head >= 0 else []) + order.tolist()]
        )
    return ranked


def _diverse(
    ranked: list[tuple[int, float]], keys: Sequence[tuple[str, ...]], has_head: bool
) -> list[tuple[int, float]]:
    """The best phrases that do not repeat each other, the head first: words already said weigh a phrase down."""
    chosen = ranked[:1] if has_head else []
    rest = ranked[len(chosen) :]
    used = {word for phrase, _ in chosen for word in keys[phrase]}
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
    """1 if no word of the phrase was said before, 0 if all were; "causality" repeats "causal"."""
    new = sum(not any(_repeats(word, other) for other in used) for word in key)
    return 0.0 if new == 0 else 1.0 if new == len(key) else PARTLY_NEW


def _repeats(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    return word == other or (len(shorter) >= SAME_STEM and longer.startswith(shorter))


def _joined(phrases: Sequence[tuple[str, float]], has_head: bool, among_others: bool, title: str) -> str:
    """Two or three phrases as a name in sentence case; the title where there is no phrase."""
    if not phrases:
        return shortened(title)
    mixed = among_others and (not has_head or max(score for _, score in phrases) < MIXED_BELOW)
    parts = [phrase for phrase, _ in phrases[:2]]
    third = [phrase for phrase, score in phrases[2:3] if mixed or score >= THIRD_WORTH * phrases[0][1]]
    if len(", ".join(parts + third)) <= LONGEST_NAME:
        parts += third
    name = ", ".join(parts)
    if mixed:
        return f"{MIXED}: {name}"
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
