"""A few made-up papers, and embeddings that know only two subjects."""

from collections.abc import Sequence

import numpy as np

from components.landscape.nearness.nearness import Nearness

PAPERS = (
    ("Attention heads in transformers", "We study attention heads of transformer models and what they attend to."),
    ("Sparse attention", "Sparse attention makes long sequences cheap for transformers with many heads."),
    ("Causal discovery from time series", "We discover causal graphs of time series by constraint-based search."),
    ("Causal graphs with hidden confounders", "Hidden confounders bias causal graphs; we identify them by proxies."),
    ("Multitask learning of speech", "A multitask network recognises speech and speakers at once."),
    ("Speech recognition in noise", "Noise robust recognition of speech by a network trained on two corpora."),
    ("Protein folding", "Structures of proteins are predicted from sequences of residues."),
)
TITLES = [title for title, _ in PAPERS]
ABSTRACTS = [abstract for _, abstract in PAPERS]
_SUBJECTS = (("attention", "transformer", "heads", "focus"), ("causal", "graphs", "cause", "confounders"))


def embedder(texts: Sequence[str]) -> np.ndarray:
    """Unit rows of two numbers, one a subject; zero rows for texts about neither."""
    rows = np.array([[sum(map(text.lower().count, said)) for said in _SUBJECTS] for text in texts], dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: np.ndarray = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit


def nearness() -> Nearness:
    """Of all PAPERS."""
    texts = [f"{title} {abstract}" for title, abstract in PAPERS]
    return Nearness.of(TITLES, ABSTRACTS, embedder(texts), embedder)
