"""Papers to vectors, by the model a person chose: the one place that knows which models there are.

How a model works is its own module's matter (`builtin`, `lsa`). Every model gives float32 unit rows, so that a dot
product is a cosine everywhere else in the room.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from components.landscape.builtin import built_in
from components.landscape.lsa import lsa_vectors, unit_rows

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?", re.ASCII)  # as a hub names models: never a path
TRANSFORMER = "sentence-transformers/"  # such a name followed by a model's, e.g. all-MiniLM-L6-v2


class UnknownModelError(ValueError):
    """A model was asked for that there is not."""


class ModelNotInstalledError(ValueError):
    """A model was asked for whose package or weights are not on this machine."""


@dataclass(frozen=True, slots=True)
class Model:
    """One way to turn texts into vectors."""

    name: str  # what settings, keys and the command line call it
    label: str  # what a person reads
    embed_set: Callable[[Sequence[str]], np.ndarray]  # texts of one whole set → float32 (n, d), unit rows
    each_alone: bool = False  # whether a text has the same vector in any set, so that a set may be embedded in parts


def embed(texts: Sequence[str]) -> np.ndarray:
    """The built-in vectors of texts, float32 (n, d), unit rows (zero where no word is known).

    Each text by itself: the same text has the same vector in any set. Raises builtin.UnreadableModelError.
    """
    return built_in().embed(texts)


MODELS: Mapping[str, Model] = {
    model.name: model
    for model in (
        Model(name="built-in-1", label="Built in, learnt from arXiv abstracts", embed_set=embed, each_alone=True),
        Model(name="lsa", label="Words of these papers alone (LSA)", embed_set=lsa_vectors),
    )
}
DEFAULT_MODEL = "built-in-1"


def model_named(name: str) -> Model:
    """The model of that name: one of MODELS, or "sentence-transformers/…" for any model of that package.

    Raises UnknownModelError with the names there are, ModelNotInstalledError where the package is missing.
    """
    if name in MODELS:
        return MODELS[name]
    wanted = name.removeprefix(TRANSFORMER)
    if not name.startswith(TRANSFORMER) or not _NAME.fullmatch(wanted):
        known = ", ".join(MODELS)
        raise UnknownModelError(f"There is no model “{name}”. Choose one of: {known}, or {TRANSFORMER}NAME.")
    if find_spec("sentence_transformers") is None:
        raise ModelNotInstalledError(
            f"“{wanted}” needs the package sentence-transformers, which is not installed here. "
            "Install it beside Digest Atlas, or choose the built-in vectors."
        )
    return Model(name=name, label=wanted, embed_set=lambda texts: _transformed(texts, wanted))


def each_alone(model: str) -> bool:
    """Whether that model gives a text the same vector in any set; False for a model that is not known."""
    return model in MODELS and MODELS[model].each_alone


def embed_set(texts: Sequence[str], model: str = DEFAULT_MODEL) -> np.ndarray:
    """Vectors of one set of papers, float32 (n, d), unit rows (zero rows for texts that say nothing).

    `texts` come from `terms.paper_texts`. With LSA a set's own words shape the result: the same paper in another
    set gets another vector. Raises UnknownModelError, ModelNotInstalledError, builtin.UnreadableModelError.
    """
    chosen = model_named(model)
    if not texts:
        return np.zeros((0, 1), dtype=np.float32)
    return chosen.embed_set(texts)


def _transformed(texts: Sequence[str], wanted: str) -> np.ndarray:
    """Vectors by a sentence-transformers model whose weights are already on this machine; nothing is downloaded."""
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(wanted, local_files_only=True)
    except Exception as error:  # the package raises whatever its own dependencies raise
        raise ModelNotInstalledError(
            f"The model “{wanted}” is not on this machine ({type(error).__name__}). Download it there first, or "
            "choose the built-in vectors."
        ) from error
    once = [text.split("\n", 1)[1] if "\n" in text else text for text in texts]  # transformers read the title once
    return unit_rows(np.asarray(model.encode(once, normalize_embeddings=True), dtype=np.float64))
