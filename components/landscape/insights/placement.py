"""Out-of-sample placement of a text: its position on the map with its spread, nearest papers, novelty.

The position is the weighted mean of the nearest papers' positions (`initial_positions`); the spread is a bootstrap over
those neighbours. Nothing is stored and the map does not change. numpy only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from components.landscape.embeddings.models import embed
from components.landscape.embeddings.neighbours import nearest_neighbours
from components.landscape.embeddings.terms import paper_text
from components.landscape.layout.initial_positions import weighted_mean, weights
from components.landscape.nearness.nearness import Nearness
from components.landscape.result import Analysis

SHOWN = 10  # nearest papers named
VOTING = 10  # nearest papers whose topics are counted
PLACED_BY = 5  # nearest papers whose places are averaged
DRAWS = 200
HELD = 0.8  # share of the draws that lie within `spread` of the place
BETWEEN = 0.6  # a second topic with this share of the first one's weight: between the two
SAME = 0.9995  # cosine from which a text is a paper of the set
FEWEST_FOR_NOVELTY = 10  # papers; fewer distances say nothing about what is usual
SAMPLED = 2_000  # papers whose nearest distance is looked up where the Analysis does not know it
_LABEL = re.compile(r"^\s*(title|abstract)\s*[:.–—-]\s*", re.IGNORECASE)

Embedder = Callable[[Sequence[str]], np.ndarray]


class NothingToPlaceError(ValueError):
    """The text has no word that the vectors know, so it lies nowhere."""


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceMap:
    """A set of papers prepared for placing texts; keep it as long as the Analysis. Row i is paper_ids[i]."""

    analysis: Analysis
    vectors: np.ndarray  # float32 (n, d), unit rows
    usual: np.ndarray  # float32, sorted: the cosine of each paper to its nearest other one (a sample of large sets)
    miss: float  # 80 % of the set's own papers, placed the same way, fall this near to where they stand; NaN: no map


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """The position of a text among the papers of a set."""

    nearest: tuple[tuple[str, float], ...]  # (paper_id, nearness: 1 for the same text), best first
    same: str  # paper_id of a paper with the same words, else ""
    xy: tuple[float, float] | None  # map units; None without a map
    cloud: np.ndarray  # float32 (draws, 2): where it would be with other draws of its neighbours; (0, 2) without a map
    spread: float  # radius around xy that holds 80 % of the cloud, at least Ground.miss; map units, NaN without a map
    novelty: float | None  # 0–100: share of the set's papers with a nearer nearest paper; None below 10 papers
    topic: int | None  # index into Analysis.topics
    second: int | None  # the next topic among its nearest papers
    between: bool  # whether the second topic says nearly as much as the first
    sentence: str


def prepare_reference_map(analysis: Analysis, vectors: np.ndarray) -> ReferenceMap:
    """Make a set ready: `vectors` (n, d) are unit rows in the order of analysis.paper_ids, from one embedder."""
    if len(vectors) != len(analysis.paper_ids):
        raise ValueError(f"{len(vectors)} vectors for {len(analysis.paper_ids)} papers")
    return ReferenceMap(analysis, vectors, np.sort(_own_nearest(analysis, vectors)), _placement_error(analysis))


def split_pasted(text: str) -> tuple[str, str]:
    """(title, abstract) of a pasted text: a first paragraph, or what stands behind "Title:", is the title.

    A single paragraph is an abstract, unless it is labelled.
    """
    parts = [part.strip() for part in re.split(r"\n\s*\n|\n(?=\s*abstract\s*[:.–—-])", text, flags=re.IGNORECASE)]
    parts = [part for part in parts if part]
    if not parts:
        return "", ""
    label = _LABEL.match(parts[0])
    titled = label is not None and label.group(1).lower() == "title"
    plain = [" ".join(_LABEL.sub("", part, count=1).split()) for part in parts]
    if len(plain) == 1:
        return (plain[0], "") if titled else ("", plain[0])
    if label is not None and not titled:
        return "", " ".join(plain)
    return plain[0], " ".join(plain[1:])


def place_text(
    prepared: ReferenceMap,
    title: str,
    abstract: str,
    embedder: Embedder = embed,
    nearness: Nearness | None = None,
) -> Placement:
    """Where a title and an abstract fall; either may be empty. `embedder` is the one the set's vectors come from.

    `nearness` of the same papers says which of them are near; without it, their cosines do.

    Raises NothingToPlaceError for a text without a known word.
    """
    if not (title.strip() or abstract.strip()):
        raise NothingToPlaceError("There is no text to place. Paste a title or an abstract.")
    vector = embedder([paper_text(title, abstract)])[0]
    if not vector.any():
        raise NothingToPlaceError("No word of this text is known here. Paste an English title or abstract.")
    return place_vector(prepared, vector, near_to=nearness.to_text(title, abstract) if nearness else None)


def place_vector(
    prepared: ReferenceMap,
    vector: np.ndarray,
    draws: int = DRAWS,
    seed: int = 0,
    near_to: np.ndarray | None = None,
) -> Placement:
    """Where a unit vector (d,) falls. The same vector and seed give the same cloud. Raises NothingToPlaceError.

    `near_to` (n,) says how near each paper is; the cosines by default. Novelty goes by cosines always, as the papers'
    own distances do.
    """
    if not vector.any():
        raise NothingToPlaceError("A text without a known word lies nowhere.")
    analysis = prepared.analysis
    cosines = np.round(prepared.vectors @ vector, 6) if len(prepared.vectors) else np.zeros(0, dtype=np.float32)
    scores = cosines if near_to is None else near_to
    rows = _best(scores, max(SHOWN, VOTING, PLACED_BY))
    near = np.clip(scores[rows], -1.0, 1.0)
    xy, cloud, spread = _place(analysis.xy, rows[:PLACED_BY], near[:PLACED_BY], draws, seed)
    nearest_cosine = float(cosines.max(initial=-1.0))
    novelty = _novelty(prepared.usual, nearest_cosine) if len(near) else None
    topic, second, between = _topics(analysis, rows[:VOTING], near[:VOTING])
    nearest = tuple((analysis.paper_ids[row], float(value)) for row, value in zip(rows, near, strict=True))
    same = analysis.paper_ids[int(cosines.argmax())] if nearest_cosine >= SAME else ""
    return Placement(
        nearest=nearest[:SHOWN],
        same=same,
        xy=xy,
        cloud=cloud,
        spread=max(spread, prepared.miss) if xy else spread,
        novelty=novelty,
        topic=topic,
        second=second,
        between=between,
        sentence=_sentence(analysis, bool(same), novelty, (topic, second), between),
    )


def _best(cosines: np.ndarray, most: int) -> np.ndarray:
    """Rows of the largest cosines, best first, equal ones by row number."""
    if len(cosines) > most:
        edge = np.partition(cosines, -most)[-most]
        candidates = np.flatnonzero(cosines >= edge)
    else:
        candidates = np.arange(len(cosines))
    return candidates[np.lexsort((candidates, -cosines[candidates]))[:most]]


def _place(
    xy: np.ndarray, rows: np.ndarray, near: np.ndarray, draws: int, seed: int
) -> tuple[tuple[float, float] | None, np.ndarray, float]:
    """(place, cloud of places with the neighbours drawn again, radius that holds most of the cloud)."""
    share = weights(near)
    if not len(xy) or not share.any():
        return None, np.zeros((0, 2), dtype=np.float32), float("nan")
    places = xy[rows].astype(np.float64)
    here = share @ places
    times = np.random.default_rng(seed).multinomial(len(rows), np.full(len(rows), 1 / len(rows)), size=draws)
    drawn = times * share
    total = drawn.sum(axis=1, keepdims=True)
    cloud = np.where(total > 0, drawn @ places / np.where(total > 0, total, 1.0), here)
    spread = float(np.quantile(np.linalg.norm(cloud - here, axis=1), HELD)) if draws else 0.0
    return (float(here[0]), float(here[1])), cloud.astype(np.float32), spread


def _novelty(usual: np.ndarray, nearest: float) -> float | None:
    """Share of the set's papers whose nearest paper is nearer than this, ties counted half, in percent."""
    if len(usual) < FEWEST_FOR_NOVELTY:
        return None
    nearer = len(usual) - np.searchsorted(usual, nearest + 1e-6, side="right")
    level = np.searchsorted(usual, nearest + 1e-6, side="right") - np.searchsorted(usual, nearest - 1e-6, side="left")
    return round(100.0 * float(nearer + level / 2) / len(usual), 1)


