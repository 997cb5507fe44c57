"""How quickly the map's questions are answered on 14,000 papers: landing, reading route, contrast, growth, new papers.

Vectors are synthetic, the words of abstracts drawn by Zipf's law; times are medians of several turns.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from components.landscape.embeddings.models import embed
from components.landscape.insights.contrast import contrast
from components.landscape.insights.growth import growth
from components.landscape.insights.placement import place_text, place_vector, prepare_reference_map
from components.landscape.insights.reading_order import plan_reading_order
from components.landscape.layout.alignment import align_maps
from components.landscape.layout.initial_positions import place_new_papers
from components.landscape.result import Analysis, Topic
from tests.bench.row import Row

PAPERS, DIMENSIONS, TOPICS, WORDS = 14_000, 256, 60, 180
NEW = 200


def rows() -> list[Row]:
    """Milliseconds of each answer beside its budget."""
    random = np.random.default_rng(0)
    vectors, topic = made_up_vectors(random)
    analysis = made_up_analysis(vectors, topic, random)
    ids = list(analysis.paper_ids)
    papers = made_up_texts(ids, random)
    prepared = prepare_reference_map(analysis, vectors)
    text = papers["abstract"][0]
    embed([text])  # the file is read once a process
    left, right = (np.array(ids)[np.isin(topic, pair)].tolist() for pair in ((0, 1), (2, 3)))
    votes = dict.fromkeys(ids[::3], 7.0)
    xy = analysis.xy

    def padded(texts: Sequence[str]) -> np.ndarray:
        embed(texts)
        return vectors[:1]

    return [
        timed("land a vector", lambda: place_vector(prepared, vectors[5]), 50),
        timed("land a pasted abstract, words included", lambda: place_text(prepared, "", text, padded), 50),
        timed("route of 40 minutes", lambda: plan_reading_order(ids, vectors, 40, votes=votes), 300),
        timed(
            "route of 300 minutes, 500 papers read", lambda: plan_reading_order(ids, vectors, 300, read=ids[:500]), None
        ),
        timed(f"contrast {len(left)} with {len(right)} papers", lambda: contrast(papers, left, right, vectors), 300),
        timed("growth, 60 topics", lambda: growth(analysis, ids[-700:]), None),
        timed(f"place {NEW} new papers", lambda: place_new_papers(vectors[:NEW], vectors[NEW:], xy[NEW:]), None),
        timed("register a new map", lambda: align_maps(xy[:, ::-1], xy), None),
        timed("make ready for landings, once an Analysis", lambda: prepare_reference_map(analysis, vectors), None),
    ]


def timed(what: str, act: Callable[[], object], budget: float | None, turns: int = 5) -> Row:
    """Median milliseconds of some turns, after one that does not count."""
    act()
    times = []
    for _ in range(turns):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return Row(what, 1000 * float(np.median(times)), "ms", budget)


def made_up_vectors(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """(unit rows around as many centres as topics, the topic of each)."""
    centres = random.normal(size=(TOPICS, DIMENSIONS))
    topic = np.arange(PAPERS) % TOPICS
    drawn = centres[topic] + random.normal(scale=1.2, size=(PAPERS, DIMENSIONS))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32), topic


def made_up_analysis(vectors: np.ndarray, topic: np.ndarray, random: np.random.Generator) -> Analysis:
    """An Analysis around these vectors, its nearest papers those next in the same topic (nobody measures them)."""
    near = (np.arange(PAPERS)[:, None] + TOPICS * np.arange(1, 16)) % PAPERS
    return Analysis(
        key="0" * 32,
        paper_ids=tuple(f"title:{row:012x}" for row in range(PAPERS)),
        xy=random.uniform(-1, 1, size=(PAPERS, 2)).astype(np.float32),
        topic=topic.astype(np.int16),
        second_topic=topic.astype(np.int16),
        strength=np.ones(PAPERS, dtype=np.float32),
        neighbours=near.astype(np.int32),
        similarities=np.einsum("nd,nkd->nk", vectors, vectors[near]).astype(np.float32),
        preserved=np.ones(PAPERS, dtype=np.float32),
        preserved_mean=0.5,
        preserved_by_chance=0.0,
        topics=tuple(
            Topic(f"t{number}", f"Topic {number}", (), int((topic == number).sum()), "", 0, 0)
            for number in range(TOPICS)
        ),
        areas=(),
        model="made up",
        parameters={},
    )


def made_up_texts(ids: list[str], random: np.random.Generator) -> pd.DataFrame:
    """Titles and abstracts of words that are as frequent as those of a language."""
    words = np.array([f"w{chr(97 + number % 26)}rd{number}" for number in range(20_000)])
    drawn = np.minimum(random.zipf(1.3, size=(len(ids), WORDS)) - 1, len(words) - 1)
    abstracts = [" ".join(words[row]) for row in drawn]
    return pd.DataFrame({"paper_id": ids, "title": [each[:60] for each in abstracts], "abstract": abstracts})
