"""How well search answers: a reader's own one-line summary must find its paper among all abstracts.

    python -m training.search dev.jsonl.xz [--among train.jsonl.xz …] [--ratings ratings.jsonl --pool pool.jsonl]

The files are SciTLDR's (Cachola et al. 2020): JSON lines with "title", "source" (sentences) and "target" (summaries,
the authors' own first; those after it are readers'). Queries are the readers' summaries of the first file. Whatever is
chosen is chosen on its even-numbered papers and told on the odd-numbered ones; both are printed, for words alone,
embeddings alone and both together, as: share found first / in the first ten / mean reciprocal rank. Also in sets of
fewer papers, and with two typing errors a query. `--ratings` are people's: "query", "candidate", "rating" (0–3),
"split" (choose or tell), of papers of `--pool` ("id", "title", "abstract"): NDCG at a fifth of each query's candidates.
"""

from __future__ import annotations

import argparse
import ast
import json
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from components.landscape.embeddings.models import embed
from components.landscape.embeddings.terms import paper_texts
from components.landscape.nearness import nearness
from components.landscape.nearness.nearness import Nearness

SIZES = {100: 20, 300: 10, 1_000: 4}  # papers of a set → how many are drawn
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Summaries:
    """Papers, and readers' summaries of some of them."""

    titles: list[str]
    abstracts: list[str]
    queries: list[str]
    paper: np.ndarray  # int64, the row of each query's paper


def read_summaries(files: Sequence[Path], *, titles: bool) -> Summaries:
    """All papers of the files, the first one's readers' summaries as queries. `titles` False: papers have none."""
    given = [row for file in files for row in _lines(file)]
    asked = [
        (row, summary)
        for row, paper in enumerate(_lines(files[0]))
        for summary in _listed(paper["target"])[1:]
        if summary
    ]
    return Summaries(
        [paper["title"] if titles else "" for paper in given],
        [" ".join(_listed(paper["source"])) for paper in given],
        [summary for _, summary in asked],
        np.array([row for row, _ in asked], dtype=np.int64),
    )


def figures(papers: Summaries, seed: int = 0) -> Iterator[str]:
    """The table, a line at a time."""
    near = Nearness.of(papers.titles, papers.abstracts, embed(paper_texts(papers.titles, papers.abstracts)), embed)
    sides = _scores(near, papers.queries)
    even = papers.paper % 2 == 0
    every = np.arange(len(papers.titles))
    for name, scores in sides.items():
        chosen, told_on = found(scores, papers.paper, even), found(scores, papers.paper, ~even)
        yield f"{len(every):>6,} papers  {name:<10}  chosen on {chosen}  told {told_on}"
    chance = np.random.default_rng(seed)
    for size, draws in SIZES.items():
        if size >= len(every):
            continue
        told: dict[str, list[int]] = defaultdict(list)
        for _ in range(draws):
            rows = np.sort(chance.choice(every, size, replace=False))
            asked = np.flatnonzero(np.isin(papers.paper, rows))
            fewer = Nearness.of(
                [papers.titles[row] for row in rows], [papers.abstracts[row] for row in rows], near.vectors[rows], embed
            )
            for name, scores in _scores(fewer, [papers.queries[each] for each in asked]).items():
                places = place_of(scores, np.searchsorted(rows, papers.paper[asked]))
                told[name] += places.tolist()
        for name, places_of in told.items():
            yield f"{size:>6,} papers  {name:<10}  {_shares(np.array(places_of))}"
    mistyped = [with_typing_errors(query, chance) for query in papers.queries]
    for name, scores in _scores(near, mistyped).items():
        yield f"two typing errors {name:<10}  {found(scores, papers.paper, even)}  {found(scores, papers.paper, ~even)}"


