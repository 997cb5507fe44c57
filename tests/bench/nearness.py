"""What it costs to answer a search and to name the nearest papers, at 14,000 and 64,000 made-up papers.

In processor time, so that other work on the machine does not count. Half of the queries have a word mistyped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

from components.finding.index import prepare
from components.finding.query import matches
from components.landscape.embeddings.models import embed
from components.landscape.nearness.nearness import Nearness, best
from components.landscape.nearness.shared_phrases import SharedPhrases
from tests.bench.finding import query, shelf
from tests.bench.row import Row

SIZES = {14_000: 100.0, 64_000: 300.0}  # papers → milliseconds of processor time from a key to its result
QUERIES = 60


def rows() -> list[Row]:
    """The figures for each size."""
    return [row for count, budget in SIZES.items() for row in measured(count, budget)]


def measured(count: int, budget: float) -> list[Row]:
    """The figures for one number of papers."""
    generator = np.random.default_rng(0)
    catalogue = shelf(count, generator)
    titles, abstracts = catalogue["title"].tolist(), catalogue["abstract"].tolist()
    vectors = generator.normal(size=(count, embed(["attention"]).shape[1])).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    start = time.process_time()
    nearness = Nearness.of(titles, abstracts, vectors, embed)
    read = time.process_time() - start
    prepare(catalogue)
    queries = [query(catalogue, generator) for _ in range(QUERIES)]
    queries = [f"attenton {line[:-1]}" if number % 2 else f"attention {line}" for number, line in enumerate(queries)]

    def answer(line: str) -> None:
        matches(line, catalogue)
        best(nearness.to_query(line).scores, 200)

    def nearest(row: int) -> None:
        near = [row, *(other for other, _ in nearness.nearest(row, 5))]
        SharedPhrases([titles[each] for each in near], [abstracts[each] for each in near], nearness.words)

    asked = generator.integers(count, size=QUERIES).tolist()
    of = f"of {count:,} papers"
    return [
        Row(f"key to search result {of}, processor time, 95th percentile", processor(answer, queries), "ms", budget),
        Row(f"key to search result {of}, processor time, median", processor(answer, queries, 50), "ms"),
        Row(f"five nearest {of} and why, processor time, 95th percentile", processor(nearest, asked), "ms"),
        Row(f"read the words {of}, once a library, processor time", read, "s"),
        Row(f"memory for the words {of}", nearness.words.nbytes / 1e6, "MB"),
    ]


def processor(work: Callable[..., object], given: Sequence[object], share: float = 95) -> float:
    """The milliseconds of processor time that `share` percent of the calls stay under, after one to warm up."""
    work(given[0])
    times = []
    for each in given:
        start = time.process_time()
        work(each)
        times.append(1000 * (time.process_time() - start))
    return float(np.percentile(times, share))