def _topics(analysis: Analysis, rows: np.ndarray, near: np.ndarray) -> tuple[int | None, int | None, bool]:
    """(topic, second topic, whether it lies between them), by the nearest papers' topics weighted by likeness."""
    share = weights(near)
    if not analysis.topics or not share.any():
        return None, None, False
    votes = np.bincount(analysis.topic[rows], weights=share, minlength=len(analysis.topics))
    order = np.lexsort((np.arange(len(votes)), -np.round(votes, 9)))
    topic = int(order[0])
    if len(order) < 2 or votes[order[1]] <= 0:
        return topic, None, False
    return topic, int(order[1]), bool(votes[order[1]] >= BETWEEN * votes[topic])


def _placement_error(analysis: Analysis) -> float:
    """How far the set's papers fall from their places when placed by their neighbours, map units."""
    if not len(analysis.xy):
        return float("nan")
    near, similarities = analysis.neighbours[:, :PLACED_BY], analysis.similarities[:, :PLACED_BY]
    alike = (similarities > 0).any(axis=1)
    away = weighted_mean(analysis.xy.astype(np.float64), near[alike], similarities[alike]) - analysis.xy[alike]
    return float(np.quantile(np.linalg.norm(away, axis=1), HELD)) if len(away) else float("nan")


def _own_nearest(analysis: Analysis, vectors: np.ndarray) -> np.ndarray:
    """Each paper's cosine to its nearest other one: the Analysis' own where it was made from these vectors.

    Otherwise computed, for evenly drawn papers of a large set.
    """
    n = len(vectors)
    if n < 2:
        return np.zeros(0, dtype=np.float32)
    if analysis.neighbours.shape[1]:
        some = np.arange(min(n, 50)) * n // min(n, 50)
        found = (vectors[some] * vectors[analysis.neighbours[some, 0]]).sum(axis=1)
        if np.abs(found - analysis.similarities[some, 0]).max() < 1e-3:
            return analysis.similarities[:, 0].copy()
    if n <= SAMPLED:
        return nearest_neighbours(vectors, 1)[1][:, 0]
    some = np.arange(SAMPLED) * n // SAMPLED
    products = vectors[some] @ vectors.T
    products[np.arange(SAMPLED), some] = -np.inf
    nearness: np.ndarray = products.max(axis=1)
    return nearness


def _sentence(
    analysis: Analysis, same: bool, novelty: float | None, topics: tuple[int | None, int | None], between: bool
) -> str:
    """One sentence for the visitor about the placement."""
    first, second = (analysis.topics[number].name if number is not None else "" for number in topics)
    if same:
        return f"This paper is in the set, in “{first}”." if first else "This paper is in the set."
    if not first:
        return "It is like no paper of the set."
    where = f"between “{first}” and “{second}”" if between else f"in “{first}”"
    if novelty is None:
        return f"It falls {where}. The set is too small to say how new it is."
    return f"It falls {where}. It stands farther from its nearest paper than {novelty:.0f} % of the set's papers do."