def nearest_figures(ratings: Path, pool: Path) -> Iterator[str]:
    """NDCG of nearest papers as people rated them, for other shares of the embeddings too."""
    papers = list(_lines(pool))
    row = {paper["id"]: number for number, paper in enumerate(papers)}
    titles, abstracts = ([paper[name] for paper in papers] for name in ("title", "abstract"))
    near = Nearness.of(titles, abstracts, embed(paper_texts(titles, abstracts)), embed)
    rated: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for one in _lines(ratings):
        rated[one["split"], row[one["query"]]].append((row[one["candidate"]], one["rating"]))
    cosines, likeness = near.vectors @ near.vectors.T, near.words.likeness_of(range(len(papers)))
    for share in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.0):
        blended = share * cosines + (1 - share) * likeness
        told = {
            split: np.mean(
                [ndcg([rate for _, rate in each], [blended[asked, one] for one, _ in each])
                 for (of, asked), each in rated.items() if of == split]
            )
            for split in ("choose", "tell")
        }  # fmt: skip
        used = "  (used)" if share == nearness.VECTORS else ""
        yield f"nearest, embeddings' share {share:.1f}  chosen on {told['choose']:.3f}  told {told['tell']:.3f}{used}"


def place_of(scores: np.ndarray, paper: np.ndarray) -> np.ndarray:
    """How many papers stand before each query's own, equal ones not counted: 0 is first."""
    own = scores[np.arange(len(scores)), paper]
    places: np.ndarray = (scores > own[:, None]).sum(axis=1)
    return places


def found(scores: np.ndarray, paper: np.ndarray, some: np.ndarray) -> str:
    """First / in the first ten / mean reciprocal rank of some of the queries."""
    return _shares(place_of(scores, paper)[some])


def ndcg(ratings: Sequence[int], scores: Sequence[float], share: float = 0.2) -> float:
    """Normalised discounted cumulative gain of the first `share` of the candidates; 1 where all are rated 0."""
    gains = 2.0 ** np.asarray(ratings) - 1
    first = max(1, int(np.ceil(share * len(gains))))
    discount = 1 / np.log2(np.arange(first) + 2)
    best = float(np.sort(gains)[::-1][:first] @ discount)
    reached = float(gains[np.argsort(-np.asarray(scores), kind="stable")[:first]] @ discount)
    return reached / best if best else 1.0


def with_typing_errors(query: str, chance: np.random.Generator, errors: int = 2) -> str:
    """A query with a letter left out, added or swapped with its neighbour in so many of its longer words."""
    words = query.split()
    longer = [number for number, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    for number in chance.permutation(longer)[:errors].tolist():
        word, at = words[number], int(chance.integers(1, len(words[number]) - 1))
        kind, letter = int(chance.integers(3)), _LETTERS[int(chance.integers(26))]
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        words[number] = (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], swapped)[kind]
    return " ".join(words)


def _scores(near: Nearness, queries: Sequence[str]) -> dict[str, np.ndarray]:
    answers = [near.to_query(query) for query in queries]
    return {
        "words": np.array([answer.words for answer in answers]),
        "embeddings": np.array([answer.vectors for answer in answers]),
        "both": np.array([answer.scores for answer in answers]),
    }


def _shares(places: np.ndarray) -> str:
    return f"{(places == 0).mean():.3f} / {(places < 10).mean():.3f} / {(1 / (1 + places)).mean():.3f}"


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    content = file.read_bytes()
    for line in (lzma.decompress(content) if file.suffix == ".xz" else content).splitlines():
        if line.strip():
            yield json.loads(line)


def _listed(value: str | list[str]) -> list[str]:
    """A list, or the text of one, as some copies of SciTLDR have it."""
    if isinstance(value, list):
        return value
    return [str(each) for each in ast.literal_eval(value)] if value.startswith("[") else [value]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="SciTLDR, JSON lines: its readers' summaries are the queries")
    parser.add_argument("--among", nargs="*", type=Path, default=[], help="more papers to find them among")
    parser.add_argument("--titles", action="store_true", help="papers have their titles, as digests do")
    parser.add_argument("--ratings", type=Path, help="rated candidates")
    parser.add_argument("--pool", type=Path, help="the rated papers")
    arguments = parser.parse_args(argv)
    for line in figures(read_summaries([arguments.file, *arguments.among], titles=arguments.titles)):
        print(line, flush=True)
    if arguments.ratings and arguments.pool:
        for line in nearest_figures(arguments.ratings, arguments.pool):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
