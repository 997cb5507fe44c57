"""Embeddings of papers by a chosen model: the registry of models.

The models are in `builtin`, `lsa` and `transformer`. Every model returns float32 unit rows, so a dot product is a
cosine everywhere in landscape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from components.landscape.embeddings.builtin import built_in
from components.landscape.embeddings.lsa import lsa_vectors
from components.landscape.embeddings.transformer import NAME, model_folder, transformer_embeddings

TRANSFORMER = "sentence-transformers/"  # such a name followed by a model's, e.g. all-MiniLM-L6-v2


class UnknownModelError(ValueError):
    """A model was asked for that there is not."""


@dataclass(frozen=True, slots=True)
class Model:
    """One way to turn texts into vectors."""

    name: str  # what settings, keys and the command line call it
    label: str  # what a person reads
    embed_set: Callable[[Sequence[str]], np.ndarray]  # texts of one whole set → float32 (n, d), unit rows
    stateless: bool = False  # whether a text has the same vector in any set, so that a set may be embedded in parts


def embed(texts: Sequence[str]) -> np.ndarray:
    """The built-in vectors of texts, float32 (n, d), unit rows (zero where no word is known).

    Each text by itself: the same text has the same vector in any set. Raises builtin.UnreadableModelError.
    """
    return built_in().embed(texts)


MODELS: Mapping[str, Model] = {
    model.name: model
    for model in (
        Model(name="built-in-2", label="Built in, learnt from abstracts", embed_set=embed, stateless=True),
        Model(name="lsa", label="Words of these papers alone (LSA)", embed_set=lsa_vectors),
    )
}
DEFAULT_MODEL = "built-in-2"


def model_named(name: str) -> Model:
    """The model of that name: one of MODELS, or "sentence-transformers/…" for any model of that package.

    Raises UnknownModelError with the names there are, transformer.ModelNotInstalledError where the package or the
    model is not on this machine.
    """
    if name in MODELS:
        return MODELS[name]
    wanted = name.removeprefix(TRANSFORMER)
    if not name.startswith(TRANSFORMER) or not NAME.fullmatch(wanted):
        known = ", ".join(MODELS)
        raise UnknownModelError(f"There is no model “{name}”. Choose one of: {known}, or {TRANSFORMER}NAME.")
    model_folder(wanted)
    return Model(name=name, label=wanted, embed_set=lambda texts: transformer_embeddings(texts, wanted))


def stateless(model: str) -> bool:
    """Whether that model gives a text the same vector in any set; False for a model that is not known."""
    return model in MODELS and MODELS[model].stateless


def embed_set(texts: Sequence[str], model: str = DEFAULT_MODEL) -> np.ndarray:
    """Vectors of one set of papers, float32 (n, d), unit rows (zero rows for texts that say nothing).

    `texts` come from `terms.paper_texts`. With LSA a set's own words shape the result: the same paper in another
    set gets another vector. Raises UnknownModelError, builtin.UnreadableModelError, and what `transformer` raises.
    """
    chosen = model_named(model)
    if not texts:
        return np.zeros((0, 1), dtype=np.float32)
    return chosen.embed_set(texts)
