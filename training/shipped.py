"""The file the product reads: the commonest of the learnt features, a byte a number, and a card that says how."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from components.landscape.embeddings.builtin import PART_ROWS, quantised, table_parts
from components.landscape.embeddings.vocabulary import Vocabulary
from training.features import Chosen
from training.recipe import Recipe

NAME = "Digest Atlas vectors 2"
LICENCE = "CC0 1.0 for the part learnt from arXiv metadata; see NOTICE"


def cut(chosen: Chosen, rows: np.ndarray, recipe: Recipe) -> tuple[Chosen, np.ndarray]:
    """The commonest words, then the commonest pairs of those, and their rows."""
    kept = min(recipe.words, len(chosen.vocabulary.words))
    first = len(chosen.vocabulary.words)
    whole = np.flatnonzero((chosen.vocabulary.pairs < kept).all(axis=1))[: recipe.features - kept]
    keep = np.append(np.arange(kept), first + whole)
    vocabulary = Vocabulary(chosen.vocabulary.words[:kept], chosen.vocabulary.pairs[whole])
    return Chosen(vocabulary, chosen.saying[keep], chosen.in_titles[keep]), rows[keep]


def card(papers: int, summaries: int, teacher: str, chosen: Chosen, recipe: Recipe) -> dict[str, Any]:
    """What the file says of itself."""
    learnt = [f"{papers:,} titles and abstracts (arXiv metadata, CC0 1.0; conference lists)"]
    learnt += [f"{summaries:,} summaries by people (SciTLDR train, Apache-2.0)"] if summaries else []
    learnt += [f"nearness distilled from {teacher}"] if teacher else []
    return {
        "name": NAME,
        "trained_on": f"{', '.join(learnt)}; one arXiv paper in ten held out for measuring",
        "licence": LICENCE,
        "papers": papers,
        "features": len(chosen.vocabulary),
        "dimensions": recipe.dimensions,
        "recipe": asdict(recipe) | {"teacher": teacher},
    }


def write(path: Path, chosen: Chosen, rows: np.ndarray, about: dict[str, Any]) -> None:
    """Write the file; `components.landscape.embeddings.builtin` reads it. Not packed: it is read at every start."""
    small, scale = quantised(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        path,
        words=np.frombuffer("\n".join(chosen.vocabulary.words).encode(), dtype=np.uint8),
        pairs=chosen.vocabulary.pairs,
        table_scale=scale,
        saying=chosen.saying.astype(np.uint32),
        in_titles=np.round(np.clip(chosen.in_titles, 0, 1) * 255).astype(np.uint8),
        card=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
    )
    for number, part in enumerate(table_parts(path, len(small))):
        np.save(part, small[number * PART_ROWS : (number + 1) * PART_ROWS])
