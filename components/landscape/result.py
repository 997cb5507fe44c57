"""The Analysis of one set of papers: map, topics, neighbours and how far the map can be trusted, as plain arrays.

Cheap to import and to open: numpy and pandas only. `analysis.pipeline` computes it, `analysis.cache` stores it.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from components.landscape.embeddings.models import DEFAULT_MODEL
from components.landscape.parameters import parameters_for
from components.landscape.topics.hierarchy import Hierarchy

# Attribute → (name in the file, type). The names in files are fixed: shipped and cached files must stay readable.
_ARRAYS = {
    "xy": ("xy", np.float32),
    "topic": ("topic", np.int16),
    "second_topic": ("second", np.int16),
    "strength": ("strength", np.float32),
    "neighbours": ("neighbours", np.int32),
    "similarities": ("similarities", np.float32),
    "preserved": ("kept", np.float32),
}
_HIERARCHY_ARRAYS = {
    "leaf": ("tree_leaf", np.int16),
    "merges": ("tree_merges", np.int32),
    "group_similarities": ("tree_near", np.int8),
    "group_products": ("tree_products", np.float32),
    "node_phrases": ("tree_said", np.int32),
    "node_scores": ("tree_scores", np.float32),
    "node_coverage": ("tree_coverage", np.float32),
}
_HIERARCHY_VALUES = {"default_count": "usual", "area_count": "areas", "phrases": "phrases", "phrase_keys": "keys"}
_VALUES = ("key", "paper_ids", "model", "parameters")  # of the Analysis, kept as JSON under their own names


class UnreadableAnalysisError(ValueError):
    """A file that should hold an Analysis cannot be read as one; it can be deleted and is computed anew."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: a named group of papers. Topics are numbered by size, the largest is 0."""

    slug: str  # from the name, unique within the Analysis; stands in addresses
    name: str  # "Causal discovery, time series"
    phrases: tuple[str, ...]  # best first, those of the name before others; a phrase belongs to one topic only
    size: int
    typical: str  # paper_id of the paper nearest to the centre
    area: int  # index into Analysis.areas
    colour: int  # which of at most eight hues; all topics of an area share one
    cohesion: float = 0.0  # mean cosine of the papers to the centre
    coverage: float = 0.0  # share of the papers that say the first phrase


