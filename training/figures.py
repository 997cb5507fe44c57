"""How good the vectors are: the share of a paper's 5 nearest that have its arXiv category, on papers never trained on.

    python -m training.figures --corpus FILE.jsonl.xz [--beside sentence-transformers/all-MiniLM-L6-v2]

Sets of four sizes are drawn many times from the held-out papers: as they come ("natural": two categories make up
three quarters), and with rare categories drawn more often ("evened", weight 1/√count), which is harder. Beside the
shipped vectors stand LSA of the set, chance and, if asked, another model on the same draws. Also told: held-out titles
that find their own abstract first among 2,000, and abstracts embedded a second.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from components.landscape.embeddings.builtin import FILE, built_in
from components.landscape.embeddings.lsa import lsa_vectors
from components.landscape.embeddings.models import model_named
from components.landscape.embeddings.neighbours import nearest_neighbours
from components.landscape.embeddings.terms import paper_text
from training.corpus import Abstract, read_corpus, split

DRAWS = {106: 30, 300: 16, 1_000: 6, 3_000: 3}  # size of a set → how many are drawn
LOOKED_AT = 5
Embed = Callable[[Sequence[str]], np.ndarray]


def same_category(vectors: np.ndarray, categories: np.ndarray) -> float:
    """Share of the 5 nearest rows that have the row's own category."""
    rows, _ = nearest_neighbours(vectors, LOOKED_AT)
    return float((categories[rows] == categories[:, None]).mean())


def draw(papers: Sequence[Abstract], size: int, evened: bool, chance: np.random.Generator) -> list[Abstract]:
    """A random set without repeats; evened: a category's papers weigh 1/√(its number), those under five are out."""
    _, which, counts = np.unique([paper.category for paper in papers], return_inverse=True, return_counts=True)
    weight = np.where(counts >= LOOKED_AT, counts**-0.5, 0.0)[which] if evened else np.ones(len(papers))
    return [papers[row] for row in chance.choice(len(papers), size, replace=False, p=weight / weight.sum())]


def shares(embed: Embed, papers: Sequence[Abstract], size: int, evened: bool) -> tuple[float, float]:
    """(mean, standard error) over the draws of one size; every model sees the same draws."""
    chance = np.random.default_rng(size)
    found = []
    for _ in range(DRAWS[size]):
        chosen = draw(papers, size, evened, chance)
        texts = [paper_text(paper.title, paper.abstract) for paper in chosen]
        found.append(same_category(embed(texts), np.array([paper.category for paper in chosen])))
    return float(np.mean(found)), float(np.std(found) / len(found) ** 0.5)


def remembered(embed: Embed, papers: Sequence[Abstract]) -> Embed:
    """A model that gives a text the same vector in any set, asked once for every paper, so that draws cost nothing."""
    texts = [paper_text(paper.title, paper.abstract) for paper in papers]
    known = dict(zip(texts, embed(texts), strict=True))
    return lambda drawn: np.stack([known[text] for text in drawn])


def own_abstract_first(embed: Embed, papers: Sequence[Abstract]) -> float:
    """Share of titles whose own abstract is the nearest of all abstracts."""
    titles = embed([paper.title for paper in papers])
    abstracts = embed([paper.abstract for paper in papers])
    return float(((titles @ abstracts.T).argmax(axis=1) == np.arange(len(papers))).mean())


def _random(texts: Sequence[str]) -> np.ndarray:
    rows = np.random.default_rng(len(texts)).normal(size=(len(texts), 16)).astype(np.float32)
    unit: np.ndarray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def main() -> int:
    """Print the tables; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="JSON lines: arxiv_id, title, abstract, category")
    parser.add_argument("--model", type=Path, default=FILE, help="vectors to measure (default: the shipped ones)")
    parser.add_argument("--beside", metavar="NAME", help="a model of sentence-transformers on this machine")
    arguments = parser.parse_args()
    _, papers = split(read_corpus(arguments.corpus))
    model = built_in(arguments.model)
    models: dict[str, Embed] = {"built in": model.embed, "LSA of the set": lsa_vectors, "chance": _random}
    if arguments.beside:
        beside = model_named(arguments.beside)
        models[beside.label] = remembered(beside.embed_set, papers)
    print(f"{len(papers)} held-out papers; share of the {LOOKED_AT} nearest with the same primary category\n")
    print(f"{'draws':8} {'model':16}" + "".join(f"{size:>16,}" for size in DRAWS))
    for evened in (False, True):
        for name, embed in models.items():
            cells = [shares(embed, papers, size, evened) for size in DRAWS]
            figures = "".join(f"{mean:>9.3f} ± {error:.3f}" for mean, error in cells)
            print(f"{'evened' if evened else 'natural':8} {name:16}{figures}", flush=True)
    print(f"\ntitles that find their own abstract among 2,000: {own_abstract_first(model.embed, papers[:2000]):.3f}")
    texts = [paper_text(paper.title, paper.abstract) for paper in papers]
    began = time.process_time()
    model.embed(texts)
    print(f"abstracts a second of processor time: {len(texts) / (time.process_time() - began):,.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
