"""The landscape: how fast papers become vectors, neighbours, topics and a map, and how much the map keeps.

The papers are a sample of a corpus of abstracts named by DIGEST_ATLAS_CORPUS (JSON lines, `.xz` or plain, with
arxiv_id, title, abstract); without it only the bundled digests are measured.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from components.enrichment.bundled import bundled_library
from components.landscape.analysis import cache
from components.landscape.analysis.pipeline import MAP, NAMES, TOPICS, compute_analysis
from components.landscape.embeddings.models import embed
from components.landscape.embeddings.terms import paper_texts
from components.landscape.layout.trustworthiness import nearest_on_map
from components.landscape.result import Analysis, analysis_key
from tests.bench.row import Row

CORPUS = "DIGEST_ATLAS_CORPUS"
SAMPLE = 14_000
SAMPLED = 3_000  # papers whose neighbours are compared
LOOKED_AT = 10


def rows() -> list[Row]:
    """Measure what can be measured here."""
    papers = bundled_library().papers
    began = time.perf_counter()
    shipped = cache.get(analysis_key(papers))
    found = [Row("bundled analysis found and opened", time.perf_counter() - began, "s", 1.5)]
    if shipped is not None:
        found.append(
            Row(
                "bundled map keeps of the 5 nearest",
                100 * shipped.preserved_mean,
                "%",
                45,
                f"chance {shipped.preserved_by_chance:.0%}",
                more_is_better=True,
            )
        )
    corpus = os.environ.get(CORPUS, "")
    return found + (_sample_rows(_sample(Path(corpus), SAMPLE)) if corpus else [])


def _sample(path: Path, size: int) -> pd.DataFrame:
    from training.corpus import read_corpus

    chosen = random.Random(0).sample(read_corpus(path), size)
    return pd.DataFrame(
        {
            "paper_id": [f"arxiv:{paper.arxiv_id}" for paper in chosen],
            "title": [paper.title for paper in chosen],
            "abstract": [paper.abstract for paper in chosen],
        }
    )


def _sample_rows(papers: pd.DataFrame) -> list[Row]:
    texts = paper_texts(papers["title"], papers["abstract"])
    began = time.process_time()
    vectors = embed(texts)
    speed = len(texts) / (time.process_time() - began)
    seconds = []
    with tempfile.TemporaryDirectory() as compiled:
        for _ in range(2):
            steps: list[tuple[str, float]] = []
            analysis = compute_analysis(papers, _clock(steps), compiled=Path(compiled))
            steps.append(("end", time.perf_counter()))
            seconds.append(_spans(steps))
    trust, kept = _quality(vectors, analysis)
    first, second = seconds
    return [
        Row("abstracts embedded a second of processor", speed, "abstracts", 3_000, more_is_better=True),
        Row(
            f"{len(papers):,} papers analysed, compiling as needed", sum(first.values()), "s", 25, "plain pipeline 80 s"
        ),
        Row(f"{len(papers):,} papers analysed again", sum(second.values()), "s", 15, "plain pipeline 64 s"),
        Row(
            "of it topics, names and map, side by side",
            sum(second[what] for what in (TOPICS, NAMES, MAP)),
            "s",
            15,
            "the map alone: umap-learn defaults 12 s, openTSNE 82 s",
        ),
        Row("trustworthiness at 10", trust, "", 0.970, "umap-learn .945, openTSNE .966", more_is_better=True),
        Row("10 nearest kept by the map", kept, "", 0.28, "umap-learn .18, openTSNE .37", more_is_better=True),
    ]


def _clock(steps: list[tuple[str, float]]) -> Callable[[str, float], None]:
    return lambda what, _share: steps.append((what, time.perf_counter()))


def _spans(steps: list[tuple[str, float]]) -> dict[str, float]:
    return {what: end - start for (what, start), (_, end) in pairwise(steps)}


def _quality(vectors: np.ndarray, analysis: Analysis) -> tuple[float, float]:
    """(trustworthiness at 10 among sampled papers, share of their 10 nearest of all that are among 10 on the map)."""
    from sklearn.manifold import trustworthiness

    sampled = np.random.default_rng(0).choice(len(vectors), min(SAMPLED, len(vectors)), replace=False)
    trust = trustworthiness(vectors[sampled], analysis.xy[sampled], n_neighbors=LOOKED_AT, metric="cosine")
    shown = nearest_on_map(analysis.xy, LOOKED_AT)[sampled]
    true = analysis.neighbours[sampled, :LOOKED_AT]
    return float(trust), float((true[:, :, None] == shown[:, None, :]).any(axis=2).mean())
