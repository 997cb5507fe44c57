"""Topics beside BERTopic's on the same vectors: how many, how stable, how well they agree with arXiv's categories.

The large set is a sample of the corpus named by DIGEST_ATLAS_CORPUS (see `landscape`). BERTopic is not a requirement
of the product: where DIGEST_ATLAS_BERTOPIC names a Python that has it, it is run there; without, its column is empty.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from components.enrichment.bundled import bundled_library
from components.landscape.embeddings.models import embed
from components.landscape.embeddings.neighbours import nearest_neighbours
from components.landscape.embeddings.stopwords import ABSTRACT_WORDS, FUNCTION_WORDS
from components.landscape.embeddings.terms import paper_texts
from components.landscape.parameters import parameters_for
from components.landscape.result import Analysis
from components.landscape.topics.clustering import Tree, build_tree, neighbour_smoothed
from components.landscape.topics.hierarchy import cut, ranked
from components.landscape.topics.topic_selection import select_topics
from components.papers.library import Library
from tests.bench.landscape import CORPUS, SAMPLE
from tests.bench.row import Row, peers_wanted

BERTOPIC = "DIGEST_ATLAS_BERTOPIC"
RESAMPLES, PART = 10, 0.8
PROGRAM = """
import json, sys, time
import numpy as np
from bertopic import BERTopic
from umap import UMAP
texts, vectors, wanted = json.load(open(sys.argv[1])), np.load(sys.argv[2]), int(sys.argv[3])
began = time.time()
model = BERTopic(embedding_model=None, umap_model=UMAP(n_neighbors=min(15, len(texts) - 1), n_components=5,
                 min_dist=0.0, metric="cosine", random_state=42))
labels = [int(each) for each in model.fit_transform(texts, vectors)[0]]
seconds = time.time() - began
names = [str(each) for each in model.get_topic_info()["Name"]][:6]
if 0 < wanted < max(labels):
    model.reduce_topics(texts, nr_topics=wanted + 1)
reduced = [int(each) for each in model.topics_]
spread = model.reduce_outliers(texts, reduced, strategy="embeddings", embeddings=vectors) if -1 in reduced else reduced
json.dump({"labels": labels, "reduced": reduced, "spread": [int(each) for each in spread], "seconds": seconds,
           "names": names}, open(sys.argv[4], "w"))
