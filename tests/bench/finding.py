"""How quickly papers are found: a query line, facet counts and ranking, at 14,000 and 64,000 made-up papers.

Also 10,000 random lines through the query language and the ranking, none of which may raise.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from components.finding.catalogue import PAPER_COLUMNS, build_catalogue, with_curation
from components.finding.filters import Filters, all_counts
from components.finding.index import prepare
from components.finding.query import hints, marks, matches, spans
from tests.bench.row import Row

SIZES = {14_000: 50.0, 64_000: 300.0}  # papers → milliseconds a search may take at the 95th percentile
QUERIES = 80


def rows() -> list[Row]:
    """Times beside their budgets, and how many of 10,000 random lines raised."""
    found = [random_lines()]
    for count, budget in SIZES.items():
        found += measured(count, budget)
    return found


def measured(count: int, budget: float) -> list[Row]:
    """The figures for one number of papers."""
    generator = np.random.default_rng(0)
    start = time.perf_counter()
    catalogue = shelf(count, generator)
    built = time.perf_counter() - start
    start = time.perf_counter()
    queries = [query(catalogue, generator) for _ in range(QUERIES)]
    read = percentile(lambda line: matches(line, catalogue), queries)
    start = time.perf_counter()
    index = prepare(catalogue)
    indexed = time.perf_counter() - start
    of = f"of {count:,} papers"

    def search(line: str) -> None:
        matches(line, catalogue)
        index.order(line, most=200)

    return [
        Row(f"search {of}: match and rank, 95th percentile", percentile(search, queries), "ms", budget),
        Row(f"match {of} before the index is made, 95th percentile", read, "ms"),
        Row(f"match {of}, median", percentile(lambda line: matches(line, catalogue), queries, 50), "ms"),
        Row(f"rank {of}, median", percentile(lambda line: index.order(line, most=200), queries, 50), "ms"),
        Row(
            f"filter {of}, 95th percentile", percentile(lambda line: _filtered(line, catalogue), queries), "ms", budget
        ),
        Row(
            f"all facet counts {of}, 95th percentile", percentile(lambda line: _counted(line, catalogue), queries), "ms"
        ),
        Row(
            f"catalogue {of} after a decision",
            percentile(lambda _: with_curation(catalogue, {}), queries[:9], 50),
            "ms",
        ),
        Row(f"make the catalogue {of}, once a library", built, "s"),
        Row(f"make the index {of}, once a library", indexed, "s"),
    ]


def percentile(work: Callable[[str], object], lines: list[str], share: float = 95) -> float:
    """The milliseconds that `share` percent of the lines stay under; each line is timed once, after one to warm up."""
    work(lines[0])
    times = []
    for line in lines:
        start = time.perf_counter()
        work(line)
        times.append(1000 * (time.perf_counter() - start))
    return float(np.percentile(times, share))


def shelf(count: int, generator: np.random.Generator) -> pd.DataFrame:
    """A catalogue of made-up papers: titles of 9 words, abstracts of 160, word frequencies as in prose (Zipf)."""
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    words = np.array(["".join(generator.choice(letters, size)) for size in generator.integers(3, 12, 40_000)])
    drawn = np.minimum(generator.zipf(1.25, (count, 169)) - 1, len(words) - 1)
    empty = pd.Series([()] * count)
    frame = pd.DataFrame(dict.fromkeys(PAPER_COLUMNS, [""] * count))
    frame["paper_id"] = [f"arxiv:{number}" for number in range(count)]
    frame["title"] = [" ".join(words[row[:9]]) for row in drawn]
    frame["abstract"] = [" ".join(words[row[9:]]) for row in drawn]
    frame["published"] = [f"20{number % 20 + 5:02}-{number % 12 + 1:02}-01" for number in range(count)]
    frame["digests"] = [(f"digest-{number % 40}",) for number in range(count)]
    unknown = pd.array([None] * count, dtype="Int64")
    frame = frame.assign(authors=empty, keywords=empty, votes=pd.array(range(count), dtype="Int64"), seen=1)
    frame = frame.assign(comments=unknown, stars=unknown, review_rating=unknown)
    frame = frame.assign(categories=empty, sources=empty, remarks=empty)
    topics = {f"arxiv:{number}": (f"topic-{number % 25}", f"Topic {number % 25}") for number in range(count)}
    return build_catalogue(frame, topics, {}, {}, {})


def query(catalogue: pd.DataFrame, generator: np.random.Generator) -> str:
    """One to three words of one paper, now and then shortened, excluded or in the title."""
    words = catalogue["abstract"].iloc[int(generator.integers(len(catalogue)))].split()
    chosen = generator.choice(words, int(generator.integers(1, 4)), replace=False)
    shapes = ["{}", "{}", "{}", "-{}", "ti:{}", '"{}"']
    return " ".join(
        str(generator.choice(shapes)).format(str(word)[: int(generator.integers(2, 12))]) for word in chosen
    )


def random_lines(count: int = 10_000) -> Row:
    """How many of `count` random lines raised anywhere: parsing, matching, ranking, marking."""
    source = random.Random(0)
    signs = [chr(number) for number in range(0x250)] + list('  """-*:<>()[]{}^') + ["🙂", "因", "\u0301", "ﬁ", "\ud800"]
    pieces = [
        "ti:",
        "ab:",
        "votes:>",
        "date:",
        "has:code",
        "is:",
        "NOT ",
        " OR ",
        "NEAR(",
        "graph",
        "GPT-4",
        "C++",
        "2024-",
    ]
    catalogue = shelf(200, np.random.default_rng(0))
    index = prepare(catalogue)
    raised = 0
    for _ in range(count):
        line = "".join(
            source.choice(pieces if source.random() < 0.2 else signs) for _ in range(source.randrange(1, 30))
        )
        try:
            matches(line, catalogue)
            index.order(line)
            spans(line, marks(line))
            hints(line)
            Filters(line).describe(catalogue)
        except Exception:  # whatever it is, it is what is counted
            raised += 1
    return Row(f"of {count:,} random query lines raised", raised, "lines", 0)


def _filtered(line: str, catalogue: pd.DataFrame) -> None:
    Filters(line, topics=("topic-1", "topic-2", "topic-3"), digests=("-digest-7",)).apply(catalogue)


def _counted(line: str, catalogue: pd.DataFrame) -> None:
    all_counts(catalogue, Filters(line, topics=("topic-1", "topic-2", "topic-3")))
