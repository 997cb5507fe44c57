"""Train the built-in vectors: abstracts in, `data/models/vectors.npz` and its card out.

    python -m training.vectors --corpus FILE.jsonl.xz

The recipe: the commonest words and word pairs; vectors started from an SVD of tf-idf; contrastive learning of title
against abstract and half against half; then the directions weighed by how much the literature uses them, and some
hundred region centres. One paper in ten is held out (see `corpus`); `python -m training.figures` measures on those.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags

from components.landscape.embeddings.builtin import FILE, quantised
from components.landscape.embeddings.terms import paper_text, terms
from components.landscape.embeddings.vocabulary import Vocabulary
from training.contrast import Moments, loss_and_gradient
from training.corpus import Abstract, read_corpus, split


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that shapes the result, with the values it was shipped with."""

    features: int = 40_000
    dimensions: int = 256
    temperature: float = 0.1
    dropout: float = 0.3  # share of a text's features hidden in each view
    batch: int = 2_048
    rate: float = 2e-3
    weight_rate: float = 5e-3
    epochs: int = 10
    title_share: float = 0.5  # of the pairs: title against abstract; the others are half against half
    emphasis: float = 1.0  # 0: all directions alike; 1: by the spread the literature has along them
    regions: int = 500
    region_temperature: float = 0.15  # of the softmax over regions when a text is embedded
    region_step: float = 1.0  # length of the step towards the regions
    random_state: int = 0


class Parts:
    """Every paper's parts as counted features, ready to be put together into texts quickly."""

    def __init__(self, papers: list[Abstract], vocabulary: Vocabulary) -> None:
        parts = [paper.parts() for paper in papers]
        self.ends = np.cumsum([len(each) for each in parts])
        self.starts = np.append(0, self.ends[:-1])
        counts = vocabulary.count([text for each in parts for text in each])
        self.feature, self.times = counts.feature, counts.times
        self.first = np.searchsorted(counts.text, np.arange(self.ends[-1] + 1))
        self.width = len(vocabulary)

    def matrix(self, texts: list[np.ndarray]) -> csr_matrix:
        """Texts, each given as numbers of parts, as rows of 1 + log(times) weights."""
        pieces = np.concatenate(texts)
        lengths = self.first[pieces + 1] - self.first[pieces]
        rows = np.repeat(np.repeat(np.arange(len(texts)), [len(text) for text in texts]), lengths)
        offsets = np.repeat(self.first[pieces] - np.append(0, np.cumsum(lengths)[:-1]), lengths)
        cells = np.arange(lengths.sum()) + offsets
        summed = csr_matrix(
            (self.times[cells].astype(np.float32), (rows, self.feature[cells])), (len(texts), self.width)
        )
        summed.data = 1.0 + np.log(summed.data)
        return summed


def choose_vocabulary(papers: list[Abstract], features: int) -> tuple[Vocabulary, np.ndarray, np.ndarray]:
    """The commonest words and pairs: (vocabulary, papers saying each feature, share of those with it in the title)."""
    saying: Counter[str] = Counter()
    titled: Counter[str] = Counter()
    for paper in papers:
        in_title = set(terms(paper.title))
        titled.update(in_title)
        saying.update(in_title | set(terms(paper.abstract)))
    chosen = sorted(saying, key=lambda term: (-saying[term], term))[:features]
    words = [term for term in chosen if " " not in term]
    number = {word: index for index, word in enumerate(words)}
    pairs = [term for term in chosen if " " in term and set(term.split()) <= number.keys()]
    ordered = words + pairs
    numbered = np.array([[number[word] for word in pair.split()] for pair in pairs], dtype=np.int32).reshape(-1, 2)
    counts = np.array([saying[term] for term in ordered], dtype=np.float64)
    return Vocabulary(tuple(words), numbered), counts, np.array([titled[term] for term in ordered]) / counts


def train(parts: Parts, saying: np.ndarray, recipe: Recipe) -> np.ndarray:
    """Learn the features' vectors, each already times its weight: float32 (features, dimensions)."""
    papers = len(parts.ends)
    rarity = np.log((1 + papers) / (1 + saying)) + 1
    weight = np.log(rarity / rarity.mean()).astype(np.float32)
    table = _svd_start(parts, rarity, recipe)
    moments, weight_moments = Moments.of(table), Moments.of(weight)
    chance = np.random.default_rng(recipe.random_state)
    batches = papers // recipe.batch
    began, number = time.perf_counter(), 0
    for epoch in range(recipe.epochs):
        order, losses = chance.permutation(papers), []
        for batch in np.split(order[: batches * recipe.batch], batches):
            number += 1
            ease = min(1.0, number / 10) * 0.5 * (1 + np.cos(np.pi * number / (recipe.epochs * batches)))
            halves = [_views(parts, paper, recipe, chance) for paper in batch]
            left, right = (_hidden(parts.matrix([pair[side] for pair in halves]), recipe, chance) for side in (0, 1))
            loss, by_table, by_weight = loss_and_gradient(left, right, table, weight, recipe.temperature)
            moments.step(table, by_table, recipe.rate * ease, number)
            weight_moments.step(weight, by_weight, recipe.weight_rate * ease, number)
            losses.append(loss)
        _say(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}, {time.perf_counter() - began:.0f} s")
    weighted: np.ndarray = table * np.exp(weight)[:, None]
    return weighted


