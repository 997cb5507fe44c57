"""A reading order: the papers that cover a set best within some minutes, in order, each saying what it adds.

Every next step is the paper that brings the rest of the set nearest to those chosen (facility location on cosines,
chosen greedily: within 63 % of the best possible, Nemhauser, Wolsey and Fisher 1978). So whoever stops early has
read the best few. Papers with many votes count more; what was read before counts as covered already.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from components.landscape.parameters import parameters_for

MINUTES_EACH = 1.5  # an abstract
CANDIDATES, JUDGES = 2_000, 1_200  # larger sets: papers that may become stops, papers whose cover is counted meanwhile
PAIRS = 700  # papers whose pairs say what near means
LEAST_NEAR = 0.2  # cosine below which no paper covers another


@dataclass(frozen=True, slots=True)
class ReadingStep:
    """One paper of the reading order."""

    paper_id: str
    minutes: float  # since the start, when it is read
    adds: int  # other papers it covers that no earlier stop covers
    covers: int  # other papers it covers at all
    covered: float  # share of the set that the route covers up to here
    topic: str  # "" if unknown
    sentence: str  # "First on State space models; covers 9 others."


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """The papers to read, in order."""

    steps: tuple[ReadingStep, ...]
    minutes: float
    covered: float  # share of the set covered by the route and what was read before
    known: float  # share covered by what was read before
    sentence: str


def plan_reading_order(
    paper_ids: Sequence[str],
    vectors: np.ndarray,
    minutes: float,
    minutes_each: float = MINUTES_EACH,
    votes: Mapping[str, float] | None = None,
    read: Collection[str] = (),
    left_out: Collection[str] = (),
    topics: Mapping[str, str] | None = None,
) -> ReadingOrder:
    """A reading order of papers (`vectors` unit rows in their order) for so many minutes; one step at least.

    `votes` where known; `read` papers (starred, kept) are no stops but cover their surroundings; `left_out` ones
    (hidden) count for nothing. `topics` gives each paper's topic name. No minutes or nothing to read: no stops.
    Deterministic.
    """
    gone, known = set(left_out), set(read) - set(left_out)
    inside = np.array([paper_id not in gone for paper_id in paper_ids], dtype=bool)
    ids = [paper_id for paper_id, stays in zip(paper_ids, inside, strict=True) if stays]
    rows = vectors[inside] if len(ids) else np.zeros((0, 1), dtype=np.float32)
    weight = vote_weights([None if votes is None else votes.get(paper_id) for paper_id in ids])
    done = np.array([paper_id in known for paper_id in ids], dtype=bool)
    count = max(1, int(minutes / minutes_each + 1e-9)) if minutes > 0 and minutes_each > 0 else 0
    chosen = _greedy(rows, weight, done, count)
    near = nearness(rows)
    covered = _covered_by(rows, np.flatnonzero(done), near)
    before = float(covered.mean()) if len(ids) else 0.0
    reaches = _reached(rows, chosen, near)
    steps: list[ReadingStep] = []
    seen: dict[str, int] = {}
    for place, row in enumerate(chosen):
        reached = reaches[:, place]
        adds, covers = int((reached & ~covered).sum() - (not covered[row])), int(reached.sum()) - 1
        fresh = np.flatnonzero(reached & ~covered)
        covered |= reached
        topic = (topics or {}).get(ids[row], "")
        seen[topic] = seen.get(topic, 0) + 1
        beyond = _beyond([ids[other] for other in fresh.tolist()], topic, topics or {})
        share = float(covered.mean())
        reason = _stop_sentence(topic, seen[topic], adds, covers, beyond)
        steps.append(ReadingStep(ids[row], (place + 1) * minutes_each, adds, covers, share, topic, reason))
    share = float(covered.mean()) if len(ids) else 0.0
    return ReadingOrder(
        tuple(steps), len(steps) * minutes_each, share, before, _sentence(steps, share, before, minutes_each)
    )


def vote_weights(votes: Sequence[float | None]) -> np.ndarray:
    """How much each paper counts, mean 1: 1 + log(1 + votes), unknown votes as the usual one. Float64 (n,)."""
    given = np.array([np.nan if vote is None else _number(vote) for vote in votes], dtype=np.float64)
    weight = 1.0 + np.log1p(np.clip(given, 0.0, None))
    known = weight[~np.isnan(weight)]
    if not len(known):
        return np.ones(len(weight))
    weight = np.where(np.isnan(weight), np.median(known), weight)
    shares: np.ndarray = weight / weight.mean()
    return shares


def nearness(vectors: np.ndarray) -> float:
    """The cosine from which one paper covers another: about as near as two papers of one topic are.

    As many pairs are nearer as if the set were cut into its usual number of equal topics.
    """
    n = len(vectors)
    if n < 2:
        return 1.0
    some = np.arange(min(n, PAIRS)) * n // min(n, PAIRS)
    products = vectors[some] @ vectors[some].T
    pairs = products[np.triu_indices(len(some), 1)]
    chosen = parameters_for(n)
    usual_topics = max(1.0, (chosen.topics_least + chosen.topics_most) / 2)
    return max(LEAST_NEAR, float(np.quantile(pairs, 1.0 - 1.0 / usual_topics)))


def _number(vote: float) -> float:
    """A vote as a number; NaN for a missing one (pandas' own kind of missing included)."""
    try:
        return float(vote)
    except (TypeError, ValueError):
        return float("nan")


def _greedy(vectors: np.ndarray, weight: np.ndarray, done: np.ndarray, count: int) -> list[int]:
    """Rows of the stops, in order: each the paper with the largest gain, equal ones by row number.

    Gains only shrink as the route grows, so a paper is looked at again only when it leads the queue (Minoux 1978).
    """
    candidates = np.flatnonzero(~done & vectors.any(axis=1)) if len(vectors) else np.zeros(0, dtype=int)
    if not count or not len(candidates):
        return []
    judges = _spread(len(vectors), JUDGES)
    if len(candidates) > CANDIDATES:
        order = candidates[_spread(len(candidates), len(candidates))]
        candidates = np.sort(order[np.argsort(-weight[order], kind="stable")][:CANDIDATES])
    likeness = np.clip(vectors[candidates] @ vectors[judges].T, 0.0, 1.0)
    own = weight[judges].astype(np.float32)
    best = np.zeros(len(judges), dtype=np.float32)
    for start in range(0, int(done.sum()), CANDIDATES):
        known = vectors[np.flatnonzero(done)[start : start + CANDIDATES]] @ vectors[judges].T
        best = np.maximum(best, np.clip(known.max(axis=0), 0.0, 1.0))
    gains = _gains(likeness, best, own)
    queue = [
        (-round(float(gain), 5), int(row), at) for at, (gain, row) in enumerate(zip(gains, candidates, strict=True))
    ]
    heapq.heapify(queue)
    chosen: list[int] = []
    while queue and len(chosen) < count:
        _, row, at = heapq.heappop(queue)
        fresh = (-round(float(np.maximum(likeness[at] - best, 0.0) @ own), 5), row, at)
        if queue and fresh > queue[0]:
            heapq.heappush(queue, fresh)
            continue
        chosen.append(row)
        best = np.maximum(best, likeness[at])
    return chosen


def _spread(n: int, most: int) -> np.ndarray:
    """At most so many row numbers out of n, evenly spread, in an order whose every beginning is spread as well."""
    golden = np.argsort((np.arange(n) * 0.6180339887498949) % 1.0, kind="stable")
    return golden[:most] if n > most else golden


def _gains(likeness: np.ndarray, best: np.ndarray, own: np.ndarray) -> np.ndarray:
    """What each candidate would add at the start, float32; in blocks, to hold no second matrix."""
    return np.concatenate(
        [np.maximum(likeness[start : start + 256] - best, 0.0) @ own for start in range(0, len(likeness), 256)]
    )


def _covered_by(vectors: np.ndarray, rows: np.ndarray, near: float) -> np.ndarray:
    """Which papers are covered by any of these, bool (n,)."""
    covered = np.zeros(len(vectors), dtype=bool)
    for start in range(0, len(rows), 200):
        covered |= _reached(vectors, rows[start : start + 200].tolist(), near).any(axis=1)
    return covered


def _reached(vectors: np.ndarray, rows: Sequence[int], near: float) -> np.ndarray:
    """Which papers each of these covers, bool (n, rows); a paper covers itself."""
    reached: np.ndarray = vectors @ vectors[list(rows)].T >= near - 1e-6
    reached[rows, np.arange(len(rows))] = True
    return reached


def _beyond(fresh: Sequence[str], topic: str, topics: Mapping[str, str]) -> tuple[str, int]:
    """The other topic it covers most papers of, with their number, where that is a third of all; else ("", 0)."""
    counts: dict[str, int] = {}
    for paper_id in fresh:
        name = topics.get(paper_id, "")
        if name and name != topic:
            counts[name] = counts.get(name, 0) + 1
    if not counts:
        return "", 0
    name = min(counts, key=lambda each: (-counts[each], each))
    return (name, counts[name]) if counts[name] * 3 >= len(fresh) else ("", 0)


def _stop_sentence(topic: str, turn: int, adds: int, covers: int, beyond: tuple[str, int]) -> str:
    """What a stop adds: "First on State space models; covers 9 others, 4 of them on Speech."."""
    about = "" if not topic else f"First on {topic}; " if turn == 1 else f"Number {turn} on {topic}; "
    if adds:
        others = f"{adds:,} {'other' if adds == 1 else 'others'}" if adds == covers else f"{adds:,} more"
        across = f", {beyond[1]:,} of them on {beyond[0]}" if beyond[0] and topic else ""
        sentence = f"covers {others}{across}."
    elif covers:
        sentence = "a closer look at what is covered."
    else:
        sentence = "near to no other paper."
    return about + sentence if about else sentence[0].upper() + sentence[1:]


def _sentence(steps: Sequence[ReadingStep], share: float, before: float, minutes_each: float) -> str:
    if not steps:
        return "There is nothing left to read." if before else "No paper fits into this time."
    papers = "1 paper" if len(steps) == 1 else f"{len(steps)} papers"
    known = f" ({before:.0%} were covered before)".replace("%", " %") if before else ""
    cover = f"{share:.0%} of the set".replace("%", " %")
    return f"{papers} in {len(steps) * minutes_each:.0f} minutes cover {cover}{known}."