@dataclass(frozen=True, slots=True)
class Area:
    """A named group of topics. Areas are numbered by size, the largest is 0."""

    slug: str  # unique among areas; may equal its only topic's
    name: str
    phrases: tuple[str, ...]
    size: int  # papers
    colour: int


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What is known about one set of papers. Row i of every array is the paper `paper_ids[i]`."""

    key: str  # see analysis_key
    paper_ids: tuple[str, ...]
    xy: np.ndarray  # float32 (n, 2) in −1 … 1; (0, 2) below 15 papers: no map
    topic: np.ndarray  # int16 (n,), index into topics
    second_topic: np.ndarray  # int16 (n,), the next nearest topic
    strength: np.ndarray  # float32 (n,): 0 between two topics, towards 1 at the heart of one
    neighbours: np.ndarray  # int32 (n, k) row numbers, nearest first
    similarities: np.ndarray  # float32 (n, k) cosines
    preserved: np.ndarray  # float32 (n,): share of the paper's 5 nearest that are near it on the map; (0,) without one
    preserved_mean: float  # mean of preserved, NaN without a map
    preserved_by_chance: float  # expected mean for a random map, NaN without a map
    topics: tuple[Topic, ...]
    areas: tuple[Area, ...]
    model: str
    parameters: dict[str, Any]
    hierarchy: Hierarchy | None = None  # what other topics the papers could have

    @property
    def has_map(self) -> bool:
        """Whether there are enough papers for a map."""
        return len(self.xy) > 0

    def in_order(self, paper_ids: Sequence[str]) -> Analysis:
        """The same Analysis with its rows in another order of the same papers; KeyError for any other paper."""
        if tuple(paper_ids) == self.paper_ids:
            return self
        row = {paper_id: number for number, paper_id in enumerate(self.paper_ids)}
        rows = np.array([row[paper_id] for paper_id in paper_ids], dtype=np.int64)
        if len(rows) != len(self.paper_ids) or len(set(paper_ids)) != len(rows):
            raise KeyError("in_order needs the same papers, each once")
        new_number = np.empty(len(rows), dtype=np.int32)
        new_number[rows] = np.arange(len(rows), dtype=np.int32)
        moved = {name: getattr(self, name)[rows] for name in _ARRAYS if len(getattr(self, name)) == len(rows)}
        moved["neighbours"] = new_number[moved["neighbours"]] if "neighbours" in moved else self.neighbours
        tree = self.hierarchy.in_order(rows) if self.hierarchy else None
        return replace(self, paper_ids=tuple(paper_ids), hierarchy=tree, **moved)

    def under_new_ids(self, aliases: Mapping[str, str]) -> Analysis:
        """The same with papers under the ids they have today; as it is where two would get one id."""
        ids = tuple(aliases.get(paper_id, paper_id) for paper_id in self.paper_ids)
        if ids == self.paper_ids or len(set(ids)) < len(ids):
            return self
        topics = [replace(topic, typical=aliases.get(topic.typical, topic.typical)) for topic in self.topics]
        return replace(self, paper_ids=ids, topics=tuple(topics))


def analysis_key(papers: pd.DataFrame, model: str = DEFAULT_MODEL, parameters: Mapping[str, Any] | None = None) -> str:
    """The name of the Analysis of these papers: 32 hex digits of SHA-256 over ids, texts, model and parameters.

    `papers` has paper_id, title and abstract. The order of rows does not matter; the same on every machine.
    `parameters` None means those chosen by the number of papers.
    """
    chosen = parameters_for(len(papers)).as_dict() if parameters is None else dict(parameters)
    digest = hashlib.sha256()
    digest.update(json.dumps([model, sorted(chosen.items())], separators=(",", ":")).encode())
    for row in sorted(zip(papers["paper_id"], papers["title"], papers["abstract"], strict=True)):
        digest.update(json.dumps(row, ensure_ascii=True, separators=(",", ":")).encode())
    return digest.hexdigest()[:32]


def nearest(analysis: Analysis, paper_id: str, k: int = 5) -> list[tuple[str, float]]:
    """The papers most like one paper, best first: (paper_id, cosine). Empty for a paper that is not in the set.

    At most as many as the Analysis keeps a paper (15).
    """
    if paper_id not in analysis.paper_ids:
        return []
    row = analysis.paper_ids.index(paper_id)
    pairs = zip(analysis.neighbours[row, :k], analysis.similarities[row, :k], strict=True)
    return [(analysis.paper_ids[neighbour], float(similarity)) for neighbour, similarity in pairs]


def topics_by_paper(analysis: Analysis) -> dict[str, tuple[str, str]]:
    """paper_id → (slug, name) of its topic, for every paper."""
    return {
        paper_id: (analysis.topics[number].slug, analysis.topics[number].name)
        for paper_id, number in zip(analysis.paper_ids, analysis.topic, strict=True)
    }


def areas_by_paper(analysis: Analysis) -> dict[str, tuple[str, str]]:
    """paper_id → (slug, name) of its area, for every paper."""
    areas = [analysis.areas[topic.area] for topic in analysis.topics] if analysis.areas else []
    return {
        paper_id: (areas[number].slug, areas[number].name)
        for paper_id, number in zip(analysis.paper_ids, analysis.topic if areas else (), strict=False)
    }


def nearest_by_paper(analysis: Analysis) -> dict[str, tuple[str, ...]]:
    """paper_id → the papers most like it, the likest first, as many as the Analysis keeps."""
    ids = np.array(analysis.paper_ids, dtype=object)
    return dict(zip(analysis.paper_ids, map(tuple, ids[analysis.neighbours].tolist()), strict=True))


def papers_of_topic(analysis: Analysis, slug: str) -> tuple[str, ...]:
    """The paper_ids of one topic, its most typical first; empty for an unknown slug."""
    for number, topic in enumerate(analysis.topics):
        if topic.slug == slug:
            rows = np.flatnonzero(analysis.topic == number)
            order = rows[np.argsort(-analysis.strength[rows], kind="stable")]
            first = [paper_id for paper_id in (topic.typical,) if paper_id]
            return tuple(first + [analysis.paper_ids[row] for row in order if analysis.paper_ids[row] != topic.typical])
    return ()


def save(analysis: Analysis, path: Path) -> None:
    """Write an Analysis as .npz without pickles, atomically (written to a temporary file, then renamed).

    Raises OSError.
    """
    values: dict[str, Any] = {name: getattr(analysis, name) for name in _VALUES}
    tree = analysis.hierarchy
    if tree:
        values["hierarchy"] = {stored: getattr(tree, name) for name, stored in _HIERARCHY_VALUES.items()}
    values["topics"] = [asdict(topic) for topic in analysis.topics]
    values["areas"] = [asdict(area) for area in analysis.areas]
    packed = np.frombuffer(json.dumps(values, ensure_ascii=True).encode(), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(
                file,
                words=packed,
                honesty=np.array([analysis.preserved_mean, analysis.preserved_by_chance], dtype=np.float64),
                **{stored: getattr(analysis, name) for name, (stored, _) in _ARRAYS.items()},
                **{stored: getattr(tree, name) for name, (stored, _) in _HIERARCHY_ARRAYS.items() if tree},
            )
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def load(path: Path) -> Analysis:
    """Read what `save` wrote. Raises FileNotFoundError, and UnreadableAnalysisError for anything else."""
    try:
        with np.load(path, allow_pickle=False) as file:
            values = json.loads(file["words"].tobytes())
            mean, chance = file["honesty"]
            arrays = {name: file[stored].astype(kind) for name, (stored, kind) in _ARRAYS.items()}
            tree = values.pop("hierarchy", None)
            hierarchy = _load_hierarchy(file, tree) if tree else None
        topics = tuple(Topic(**(topic | {"phrases": tuple(topic["phrases"])})) for topic in values["topics"])
        areas = tuple(Area(**(area | {"phrases": tuple(area["phrases"])})) for area in values["areas"])
        values |= {"paper_ids": tuple(values["paper_ids"]), "topics": topics, "areas": areas}
        return Analysis(
            preserved_mean=float(mean), preserved_by_chance=float(chance), hierarchy=hierarchy, **values, **arrays
        )
    except FileNotFoundError:
        raise
    except Exception as error:  # a damaged zip shows itself as any of a dozen classes
        raise UnreadableAnalysisError(
            f"The stored analysis {path.name} cannot be read ({type(error).__name__}). Delete it to compute it anew."
        ) from error


def _load_hierarchy(file: Mapping[str, np.ndarray], stored_values: Mapping[str, Any]) -> Hierarchy:
    values: dict[str, Any] = {name: stored_values[stored] for name, stored in _HIERARCHY_VALUES.items()}
    values["phrases"] = tuple(values["phrases"])
    values["phrase_keys"] = tuple(map(tuple, values["phrase_keys"]))
    arrays = {name: file[stored].astype(kind) for name, (stored, kind) in _HIERARCHY_ARRAYS.items()}
    return Hierarchy(**(values | arrays))
