"""What papers are compared by: the built-in vectors beside LSA and, where they are here, a transformer's.

The papers are those that the built-in vectors were never trained on, of the corpus that DIGEST_ATLAS_CORPUS names
(see `landscape`); without it nothing is measured. The transformer takes part where sentence-transformers is installed
and the model lies where the product looks for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from components.landscape.embeddings.builtin import FILE
from components.landscape.embeddings.models import DEFAULT_MODEL, TRANSFORMER, embed, embed_set
from components.landscape.embeddings.terms import paper_text
from components.landscape.embeddings.transformer import ModelNotInstalledError, model_folder
from tests.bench.landscape import CORPUS
from tests.bench.row import Row, peers_wanted, quantity
from training.corpus import Abstract, read_corpus, split
from training.figures import INSIDE
from training.measures import Embed, Scores, by_vectors, remembered, shares
from training.words import latent

MINILM = "all-MiniLM-L6-v2"
GOALS = {106: 0.43, 300: 0.50, 1_000: 0.57, 3_000: 0.59}  # papers of a set → share that was aimed at
TIMED = 1_000
MEGABYTE = 1_000_000
ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# Two texts first: what is loaded once is not part of the time of a thousand.
PROGRAM = """
import json, pathlib, sys, time
from components.landscape.embeddings.models import model_named
from tests.bench.resident import most_resident
name, file = sys.argv[1:]
texts = json.loads(pathlib.Path(file).read_text())
began = time.process_time()
model = model_named(name)
model.embed_set(texts[:2])
ready = time.process_time()
model.embed_set(texts)
seconds = time.process_time() - ready
print(json.dumps([ready - began, seconds, most_resident()]))
"""


def rows() -> list[Row]:
    """Same-category neighbours by size of the set, then what vectors cost."""
    corpus = os.environ.get(CORPUS, "")
    if not corpus:
        return []
    _, papers = split(read_corpus(Path(corpus)))
    others = _others()
    return _shares(papers, others) + _costs(papers[:TIMED], others)


def _others() -> dict[str, str]:
    """The models to measure beside the built-in one: what they are called in a row → their name."""
    if not peers_wanted():
        return {}
    try:
        model_folder(MINILM)
    except ModelNotInstalledError:
        return {"LSA": "lsa"}
    return {"LSA": "lsa", MINILM: TRANSFORMER + MINILM}


def _shares(papers: Sequence[Abstract], others: dict[str, str]) -> list[Row]:
    texts = [paper_text(paper.title, paper.abstract) for paper in papers]
    embeds: dict[str, Embed] = {
        label: partial(embed_set, model=name) for label, name in others.items() if name.startswith(TRANSFORMER)
    }
    models: dict[str, Scores] = {"LSA": latent} if "LSA" in others else {}
    models |= {label: by_vectors(remembered(whole, texts)) for label, whole in embeds.items()}
    ours_once = by_vectors(remembered(embed, texts))
    found = []
    for size, goal in GOALS.items():
        ours, _ = shares(ours_once, papers, size, INSIDE[size])
        theirs = {label: shares(other, papers, size, INSIDE[size])[0] for label, other in models.items()}
        peer = ", ".join(f"{label} {100 * share:.1f} %" for label, share in theirs.items())
        what = f"5 nearest in the same category, {size:,} papers"
        found.append(Row(what, 100 * ours, "%", 100 * goal, peer, more_is_better=True))
    return found


def _costs(papers: Sequence[Abstract], others: dict[str, str]) -> list[Row]:
    texts = [paper_text(paper.title, paper.abstract) for paper in papers]
    ready, seconds, memory = _cost(texts, DEFAULT_MODEL)
    measured = {label: _cost(texts, name) for label, name in others.items()}

    def beside(column: int, unit: str) -> str:
        return ", ".join(f"{label} {quantity(cost[column], unit)}" for label, cost in measured.items())

    on_disk = f"{MINILM} {_bytes(model_folder(MINILM)) / MEGABYTE:.0f} MB and the package" if MINILM in others else ""
    return [
        Row("made ready", ready, "s", None, beside(0, "s")),
        Row(f"{len(texts):,} abstracts on one core", seconds, "s", 0.33, beside(1, "s")),
        Row("memory while doing that", memory, "MB", None, beside(2, "MB")),
        Row("size on disk", FILE.stat().st_size / MEGABYTE, "MB", 25, on_disk),
    ]


def _cost(texts: Sequence[str], name: str) -> tuple[float, float, float]:
    """(seconds of processor until ready, seconds for the texts, megabytes at most) in a process with one thread."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.json"
        file.write_text(json.dumps(texts), "utf-8")
        command = [sys.executable, "-c", PROGRAM, name, str(file)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | ONE_CORE).stdout
    ready, seconds, held = json.loads(answer.splitlines()[-1])
    return ready, seconds, held / MEGABYTE


def _bytes(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
