"""Papers to vectors, by the model a person chose: the one place that knows which models there are.

How a model works is its own module's matter (`lsa`). Every model gives float32 unit rows, so that a dot product is a
cosine everywhere else in the room.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from components.landscape.lsa import lsa_vectors


class UnknownModelError(ValueError):
    """A model was asked for that this installation does not have."""


@dataclass(frozen=True, slots=True)
class Model:
    """One way to turn texts into vectors."""

    name: str  # what settings, keys and the command line call it
    label: str  # what a person reads
    embed_set: Callable[[Sequence[str]], np.ndarray]  # texts of one whole set → float32 (n, d), unit rows


MODELS: Mapping[str, Model] = {
    model.name: model
    for model in (Model(name="lsa", label="Words of these papers alone (LSA)", embed_set=lsa_vectors),)
}
DEFAULT_MODEL = "lsa"


def model_named(name: str) -> Model:
    """The model of that name; raises UnknownModelError with the names there are."""
    if name not in MODELS:
        raise UnknownModelError(f"There is no model “{name}”. Choose one of: {', '.join(MODELS)}.")
    return MODELS[name]


def embed_set(texts: Sequence[str], model: str = DEFAULT_MODEL) -> np.ndarray:
    """Vectors of one set of papers, float32 (n, d), unit rows (zero rows for texts that say nothing).

    `texts` come from `terms.paper_texts`. A set's own words may shape the result: the same paper in another set may
    get another vector. Raises UnknownModelError.
    """
    chosen = model_named(model)
    if not texts:
        return np.zeros((0, 1), dtype=np.float32)
    return chosen.embed_set(texts)
