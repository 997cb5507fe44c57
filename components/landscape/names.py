"""Names for topics: two or three phrases that a topic's papers say and other papers do not.

A phrase counts by how many of the topic's papers say it (titles more), how rare it is elsewhere (class-based tf-idf
after Grootendorst, arXiv 2203.05794), how near the papers that say it lie to the topic's centre, and how much it
belongs into a headline. A phrase belongs to one topic only. Where none stands out, the typical paper's title is the
name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from components.landscape.headlines import headline_worth
from components.landscape.phrases import Key, PhraseTable, phrase_table

READ_PER_TOPIC = 60  # papers nearest to a topic's centre whose phrases are read: enough for a name
READ_AT_MOST = 2_000  # papers read for all names together, so that time is bounded
PHRASES_KEPT = 8  # a topic's phrases for pages; its name is made of the first two or three
TITLE_COUNTS = 1.5
TOO_COMMON = 0.4  # share of all papers that say a phrase, beyond which it tells nothing apart
THIRD_WORTH = 0.75  # a third phrase enters the name when it scores this share of the first
LONGEST_NAME = 60  # characters
_LENGTH_WEIGHT = {1: 0.62, 2: 1.0, 3: 1.05, 4: 1.0}


@dataclass(frozen=True, slots=True)
class Name:
    """What a topic is called."""

    name: str  # "Causal discovery, time series"
    slug: str  # unique among the names given together; for addresses
    phrases: tuple[str, ...]  # best first, never shared with another topic
    typical: int  # row of the paper nearest to the centre


def name_topics(
    titles: Sequence[str], abstracts: Sequence[str], vectors: np.ndarray, labels: np.ndarray, centres: np.ndarray
) -> tuple[Name, ...]:
    """One name a label (0 … len(centres) − 1); vectors and centres are unit rows. Deterministic."""
    nearness = np.round((vectors * centres[labels]).sum(axis=1), 5)
    typical = [_typical(np.flatnonzero(labels == label), nearness) for label in range(len(centres))]
    each = max(15, min(READ_PER_TOPIC, READ_AT_MOST // max(len(centres), 1)))
    read = np.concatenate([_nearest(labels, nearness, label, each) for label in range(len(centres))])
    read.sort()
    said_by = 1 if len(read) <= 200 else 2 if len(read) <= 2_000 else 3
    table = phrase_table([titles[row] for row in read], [abstracts[row] for row in read], said_by)
    scores = _scores(table, vectors[read], labels[read], centres)
    owned = [_diverse(ranked, table) for ranked in _exclusive(scores, table, len(centres))]
    names = [
        _joined([table.shown[phrase] for phrase, _ in chosen], [score for _, score in chosen], titles[typical[label]])
        for label, chosen in enumerate(owned)
    ]
    names = _unique(names, [titles[row] for row in typical])
    slugs = _unique_slugs(names)
    return tuple(
        Name(name, slug, tuple(table.shown[phrase] for phrase, _ in chosen), row)
        for name, slug, chosen, row in zip(names, slugs, owned, typical, strict=True)
    )


def slug_of(name: str) -> str:
    """A name as it stands in addresses: lower-case ASCII letters, digits and hyphens; "topic" if nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "topic"


def _typical(rows: np.ndarray, nearness: np.ndarray) -> int:
    return int(rows[nearness[rows].argmax()])


def _nearest(labels: np.ndarray, nearness: np.ndarray, label: int, most: int) -> np.ndarray:
    rows = np.flatnonzero(labels == label)
    return rows[np.lexsort((rows, -nearness[rows]))[:most]]


