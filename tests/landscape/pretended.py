"""A pretended sentence-transformers and huggingface_hub, installed for one test: what they are told can be seen."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from components.settings import settings

TRANSFORMERS = """
import json, os, pathlib
import numpy as np

class SentenceTransformer:
    def __init__(self, where, **options):
        self.where = pathlib.Path(where)
        if not (self.where / "weights").exists():
            raise OSError("no weights")
        told = {"where": where, "options": options, "offline": os.environ.get("HF_HUB_OFFLINE")}
        (self.where / "told.json").write_text(json.dumps(told))

    def encode(self, texts, normalize_embeddings):
        told = json.loads((self.where / "told.json").read_text())
        (self.where / "told.json").write_text(json.dumps(told | {"texts": texts}))
        rows = np.ones((len(texts), 64), dtype=np.float32)
        for row, text in zip(rows, texts):
            for word in text.lower().split():
                row[sum(word.encode()) % 64] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)
"""
HUB = """
import os, pathlib
FOLDER = pathlib.Path(__file__).parent / "fetched"

def try_to_load_from_cache(name, file, cache_dir=None):
    if "--" in name:
        raise ValueError(name)
    found = FOLDER / name / file
    return str(found) if os.path.exists(found) else object() if file == "modules.json" else None
"""


class Pretended:
    """The folders models are looked for in, and what the package was told of one."""

    def __init__(self, root: Path) -> None:
        self.own, self.fetched = root / "own", root / "fetched"

    def put(self, folder: Path, mark: str = "modules.json", weights: bool = True) -> Path:
        """A model's folder."""
        folder.mkdir(parents=True)
        (folder / mark).write_text("{}")
        if weights:
            (folder / "weights").write_text("")
        return folder

    def told(self, folder: Path) -> dict[str, Any]:
        """What the package was told about the model of that folder."""
        return json.loads((folder / "told.json").read_text())


@pytest.fixture
def pretended(tmp_path, monkeypatch):
    """Both packages, for this process and its children, and an empty folder of models."""
    (tmp_path / "sentence_transformers.py").write_text(TRANSFORMERS)
    (tmp_path / "huggingface_hub.py").write_text(HUB)
    both = ("sentence_transformers", "huggingface_hub")
    kept = {name: sys.modules.pop(name) for name in both if name in sys.modules}
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.setenv(name, "0")
    place = Pretended(tmp_path)
    monkeypatch.setenv("DIGEST_ATLAS_MODELS", str(place.own))
    settings.cache_clear()
    yield place
    for name in both:
        sys.modules.pop(name, None)
    sys.modules.update(kept)
    settings.cache_clear()
