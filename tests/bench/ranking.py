"""How well papers are ranked by what was picked, on 2,019 papers that people labelled, and how quickly on 14,000.

The labels are those of Nagtegaal et al. 2019 (CC0: title, abstract, label_included) in a file that is not part of the
repository: `DIGEST_ATLAS_RANKING` says where it is, `../shared/ranking/nagtegaal_2019.csv` without. From 20 draws of
some relevant papers as picks and 3 others as rejects: the share of the remaining relevant papers that stands in the
first 10 % and 20 % of the remaining papers.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from components.curation.ranking.interest import Features, features, rank
from components.curation.ranking.progress import expected
from tests.bench.row import Row, peers_wanted

FILE = Path(os.environ.get("DIGEST_ATLAS_RANKING", "../shared/ranking/nagtegaal_2019.csv"))
DRAWS, REJECTS = 20, 3
BUDGETS = {1: (None, None), 5: (0.56, 0.76), 10: (0.64, 0.84), 30: (None, None)}
Scorer = Callable[[Features, list[str], list[str]], np.ndarray]


def rows() -> list[Row]:
    """Recall beside its goals, what reading in that order finds, and the time of a new ranking."""
    return [*quality(), *speed()]


def quality() -> list[Row]:
    """Recall in the first 10 % and 20 % by number of picks; nothing where the labelled papers are not at hand."""
    if not FILE.is_file():
        return []
    frame = pd.read_csv(FILE, dtype={"title": str, "abstract": str}, keep_default_na=False)
    papers = features({str(row): f"{p.title}. {p.abstract}" for row, p in enumerate(frame.itertuples())})
    relevant = frame["label_included"].to_numpy(dtype=int)
    found = []
    for picks, budgets in BUDGETS.items():
        ours = recall(papers, relevant, picks, _ours)
        peers = (
            {name: recall(papers, relevant, picks, scorer) for name, scorer in PEERS.items()} if peers_wanted() else {}
        )
        for place, share in enumerate((10, 20)):
            peer = ", ".join(f"{name} {values[place]:.2f}" for name, values in peers.items())
            what = f"{picks} picks: recall in the first {share} %"
            found.append(Row(what, ours[place], "", budgets[place], peer, more_is_better=True))
    return [*found, *estimate(papers, relevant)]


def recall(papers: Features, relevant: np.ndarray, picks: int, scorer: Scorer) -> tuple[float, float]:
    """Mean recall over the draws, of the first 10 % and 20 % of the papers that were neither picks nor rejects."""
    generator = np.random.default_rng(0)
    shares = []
    for _ in range(DRAWS):
        picked = generator.choice(np.flatnonzero(relevant), picks, replace=False)
        put_away = generator.choice(np.flatnonzero(relevant == 0), REJECTS, replace=False)
        rest = np.setdiff1d(np.arange(len(relevant)), [*picked, *put_away])
        scores = scorer(papers, [str(row) for row in picked], [str(row) for row in put_away])[rest]
        hits = relevant[rest][np.argsort(-scores, kind="stable")]
        shares.append([hits[: int(len(hits) * part)].sum() / hits.sum() for part in (0.1, 0.2)])
    return float(np.mean(shares, axis=0)[0]), float(np.mean(shares, axis=0)[1])


def estimate(papers: Features, relevant: np.ndarray) -> list[Row]:
    """Reading in the proposed order from one star on: what was found by when, and how far the estimate is off."""
    found: dict[int, list[float]] = {400: [], 800: []}
    errors: list[float] = []
    for draw in range(4):
        stars = [str(np.random.default_rng(draw).choice(np.flatnonzero(relevant)))]
        rejects: list[str] = []
        decisions: list[bool] = []
        while len(decisions) < max(found):
            left = set(papers.paper_ids) - set(stars) - set(rejects)
            for paper_id in rank(papers, stars, rejects).to_read(left)[:20]:
                decisions.append(bool(relevant[int(paper_id)]))
                (stars if decisions[-1] else rejects).append(paper_id)
            guess = expected(decisions, len(papers.paper_ids) - len(decisions))
            errors += [abs(guess - (relevant.sum() - len(stars)))] if guess is not None else []
            if len(decisions) in found:
                found[len(decisions)].append(len(stars) / relevant.sum())
    told = [Row(f"found after {count} decisions", float(np.mean(each)), "") for count, each in found.items()]
    return [*told, Row("papers still to find: mean error of the estimates given", float(np.mean(errors)), "papers")]


def speed(count: int = 14_000) -> list[Row]:
    """Seconds to prepare made-up papers of 200 words each, and to rank them anew after one more pick."""
    generator = np.random.default_rng(0)
    words = np.array([f"word{number}" for number in range(30_000)])
    drawn = np.minimum(generator.zipf(1.3, (count, 200)) - 1, len(words) - 1)
    start = time.perf_counter()
    papers = features({str(row): " ".join(words[drawn[row]]) for row in range(count)})
    prepared = time.perf_counter() - start
    found = [Row(f"prepare {count:,} papers, once a library", prepared, "s")]
    for picks in (1, 5, 50, 500):
        times = []
        for turn in range(5):
            chosen = [str(row) for row in generator.choice(count, picks + REJECTS, replace=False)]
            start = time.perf_counter()
            rank(papers, chosen[:picks], chosen[picks:])
            times += [time.perf_counter() - start] if turn else []
        found.append(Row(f"rank {count:,} papers by {picks} picks", 1000 * float(np.median(times)), "ms", 200))
    return found


def _ours(papers: Features, picks: list[str], rejects: list[str]) -> np.ndarray:
    return rank(papers, picks, rejects).scores


def _mean_of_picks(papers: Features, picks: list[str], _rejects: list[str]) -> np.ndarray:
    rows_ = [papers.rows[each] for each in picks]
    return papers.matrix @ np.asarray(papers.matrix[rows_].mean(axis=0)).ravel()


def _support_vectors(papers: Features, picks: list[str], _rejects: list[str]) -> np.ndarray:
    from sklearn.svm import LinearSVC

    wanted = np.zeros(len(papers.paper_ids))
    wanted[[papers.rows[each] for each in picks]] = 1
    machine = LinearSVC(class_weight="balanced", C=0.01, max_iter=10_000, tol=1e-6)
    return machine.fit(papers.matrix, wanted).decision_function(papers.matrix)


PEERS: dict[str, Scorer] = {"mean of picks": _mean_of_picks, "linear SVM": _support_vectors}
