"""Vectors by a sentence-transformers model that lies on this machine: nothing is ever fetched, nobody is asked.

The package is used where a person installed it. A model is looked for by its name: a folder in the one that
DIGEST_ATLAS_MODELS names, then what Hugging Face's own tools have fetched. Only folders are handed to the package:
it takes a name for a folder of the process where there is one, and asks the hub about any other name, even when told
to use local files only.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from components.landscape.embeddings.lsa import unit_rows
from components.settings import settings

NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?", re.ASCII)  # as a hub names models: never a path
ORGANISATION = "sentence-transformers"  # whose a model is that is named without one
_MARKS = ("modules.json", "config.json")  # one of them lies in every model's folder
_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}


class ModelNotInstalledError(ValueError):
    """A model was asked for whose package or weights are not on this machine."""


class UnusableModelError(ValueError):
    """A model's folder is there, and the package cannot make vectors with it."""


def installed_models() -> list[str]:
    """The models in the folder that DIGEST_ATLAS_MODELS names, in order; none where there is no such folder."""
    with contextlib.suppress(OSError):
        found = [each.name for each in settings().models_folder.iterdir() if _is_model(each)]
        return sorted(name for name in found if NAME.fullmatch(name))
    return []


def model_folder(name: str) -> Path:
    """Where the model of that name (one that NAME matches) lies. Raises ModelNotInstalledError."""
    if find_spec("sentence_transformers") is None:
        raise ModelNotInstalledError(
            f"“{name}” needs the package sentence-transformers, which is not installed here. "
            "Install it beside Digest Atlas, or choose the built-in vectors."
        )
    own = settings().models_folder / name
    whole = name if "/" in name else f"{ORGANISATION}/{name}"
    folder = own if _is_model(own) else _fetched(whole)
    if folder is None:
        raise ModelNotInstalledError(
            f"The model “{name}” is not on this machine. Fetch it once with “hf download {whole}”, put its folder into "
            "the one that DIGEST_ATLAS_MODELS names, or choose the built-in vectors."
        )
    return folder


def transformer_embeddings(texts: Sequence[str], name: str) -> np.ndarray:
    """The vectors of `terms.paper_texts` by that model, float32 (n, d), unit rows; zero rows for texts without a word.

    Raises ModelNotInstalledError, UnusableModelError.
    """
    folder = model_folder(name)
    once = [text.split("\n", 1)[-1].strip() for text in texts]  # a title counts twice there; a reader wants it once
    os.environ.update(_OFFLINE)  # read when the package is imported
    try:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(folder), local_files_only=True)
        rows = np.asarray(model.encode(once, normalize_embeddings=True), dtype=np.float64)
    except MemoryError:
        raise
    except Exception as error:  # the package raises whatever its own dependencies raise
        raise UnusableModelError(
            f"The model “{name}” is on this machine but cannot be used ({type(error).__name__}). Fetch it again, or "
            "choose the built-in vectors."
        ) from error
    rows[[not text for text in once]] = 0.0
    return unit_rows(rows)


def _is_model(folder: Path) -> bool:
    with contextlib.suppress(OSError):  # a folder that may not be read, a name longer than names can be
        return any((folder / mark).is_file() for mark in _MARKS)
    return False


def _fetched(name: str) -> Path | None:
    """The folder that Hugging Face's tools fetched a model into; None where they did not."""
    if find_spec("huggingface_hub") is None:
        return None
    os.environ.update(_OFFLINE)
    from huggingface_hub import try_to_load_from_cache

    for mark in _MARKS:
        with contextlib.suppress(ValueError):  # its word for names that no model can have
            found = try_to_load_from_cache(name, mark, cache_dir=os.environ.get("SENTENCE_TRANSFORMERS_HOME"))
            if isinstance(found, str):
                return Path(found).parent
    return None