def _svd_start(parts: Parts, rarity: np.ndarray, recipe: Recipe) -> np.ndarray:
    from sklearn.utils.extmath import randomized_svd

    whole = parts.matrix(
        [np.append(first, np.arange(first, end)) for first, end in zip(parts.starts, parts.ends, strict=True)]
    )
    weighed = whole @ diags(rarity.astype(np.float32))
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    scaled = (diags(1 / np.maximum(lengths, 1e-9)) @ weighed).astype(np.float32)
    _, _, directions = randomized_svd(scaled, recipe.dimensions, n_iter=3, random_state=recipe.random_state)
    start = directions.T.astype(np.float32)
    sized: np.ndarray = start / np.linalg.norm(start, axis=1).mean()
    return sized


def _views(parts: Parts, paper: int, recipe: Recipe, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Two texts of one paper: title and abstract, or two random halves of the abstract's sentences."""
    title, sentences = parts.starts[paper : paper + 1], np.arange(parts.starts[paper] + 1, parts.ends[paper])
    if len(sentences) < 2 or chance.random() < recipe.title_share:
        return title, sentences if len(sentences) else title
    mixed = chance.permutation(sentences)
    return mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]


def _hidden(texts: csr_matrix, recipe: Recipe, chance: np.random.Generator) -> csr_matrix:
    texts.data *= chance.random(len(texts.data)) >= recipe.dropout
    texts.eliminate_zeros()
    return texts.astype(np.float32)


def emphasised(table: np.ndarray, texts: csr_matrix, emphasis: float) -> np.ndarray:
    """The table turned so that directions the literature spreads along weigh more; folded in, it costs nothing later.

    Contrastive learning spreads texts evenly over all directions, which tells single papers apart. Neighbourhoods
    are better judged by the directions whole fields differ in.
    """
    rows = texts @ table
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    spread, directions = np.linalg.eigh((rows.T @ rows / len(rows)).astype(np.float64))
    turned = directions * np.maximum(spread, 0) ** (emphasis / 2)
    rotated: np.ndarray = (table @ turned[:, ::-1]).astype(np.float32)
    return rotated


def regions_of(table: np.ndarray, texts: csr_matrix, recipe: Recipe) -> np.ndarray:
    """Centres of the regions the literature falls into, float32 (regions, d), unit rows."""
    from sklearn.cluster import MiniBatchKMeans

    rows = texts @ table
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    means = MiniBatchKMeans(
        recipe.regions, batch_size=4_096, n_init=1, max_iter=12, random_state=recipe.random_state
    ).fit(rows)
    centres = means.cluster_centers_
    unit: np.ndarray = (centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return unit


def write(
    path: Path,
    vocabulary: Vocabulary,
    table: np.ndarray,
    regions: np.ndarray,
    in_titles: np.ndarray,
    card: dict[str, Any],
) -> None:
    """The file the product reads (see `components.landscape.embeddings.builtin`), a byte a number."""
    small, scale = quantised(table)
    small_regions, regions_scale = quantised(regions)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(vocabulary.words).encode(), dtype=np.uint8),
        pairs=vocabulary.pairs,
        table=small,
        table_scale=scale,
        regions=small_regions,
        regions_scale=regions_scale,
        in_titles=np.round(in_titles * 255).astype(np.uint8),
        card=np.frombuffer(json.dumps(card, ensure_ascii=True).encode(), dtype=np.uint8),
    )


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def main() -> int:
    """Train and write; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="JSON lines: arxiv_id, title, abstract, category")
    parser.add_argument("--output", type=Path, default=FILE)
    arguments = parser.parse_args()
    recipe = Recipe()
    papers, held_out = split(read_corpus(arguments.corpus))
    vocabulary, saying, in_titles = choose_vocabulary(papers, recipe.features)
    _say(f"{len(papers)} papers to train on, {len(held_out)} held out, {len(vocabulary)} features")
    parts = Parts(papers, vocabulary)
    learnt = train(parts, saying, recipe)
    sample = papers[:20_000]
    counted = vocabulary.count([paper_text(paper.title, paper.abstract) for paper in sample])
    weights = (1.0 + np.log(counted.times)).astype(np.float32)
    texts = csr_matrix((weights, (counted.text, counted.feature)), (len(sample), len(vocabulary)))
    table = emphasised(learnt, texts, recipe.emphasis)
    card = {
        "name": "Digest Atlas vectors 1",
        "trained_on": f"{len(papers)} arXiv titles and abstracts (computer science, {held_out_note(len(held_out))})",
        "licence": "CC0 1.0, like the metadata it was learnt from",
        "features": len(vocabulary),
        "dimensions": recipe.dimensions,
        "warmth": recipe.region_temperature,
        "pull": recipe.region_step,
        "recipe": asdict(recipe),
    }
    write(arguments.output, vocabulary, table, regions_of(table, texts, recipe), in_titles, card)
    _say(f"{arguments.output}: {arguments.output.stat().st_size / 1e6:.1f} MB")
    return 0


def held_out_note(papers: int) -> str:
    """How the card speaks of the papers that were kept back."""
    return f"{papers} more held out for measuring"


if __name__ == "__main__":
    sys.exit(main())