"""


@dataclass(frozen=True)
class Peer:
    """What BERTopic made of a set: labels −1 are papers left out."""

    labels: np.ndarray
    reduced: np.ndarray  # to as many topics as ours
    spread: np.ndarray  # the same with the left-out papers given to the nearest topic
    seconds: float
    names: tuple[str, ...]

    @property
    def topics(self) -> int:
        """How many it found by itself."""
        return int(self.labels.max()) + 1

    @property
    def left_out(self) -> float:
        """Share of papers in no topic."""
        return float((self.labels < 0).mean())


def rows() -> list[Row]:
    """Measure what can be measured here."""
    found = _bundled_rows(bundled_library())
    corpus = os.environ.get(CORPUS, "")
    return found + (_large_rows(Path(corpus)) if corpus else [])


def _bundled_rows(library: Library) -> list[Row]:
    papers = library.papers.sort_values("paper_id")
    texts = paper_texts(papers["title"], papers["abstract"])
    vectors = embed(texts)
    whole = _topics(vectors)
    analysis = _arranged_whole(papers, vectors)
    peer = _peer(papers, vectors, len(analysis.topics))
    ids = papers["paper_id"].tolist()
    kept = {}
    for digest in library.digests:
        mine = set(library.appearances.loc[library.appearances["digest_id"] == digest.digest_id, "paper_id"])
        held = np.array([row for row, each in enumerate(ids) if each in mine])
        kept[digest.label] = agreeing(_topics(vectors[held]), whole[held])
    stable = [adjusted(whole[part], _topics(vectors[part])) for part in _parts(len(vectors))]
    count = len(analysis.topics)
    words = {word for topic in analysis.topics for word in topic.name.lower().replace(",", "").split()}
    return [
        Row("bundled: topics", count, "", 8, f"BERTopic {peer.topics}" if peer else "", more_is_better=True),
        Row("the same, at most", count, "", 14),
        Row("bundled: papers left out", 0.0, "%", 0, f"BERTopic {100 * peer.left_out:.0f} %" if peer else ""),
        Row("bundled: names alike", count - len({t.name for t in analysis.topics}), "", 0, _told(peer)),
        Row("bundled: stop words in names", len(words & FUNCTION_WORDS - {"of", "to", "in"}), "", 0),
        Row("bundled: names that are but an abstract's words", _empty_names(analysis), "", 0),
        Row("bundled: phrases that belong to one topic", exclusivity(analysis), "", 1.0, more_is_better=True),
        Row(f"bundled: ARI of {RESAMPLES} samples of {PART:.0%}", float(np.mean(stable)), "", 0.6, more_is_better=True),
        *(
            Row(f"topics of {label} kept when the other comes", 100 * share, "%", 80, more_is_better=True)
            for label, share in kept.items()
        ),
    ]


def _large_rows(path: Path) -> list[Row]:
    papers = _labelled(path).sort_values("paper_id", ignore_index=True)
    vectors = embed(paper_texts(papers["title"], papers["abstract"]))
    near = nearest_neighbours(vectors, 15)
    began = time.process_time()
    tree = build_tree(neighbour_smoothed(vectors, *near), parameters_for(len(vectors)))
    grown = time.process_time() - began
    analysis = _arranged_whole(papers, vectors)
    named = analysis.parameters["seconds of names"]
    titles = papers["title"].tolist()
    turns: list[float] = []
    for count in (5, 20, tree.default_count + 20, int(tree.leaf.max()) + 1):
        each = []
        for _ in range(3):
            began = time.perf_counter()
            select_topics(analysis, titles, count)
            each.append(1000 * (time.perf_counter() - began))
        turns.append(min(each))
    categories = np.unique(papers["category"], return_inverse=True)[1]
    ours = analysis.topic.astype(int)
    peer = _peer(papers, vectors, tree.default_count)
    seconds = f"BERTopic {peer.seconds:.0f} s" if peer else ""
    return [
        Row("14,000 papers: topics", tree.default_count, "", None, f"BERTopic {peer.topics}" if peer else ""),
        Row("14,000: papers left out", 0.0, "%", 0, f"BERTopic {100 * peer.left_out:.0f} %" if peer else ""),
        Row("14,000: mutual information with categories", informing(categories, ours), "",
            informing(categories, peer.reduced) if peer else None, _both(categories, peer, informing), True),
        Row("14,000: purity", purity(categories, ours), "", purity(categories, peer.reduced) if peer else None,
            _both(categories, peer, purity), True),
        Row("14,000: phrases that belong to one topic", exclusivity(analysis), "", 1.0, more_is_better=True),
        Row("14,000: topics and names, of processor", grown + named, "s", 5, seconds),
        Row("14,000: another level of the slider, slowest", max(turns), "ms", 300),
    ]  # fmt: skip


def _told(peer: Peer | None) -> str:
    return f"BERTopic {', '.join(peer.names[:2])}" if peer else ""


def _both(categories: np.ndarray, peer: Peer | None, score: Callable[[np.ndarray, np.ndarray], float]) -> str:
    if peer is None:
        return ""
    return (
        f"BERTopic {score(categories, peer.reduced):.3f}, its outliers given away {score(categories, peer.spread):.3f}"
    )


def _empty_names(analysis: Analysis) -> int:
    return sum(set(topic.name.lower().split()) <= ABSTRACT_WORDS | FUNCTION_WORDS for topic in analysis.topics)


def _topics(vectors: np.ndarray) -> np.ndarray:
    """The usual topics of some papers, as the product finds them."""
    tree: Tree = build_tree(neighbour_smoothed(vectors, *nearest_neighbours(vectors, 15)), parameters_for(len(vectors)))
    return ranked(cut(tree.merges, int(tree.leaf.max()) + 1, tree.default_count)[tree.leaf]).astype(int)


def _arranged_whole(papers: pd.DataFrame, vectors: np.ndarray) -> Analysis:
    """The Analysis of a set without its map, with how long its names took in the parameters."""
    from unittest.mock import patch

    from components.landscape.analysis import pipeline
    from components.landscape.analysis.executor import Executor

    steps: list[tuple[str, float]] = []
    order = np.argsort(papers["paper_id"].to_numpy(), kind="stable")
    flat = np.zeros((0, 2), dtype=np.float32)
    with (
        patch.object(pipeline, "map_coordinates", lambda *_: flat),
        patch.object(pipeline, "embed_set", lambda *_: vectors[order]),
    ):
        one_block = Executor(block=len(papers))  # one call for all vectors, and one step after the other
        told = lambda what, _: steps.append((what, time.process_time()))  # noqa: E731
        analysis = pipeline.compute_analysis(papers, told, executor=one_block)
    times = dict(zip([what for what, _ in steps], np.diff([at for _, at in steps]), strict=False))
    analysis.parameters["seconds of names"] = float(times["Naming the topics"])
    return analysis


def _labelled(path: Path) -> pd.DataFrame:
    import random

    from training.corpus import read_corpus

    chosen = random.Random(0).sample(read_corpus(path), SAMPLE)
    return pd.DataFrame(
        {
            "paper_id": [f"arxiv:{paper.arxiv_id}" for paper in chosen],
            "title": [paper.title for paper in chosen],
            "abstract": [paper.abstract for paper in chosen],
            "category": [paper.category for paper in chosen],
        }
    )


def _parts(count: int) -> list[np.ndarray]:
    size = int(PART * count)
    return [np.sort(np.random.default_rng(seed).choice(count, size, replace=False)) for seed in range(RESAMPLES)]


def _peer(papers: pd.DataFrame, vectors: np.ndarray, wanted: int) -> Peer | None:
    """BERTopic on the same texts and vectors, in a Python of its own; None where there is none."""
    python = os.environ.get(BERTOPIC, "")
    if not python or not peers_wanted():
        return None
    with tempfile.TemporaryDirectory() as folder:
        texts, rows, out = (Path(folder) / name for name in ("texts.json", "vectors.npy", "out.json"))
        texts.write_text(json.dumps([f"{t}. {a}" for t, a in zip(papers["title"], papers["abstract"], strict=True)]))
        np.save(rows, vectors)
        subprocess.run([python, "-c", PROGRAM, str(texts), str(rows), str(wanted), str(out)], check=True)
        told = json.loads(out.read_text())
    labels, reduced, spread = (np.array(told[name]) for name in ("labels", "reduced", "spread"))
    return Peer(labels, reduced, spread, told["seconds"], tuple(told["names"]))


def exclusivity(analysis: Analysis) -> float:
    """Share of the topics' phrases that no other topic has."""
    phrases = [phrase.lower() for topic in analysis.topics for phrase in topic.phrases]
    return len(set(phrases)) / max(len(phrases), 1)


def informing(categories: np.ndarray, labels: np.ndarray) -> float:
    """Adjusted mutual information; papers left out count as one more topic."""
    from sklearn.metrics import adjusted_mutual_info_score

    return float(adjusted_mutual_info_score(categories, labels))


def adjusted(one: np.ndarray, other: np.ndarray) -> float:
    """Adjusted Rand index."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(one, other))


def purity(categories: np.ndarray, labels: np.ndarray) -> float:
    """Share of papers that have their topic's commonest category."""
    counts = pd.crosstab(labels, categories).to_numpy()
    return float(counts.max(axis=1).sum() / counts.sum())


def agreeing(one: np.ndarray, other: np.ndarray) -> float:
    """Share of papers that stay in their topic when topics are matched one to one as well as can be."""
    from scipy.optimize import linear_sum_assignment

    counts = pd.crosstab(one, other).to_numpy()
    return float(counts[linear_sum_assignment(-counts)].sum() / counts.sum())
