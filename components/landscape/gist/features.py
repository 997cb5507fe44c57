"""What is measured of a sentence beside its words: place, length, likeness to the title and to the whole abstract."""

from __future__ import annotations

import numpy as np

from components.landscape.gist.reading import Batch

_LENGTHS = (4.0, 8.0, 12.0, 16.0, 20.0, 25.0, 30.0, 40.0, 60.0)  # words: between two, a share of both
_PLACES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)  # of the abstract
_FIRST, _LAST = 5, 4  # sentences from the beginning and the end that have a feature of their own


def ngrams(batch: Batch, size: int, pairs: np.ndarray, triples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(sentence, feature) of every known word, pair and triple, with repeats, by feature kind and then in order.

    `size` words are known; `pairs` and `triples` are sorted int64 keys, words as digits to the base `size`. Features
    count on: words, pairs, triples.
    """
    tokens, known = batch.tokens, batch.tokens < size
    found = [(batch.sentence[known], tokens[known])]
    two = known[:-1] & known[1:]
    at = np.flatnonzero(two)
    keys = tokens[at] * size + tokens[at + 1]
    hit, number = _look_up(keys, pairs)
    found.append((batch.sentence[at[hit]], size + number))
    three = np.flatnonzero(two[:-1] & two[1:])
    keys = (tokens[three] * size + tokens[three + 1]) * size + tokens[three + 2]
    hit, number = _look_up(keys, triples)
    found.append((batch.sentence[three[hit]], size + len(pairs) + number))
    return np.concatenate([one for one, _ in found]), np.concatenate([one for _, one in found])


def measures(batch: Batch, idf: np.ndarray, rarest: float) -> np.ndarray:
    """A row a sentence, float32 (s, m). `idf` is the weight of each known stem, that of new ones is `rarest`."""
    sentences, papers = len(batch.paper), len(batch.counts)
    stems = batch.stem[batch.tokens]
    weights = np.concatenate([idf, np.full(max(0, int(batch.stem.max(initial=0)) + 1 - len(idf)), rarest)])
    weight = weights[stems]
    of_paper = batch.paper[batch.sentence]
    base = len(weights)
    length = np.bincount(batch.sentence, minlength=sentences) - 2.0

    def summed(values: np.ndarray) -> np.ndarray:
        return np.bincount(batch.sentence, weights=values, minlength=sentences)

    # Likeness to the title: shares of its weight, and of its neighbouring words.
    title_stems = batch.stem[batch.title_tokens]
    title_keys = np.unique(batch.title_paper * base + title_stems)
    title_weight = np.bincount(title_keys // base, weights=weights[title_keys % base], minlength=papers)
    keys, back = np.unique(batch.sentence * base + stems, return_inverse=True)  # each stem of a sentence once
    own, own_weight = keys // base, weights[keys % base]
    in_title = _holds(title_keys, batch.paper[own] * base + keys % base)
    shared = np.bincount(own, weights=own_weight * in_title, minlength=sentences)
    total = np.bincount(own, weights=own_weight, minlength=sentences)
    recall = shared / np.maximum(title_weight[batch.paper], 1e-9)
    precision = shared / np.maximum(total, 1e-9)
    f = 2 * recall * precision / np.maximum(recall + precision, 1e-9)
    same = batch.title_paper[1:] == batch.title_paper[:-1]
    title_pairs = np.unique(((batch.title_paper[1:] * base + title_stems[:-1]) * base + title_stems[1:])[same])
    pair_count = np.bincount(title_pairs // base // base, minlength=papers)
    sentence_pairs = (of_paper[1:] * base + stems[:-1]) * base + stems[1:]
    pairs = np.bincount(batch.sentence[1:], weights=_holds(title_pairs, sentence_pairs), minlength=sentences)
    pair_share = np.minimum(pairs / np.maximum(pair_count[batch.paper], 1), 1)
    # Likeness to the whole abstract: cosine of tf-idf.
    document, inverse, times = np.unique(of_paper * base + stems, return_inverse=True, return_counts=True)
    whole = (1 + np.log(times)) * weights[document % base]
    norm = np.sqrt(np.bincount(document // base, weights=whole * whole, minlength=papers))
    first = np.zeros(len(keys), np.int64)
    first[back] = inverse
    product = np.bincount(own, weights=own_weight * whole[first], minlength=sentences)
    size = np.sqrt(np.bincount(own, weights=own_weight**2, minlength=sentences))
    cosine = product / np.maximum(size * norm[batch.paper], 1e-9)
    repeated = np.bincount(own, weights=(times[first] > 1) * (own_weight > 0), minlength=sentences)
    content = np.bincount(own, weights=own_weight > 0, minlength=sentences)
    # Place.
    start = np.cumsum(batch.counts) - batch.counts
    place = np.arange(sentences) - start[batch.paper]
    left = batch.counts[batch.paper] - 1 - place
    share = place / np.maximum(batch.counts[batch.paper] - 1, 1)
    mean = np.bincount(batch.paper, weights=length, minlength=papers) / np.maximum(batch.counts, 1)
    return np.column_stack(
        [
            *(place == number for number in range(_FIRST)),
            *(left == number for number in range(_LAST)),
            *_between(share, _PLACES),
            *_between(length, _LENGTHS),
            np.log1p(length),
            length / np.maximum(mean[batch.paper], 1),
            recall, precision, f, recall * recall, _relative(f, batch, start), _relative(recall, batch, start),
            pairs.clip(max=6), pair_share, _relative(pair_share, batch, start),
            cosine, _relative(cosine, batch, start), _relative(product, batch, start),
            repeated / np.maximum(content, 1), repeated.clip(max=12),
            content / np.maximum(length, 1), summed(weight) / np.maximum(length, 1),
            batch.signs[:, 0].clip(max=6), batch.signs[:, 1].clip(max=4), batch.signs[:, 2].clip(max=8),
            batch.signs[:, 3],
            1.0 / np.maximum(batch.counts[batch.paper], 1),
            *(column for cue in batch.cues.T for column in _cue(cue, batch, start, place)),
        ]
    ).astype(np.float32)  # fmt: skip


def _cue(has: np.ndarray, batch: Batch, start: np.ndarray, place: np.ndarray) -> list[np.ndarray]:
    """Where a sentence stands to the first of its paper that has a cue: is it, comes before or after, how far."""
    sentences = len(has)
    first = np.minimum.reduceat(np.where(has, place, sentences), start)[batch.paper] if sentences else place
    there = first < sentences
    distance = np.where(there, np.clip(place - first, -4, 4), 0)
    return [has, has & (place == first), there, distance, there & (place < first), has & (place > first)]


def _look_up(keys: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(which of the keys are known, the place of each of those among the known)."""
    if not len(known) or not len(keys):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    at = np.searchsorted(known, keys).clip(max=len(known) - 1)
    hit = np.flatnonzero(known[at] == keys)
    return hit, at[hit]


def _holds(known: np.ndarray, keys: np.ndarray) -> np.ndarray:
    if not len(known):
        return np.zeros(len(keys), bool)
    found: np.ndarray = known[np.searchsorted(known, keys).clip(max=len(known) - 1)] == keys
    return found


def _relative(values: np.ndarray, batch: Batch, start: np.ndarray) -> np.ndarray:
    """Each value by the greatest of its paper."""
    most = np.maximum.reduceat(values, start)
    relative: np.ndarray = values / np.maximum(most[batch.paper], 1e-9)
    return relative


def _between(values: np.ndarray, knots: tuple[float, ...]) -> list[np.ndarray]:
    """Columns that together draw any line with bends at the knots: 1 at a knot, falling to 0 at its neighbours."""
    unit = np.eye(len(knots))
    return [np.interp(values, knots, row) for row in unit]