def _scores(table: PhraseTable, vectors: np.ndarray, labels: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Score of each phrase for each topic, float64 (topics, phrases); 0 where too few of its papers say it."""
    topics, phrases = len(centres), len(table.keys)
    sizes = np.bincount(labels, minlength=topics)
    saying, weight = np.zeros((topics, phrases)), np.zeros((topics, phrases))
    cells = (labels[table.paper], table.phrase)
    np.add.at(saying, cells, 1.0)
    np.add.at(weight, cells, np.where(table.in_title, TITLE_COUNTS, 1.0))
    everywhere = saying.sum(axis=0)
    share = weight / sizes[:, None]
    elsewhere = (everywhere - saying + 0.5) / np.maximum(len(labels) - sizes, 1)[:, None]
    rarity = np.log1p(np.clip(saying / sizes[:, None] / np.maximum(elsewhere, 1e-9), 0, 50))
    length = np.array([_LENGTH_WEIGHT[len(key)] for key in table.keys])
    score = np.sqrt(share) * rarity * _closeness(table, vectors, centres) * length * headline_worth(table.keys)
    score[saying < np.where(sizes < 4, 1, 2)[:, None]] = 0.0
    if topics > 1 and len(labels) > 30:
        score[:, everywhere > TOO_COMMON * len(labels)] = 0.0
    return _without_parts(score, saying, table)


def _closeness(table: PhraseTable, vectors: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Cosine of the mean of the papers that say a phrase to each centre, both seen from the middle of all papers."""
    from scipy.sparse import csr_matrix

    middle = vectors.mean(axis=0)
    said = csr_matrix((np.ones(len(table.paper)), (table.phrase, table.paper)), (len(table.keys), len(vectors)))
    sums = np.asarray(said @ (vectors - middle).astype(np.float64))
    seen = centres - middle if len(centres) > 1 else centres
    sums /= np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    seen = seen / np.maximum(np.linalg.norm(seen, axis=1, keepdims=True), 1e-9)
    return np.clip(seen @ sums.T, 0.0, 1.0) if len(centres) > 1 else np.ones((1, len(table.keys)))


def _without_parts(score: np.ndarray, saying: np.ndarray, table: PhraseTable) -> np.ndarray:
    """Lower the score of a part that is mostly said as part of one longer phrase: "reversal" in "reversal curse"."""
    number = {key: index for index, key in enumerate(table.keys)}
    kept = score.copy()
    for whole, key in enumerate(table.keys):
        for part in _parts(key):
            index = number.get(part)
            if index is not None:
                mostly = (saying[:, whole] >= 0.6 * saying[:, index]) & (score[:, whole] > 0)
                kept[mostly, index] = np.minimum(kept[mostly, index], 0.8 * score[mostly, whole])
    return kept


def _parts(key: Key) -> list[Key]:
    return [key[start : start + size] for size in range(1, len(key)) for start in range(len(key) - size + 1)]


def _exclusive(scores: np.ndarray, table: PhraseTable, topics: int) -> list[list[tuple[int, float]]]:
    """Each topic's phrases, best first; a phrase goes to the topic where it scores highest."""
    ranked: list[list[tuple[int, float]]] = [[] for _ in range(topics)]
    if not len(table.keys):
        return ranked
    owner = np.round(scores, 6).argmax(axis=0)
    for label in range(topics):
        mine = np.flatnonzero((owner == label) & (scores[label] > 0))
        order = mine[np.lexsort((mine, -np.round(scores[label, mine], 6)))]
        ranked[label] = [(int(phrase), float(scores[label, phrase])) for phrase in order[:60]]
    return ranked


def _diverse(ranked: list[tuple[int, float]], table: PhraseTable) -> list[tuple[int, float]]:
    """The best phrases that do not repeat each other: words already said weigh a phrase down, nested ones fall out."""
    chosen: list[tuple[int, float]] = []
    rest = list(ranked)
    while rest and len(chosen) < PHRASES_KEPT:
        said = {word for phrase, _ in chosen for word in table.keys[phrase]}
        weighed = [(phrase, score * _fresh(table.keys[phrase], said)) for phrase, score in rest]
        best = max(range(len(rest)), key=lambda place: (round(weighed[place][1], 6), -place))
        if weighed[best][1] <= 0:
            break
        chosen.append(weighed[best])
        rest.pop(best)
    return chosen


def _fresh(key: Key, said: set[str]) -> float:
    """1 if no word of the phrase was said before, 0 if all were."""
    new = sum(word not in said for word in key)
    return 0.0 if new == 0 else 1.0 if new == len(key) else 0.35


def _joined(phrases: list[str], scores: list[float], title: str) -> str:
    """Two or three phrases as a name in sentence case; the title where there is no phrase."""
    if not phrases:
        return shortened(title)
    parts = phrases[:2]
    if len(phrases) > 2 and scores[2] >= THIRD_WORTH * scores[0] and len(", ".join(phrases[:3])) <= LONGEST_NAME:
        parts = phrases[:3]
    name = ", ".join(parts)
    first = name.split(" ", 1)[0]
    return name[0].upper() + name[1:] if first == first.lower() else name


def shortened(title: str) -> str:
    """A title cut at a word so that it fits a legend; "Untitled" for an empty one."""
    title = " ".join(title.split())
    if len(title) <= LONGEST_NAME:
        return title or "Untitled"
    return title[: LONGEST_NAME - 1].rsplit(" ", 1)[0] + "…"


def _unique(names: list[str], titles: list[str]) -> list[str]:
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


def _unique_slugs(names: list[str]) -> list[str]:
    taken: set[str] = set()
    slugs = []
    for name in names:
        slug, number = slug_of(name), 2
        while slug in taken:
            slug, number = f"{slug_of(name)}-{number}", number + 1
        taken.add(slug)
        slugs.append(slug)
    return slugs
