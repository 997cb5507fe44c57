"""From papers to their Analysis: vectors, neighbours, topics, names, map, honesty.

Heavy: imports umap and scikit-learn on the way. A server runs it through `worker`, in a process of its own. Told as
functions of each other's results; which processors work them out is `engine`'s matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from components.landscape.analysis.executor import Executor
from components.landscape.analysis.incremental import relayout_key
from components.landscape.analysis.tasks import Later, Step
from components.landscape.embeddings.models import DEFAULT_MODEL, embed_set, stateless
from components.landscape.embeddings.neighbours import joined, nearest_of, row_blocks
from components.landscape.embeddings.terms import paper_texts
from components.landscape.layout.placing import registered
from components.landscape.layout.trustworthiness import Trustworthiness, neighbour_preservation
from components.landscape.layout.umap_layout import map_coordinates
from components.landscape.parameters import Parameters, parameters_for
from components.landscape.result import Analysis, Area, Topic, analysis_key
from components.landscape.topics.clustering import Tree, grow, neighbour_smoothed
from components.landscape.topics.hierarchy import STEPS, Hierarchy, Membership, holding, topic_membership
from components.landscape.topics.label_candidates import name_candidates
from components.landscape.topics.topic_selection import described

OnStep = Callable[[str, float], None]
Block = tuple[list[str], list[str], list[str]]  # ids, titles and abstracts of some papers

WORDS = "Reading the words of the abstracts"
NEIGHBOURS = "Finding the nearest papers of each paper"
TOPICS = "Gathering papers into topics"
NAMES = "Naming the topics"
MAP = "Drawing the map"
HONESTY = "Checking what the map keeps"
USUAL = Executor()


class RepeatedPaperError(ValueError):
    """The same paper_id stands in two rows; a set has each paper once."""


def compute_analysis(
    papers: pd.DataFrame,
    on_step: OnStep | None = None,
    model: str = DEFAULT_MODEL,
    compiled: Path | None = None,
    before: Analysis | None = None,
    executor: Executor = USUAL,
) -> Analysis:
    """Analyse papers (paper_id, title, abstract; one row each). The result's rows follow the frame's.

    The order of rows does not change anything else, nor does the engine. `on_step(what, share done)` is called before
    each step. `compiled` is where numba keeps machine code (the cache folder's if None). `before` is an Analysis of the
    same papers: the map starts from its map and is laid over it. Raises RepeatedPaperError, UnknownModelError,
    cluster.ClusterError.
    """
    if papers["paper_id"].duplicated().any():
        twice = papers["paper_id"][papers["paper_id"].duplicated()].iloc[0]
        raise RepeatedPaperError(f"The paper {twice} stands in the set twice; give each paper once.")
    ordered = papers.sort_values("paper_id", kind="stable")
    parameters = parameters_for(len(ordered))
    older = before.in_order(tuple(ordered["paper_id"])).xy if before else None
    steps = _steps(ordered, model, parameters, compiled, older, executor)
    wanted = [step.result for step in steps if step.what in (NEIGHBOURS, NAMES, MAP, HONESTY)]
    near, named, (xy, moved), figures = executor.compute(len(ordered), steps, wanted, on_step or (lambda *_: None))
    key, continued = analysis_key(papers, model, parameters.as_dict()), {}
    if before and moved is not None:
        continued = {"before": before.key, "moved": moved}
        key = relayout_key(key, before.key)
    return Analysis(
        key=key,
        paper_ids=tuple(ordered["paper_id"]),
        xy=xy,
        topic=named.topic,
        second_topic=named.found.second_topic,
        strength=named.found.strength,
        neighbours=near[0],
        similarities=near[1],
        preserved=figures.preserved,
        preserved_mean=figures.preserved_mean,
        preserved_by_chance=figures.preserved_by_chance,
        topics=named.topics,
        areas=named.areas,
        model=model,
        parameters=parameters.as_dict() | continued,
        hierarchy=named.hierarchy,
    ).in_order(tuple(papers["paper_id"]))


def _steps(
    ordered: pd.DataFrame,
    model: str,
    parameters: Parameters,
    compiled: Path | None,
    older: np.ndarray | None,
    executor: Executor,
) -> list[Step]:
    """The whole work: vectors and neighbours by blocks, topics and map each by one task each, side by side."""
    n = len(ordered)
    columns = [ordered[name].astype(str).tolist() for name in ("paper_id", "title", "abstract")]
    blocks = [Later(_given, tuple(column[rows] for column in columns)) for rows in executor.blocks(n)]
    parts = [[block] for block in blocks] if stateless(model) else [blocks]
    vectors = Later(np.concatenate, [Later(_embedded, part, model) for part in parts])
    rows = row_blocks(n, executor.block**2)
    near = Later(joined, [Later(nearest_of, vectors, each, parameters.neighbours) for each in rows])
    grown = Later(_grown, vectors, near, parameters)
    named = Later(_named, blocks, vectors, grown)
    placed = Later(_placed, vectors, near, parameters, compiled, older)
    return [
        Step(WORDS, 0.02, vectors),
        Step(NEIGHBOURS, 0.2, near),
        Step(TOPICS, 0.3, grown),
        Step(NAMES, 0.4, named),
        Step(MAP, 0.5, placed),
        Step(HONESTY, 0.97, Later(_figures, near, placed)),
    ]


@dataclass(frozen=True, slots=True)
class _Named:
    """The topics of a set, with all that other cuts need."""

    hierarchy: Hierarchy
    topic: np.ndarray
    found: Membership
    topics: tuple[Topic, ...]
    areas: tuple[Area, ...]


def _given(block: Block) -> Block:
    return block


def _embedded(blocks: list[Block], model: str) -> np.ndarray:
    return embed_set([text for _, titles, abstracts in blocks for text in paper_texts(titles, abstracts)], model)


def _grown(vectors: np.ndarray, near: tuple[np.ndarray, np.ndarray], parameters: Parameters) -> tuple[np.ndarray, Tree]:
    """(rows in the company of their nearest, the tree grown from them)."""
    company = neighbour_smoothed(vectors, *near)
    return company, grow(company, parameters)


def _named(blocks: list[Block], vectors: np.ndarray, grown: tuple[np.ndarray, Tree]) -> _Named:
    ids, titles, abstracts = ([each for block in blocks for each in block[column]] for column in range(3))
    hierarchy = _hierarchy(titles, abstracts, vectors, *grown)
    topic = hierarchy.cut_papers(hierarchy.default_count)
    found = topic_membership(hierarchy, topic)
    topics, areas = described(hierarchy, topic, found, ids, titles) if titles else ((), ())
    return _Named(hierarchy, topic, found, topics, areas)


def _placed(
    vectors: np.ndarray,
    near: tuple[np.ndarray, np.ndarray],
    parameters: Parameters,
    compiled: Path | None,
    older: np.ndarray | None,
) -> tuple[np.ndarray, str | None]:
    """(coordinates, how far papers moved from `older`; None where they did not start from there)."""
    xy = map_coordinates(vectors, *near, parameters, compiled or _compiled_folder(), older)
    if older is None or not len(older) or not len(xy):
        return xy, None
    over = registered(xy, older)
    return over.xy, over.sentence


def _figures(near: tuple[np.ndarray, np.ndarray], placed: tuple[np.ndarray, str | None]) -> Trustworthiness:
    return neighbour_preservation(near[0], placed[0])


def _compiled_folder() -> Path:
    from components.landscape.analysis.cache import compiled_folder

    return compiled_folder()


def _hierarchy(
    titles: list[str], abstracts: list[str], vectors: np.ndarray, company: np.ndarray, tree: Tree
) -> Hierarchy:
    """The tree with all that cuts and names of it need; `company` are the rows it was grown from."""
    groups = int(tree.leaf.max(initial=-1)) + 1
    means = np.zeros((groups, company.shape[1]), dtype=np.float32)
    np.add.at(means, tree.leaf, company)
    means /= np.maximum(np.bincount(tree.leaf, minlength=groups), 1)[:, None]
    found = name_candidates(titles, abstracts, vectors, tree.leaf, holding(tree.merges, groups))
    return Hierarchy(
        leaf=tree.leaf,
        merges=tree.merges,
        group_similarities=np.round(np.clip(company @ means.T, -1, 1) * STEPS).astype(np.int8),
        group_products=np.round(means @ means.T, 5).astype(np.float32),
        default_count=tree.default_count,
        area_count=tree.area_count,
        phrases=found.phrases,
        phrase_keys=found.keys,
        node_phrases=found.node_phrases,
        node_scores=np.round(found.node_scores, 5).astype(np.float32),
    )
