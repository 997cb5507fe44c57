"""What is made ready beside the page: the ranking by picks and the vectors, each asked before and after it is there."""

from __future__ import annotations

import threading

import numpy as np
import pandas as pd
import pytest

from components.curation.annotations.decisions import Decision
from components.curation.ranking import interest
from components.finding import meaning
from components.workspace.jobs import embeddings
from components.workspace.jobs.embeddings import EmbeddingJob
from components.workspace.jobs.ranking import RankingJob

TEXTS = {f"p{number}": ("rivers and fish " if number % 2 else "graphs and causes ") * 3 for number in range(12)}


def test_papers_are_ranked_once_they_can_be(monkeypatch):
    gate, made = threading.Event(), interest.features

    def slowly(texts):
        gate.wait(10)
        return made(texts)

    monkeypatch.setattr(interest, "features", slowly)
    job = RankingJob(TEXTS)
    picks = {"p1": Decision.STARRED, "p0": Decision.HIDDEN}
    assert not job.ready
    assert job.ranking(picks) is None
    gate.set()
    job.wait()
    assert job.ready
    ranking = job.ranking(picks)
    assert set(ranking.best()[:6]) == {f"p{number}" for number in range(1, 12, 2)}
    assert job.ranking(dict(picks)) is ranking  # the same decisions are not ranked twice
    assert job.ranking(picks | {"p3": Decision.STARRED}) is not ranking
    assert job.ranking({"p0": Decision.LATER}) is None
    assert job.ranking({"elsewhere": Decision.STARRED}) is None


def test_a_job_that_failed_says_so(monkeypatch):
    def fails(_texts):
        raise MemoryError

    monkeypatch.setattr(interest, "features", fails)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    job = RankingJob(TEXTS)
    job.wait()
    assert job.failed
    assert job.ranking({"p1": Decision.STARRED}) is None


@pytest.mark.parametrize("few", [True, False])
def test_papers_are_offered_by_meaning_as_soon_as_their_vectors_are_there(monkeypatch, few):
    gate = threading.Event()

    def embed(texts):
        if len(texts) > 1:
            assert gate.wait(10)
        return np.array([[1.0, 0.0] if "fish" in text else [0.0, 1.0] for text in texts], dtype=np.float32)

    monkeypatch.setattr(meaning, "_registered", [])
    monkeypatch.setattr(embeddings, "embed", embed)
    monkeypatch.setattr(embeddings, "FEW", 100 if few else 1)
    catalogue = pd.DataFrame({"paper_id": list(TEXTS), "haystack": list(TEXTS.values())})
    job = EmbeddingJob(pd.DataFrame({"title": list(TEXTS.values()), "abstract": [""] * len(TEXTS)}, dtype="str"))
    if few:
        gate.set()
    job.offer(catalogue)  # waits for few papers, never for many
    assert meaning.is_registered(catalogue) is few
    gate.set()
    assert job.vectors().shape == (12, 2)
    near = job.nearness()
    assert job.nearness_now() is near
    job.offer(catalogue)
    found = meaning.near("fish", catalogue, np.zeros(12, dtype=bool))
    assert set(catalogue["paper_id"][found]) == {f"p{number}" for number in range(1, 12, 2)}
    others = catalogue.assign(haystack=["another text"] * 12)  # the same ids in another visitor's digest
    assert not meaning.is_registered(others)
    assert job.bytes >= 12 * 2 * 4
    job.forget()
    assert not meaning.is_registered(catalogue)
