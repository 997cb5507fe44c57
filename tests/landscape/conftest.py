"""A small made-up literature."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from components.settings import settings
from tests.landscape.pretended import pretended  # noqa: F401  (a fixture)

SUBJECTS = {
    "causal discovery": "causal graph intervention confounder identifiability structural equation observational",
    "speech synthesis": "speech speaker prosody vocoder phoneme acoustic waveform streaming transcription",
    "protein folding": "protein residue folding amino sequence binding docking enzyme structure biology",
    "graph databases": "graph query index transaction storage database join latency shard replica",
}


def made_up_papers(count: int, seed: int = 7) -> pd.DataFrame:
    """Papers on four subjects in turn, each in the words of its subject, always the same for a seed."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        subject, words = list(SUBJECTS.items())[number % len(SUBJECTS)]
        said = " ".join(chance.choices(words.split(), k=40))
        rows.append(
            {
                "paper_id": f"title:{number:012x}",
                "title": f"{subject.capitalize()} with {chance.choice(words.split())} {number}",
                "abstract": f"We propose a novel framework for {subject}. It uses {said}. Results: {subject} works.",
            }
        )
    return pd.DataFrame(rows, columns=["paper_id", "title", "abstract"])


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    """An empty cache folder for one test."""
    monkeypatch.setenv("DIGEST_ATLAS_CACHE", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()
