"""The pipeline from papers to their Analysis: embeddings, neighbours, topics, labels, map, trustworthiness.

Heavy: imports umap and scikit-learn on the way. The server runs it through `worker`, in a process of its own. The work
is a graph of tasks; `executor` decides where they run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from components.landscape.analysis.executor import Executor
from components.landscape.analysis.incremental import relayout_key
from components.landscape.analysis.tasks import Stage, Task
from components.landscape.embeddings.models import DEFAULT_MODEL, embed, embed_set, stateless
from components.landscape.embeddings.neighbours import joined, nearest_of, row_blocks
from components.landscape.embeddings.terms import paper_texts
from components.landscape.layout.alignment import align_maps
from components.landscape.layout.trustworthiness import Trustworthiness, neighbour_preservation
from components.landscape.layout.umap_layout import map_coordinates
from components.landscape.parameters import Parameters, parameters_for
from components.landscape.result import Analysis, Area, Topic, analysis_key
from components.landscape.topics.clustering import Tree, build_tree, neighbour_smoothed
from components.landscape.topics.hierarchy import STEPS, Hierarchy, Membership, groups_by_node, topic_membership
from components.landscape.topics.label_candidates import label_candidates
from components.landscape.topics.topic_selection import describe_topics

OnStep = Callable[[str, float], None]
Block = tuple[list[str], list[str], list[str]]  # ids, titles and abstracts of some papers

WORDS = "Reading the words of the abstracts"
NEIGHBOURS = "Finding the nearest papers of each paper"
TOPICS = "Gathering papers into topics"
NAMES = "Naming the topics"
MAP = "Drawing the map"
TRUST = "Checking what the map keeps"
DEFAULT_EXECUTOR = Executor()


@dataclass(frozen=True, slots=True)
class LabelledTopics:
    """The default topics of a set, with the hierarchy that other levels are cut from."""

    hierarchy: Hierarchy
    topic: np.ndarray  # int16 (n,), index into topics
    found: Membership
    topics: tuple[Topic, ...]
    areas: tuple[Area, ...]

    def in_order(self, rows: np.ndarray) -> LabelledTopics:
        """The same with its papers in another order."""
        return replace(
            self, hierarchy=self.hierarchy.in_order(rows), topic=self.topic[rows], found=self.found.in_order(rows)
        )


class RepeatedPaperError(ValueError):
    """The same paper_id is in two rows; a set has each paper once."""


def compute_analysis(
    papers: pd.DataFrame,
    on_step: OnStep | None = None,
    model: str = DEFAULT_MODEL,
    compiled: Path | None = None,
    before: Analysis | None = None,
    executor: Executor = DEFAULT_EXECUTOR,
) -> Analysis:
    """Analyse papers (paper_id, title, abstract; one row each). The result's rows follow the frame's.

    Neither the order of rows nor the executor changes anything else. `on_step(what, share done)` is called before each
    stage. `compiled` is the folder for numba's compiled code (in the cache folder if None). `before` is an Analysis of
    the same papers: the layout starts from its map and is aligned with it. Raises RepeatedPaperError,
    UnknownModelError, dask_cluster.ClusterError.
    """
    if papers["paper_id"].duplicated().any():
        twice = papers["paper_id"][papers["paper_id"].duplicated()].iloc[0]
        raise RepeatedPaperError(f"The paper {twice} stands in the set twice; give each paper once.")
    ordered = papers.sort_values("paper_id", kind="stable")
    parameters = parameters_for(len(ordered))
    older = before.in_order(tuple(ordered["paper_id"])).xy if before else None
    stages = _stages(ordered, model, parameters, compiled, older, executor)
    wanted = [stage.result for stage in stages if stage.what in (NEIGHBOURS, NAMES, MAP, TRUST)]
    near, named, (xy, moved), figures = executor.compute(len(ordered), stages, wanted, on_step or (lambda *_: None))
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


def compute_topics(
    papers: pd.DataFrame, model: str = DEFAULT_MODEL, executor: Executor = DEFAULT_EXECUTOR
) -> LabelledTopics:
    """The topics that `compute_analysis` finds in the same papers, without drawing their map; rows follow the frame's.

    Raises UnknownModelError, dask_cluster.ClusterError.
    """
    ordered = papers.sort_values("paper_id", kind="stable")
    stages = [
        stage
        for stage in _stages(ordered, model, parameters_for(len(ordered)), None, None, executor)
        if stage.what not in (MAP, TRUST)
    ]
    named: LabelledTopics = executor.compute(len(ordered), stages, [stages[-1].result], lambda *_: None)[0]
    row = {paper_id: number for number, paper_id in enumerate(ordered["paper_id"])}
    return named.in_order(np.array([row[paper_id] for paper_id in papers["paper_id"]], dtype=np.int64))


def _stages(
    ordered: pd.DataFrame,
    model: str,
    parameters: Parameters,
    compiled: Path | None,
    older: np.ndarray | None,
    executor: Executor,
) -> list[Stage]:
    """The whole work: embeddings and neighbours in blocks of papers; topics and map as one task each, in parallel."""
    n = len(ordered)
    columns = [ordered[name].astype(str).tolist() for name in ("paper_id", "title", "abstract")]
    blocks = [Task(_identity, tuple(column[rows] for column in columns)) for rows in executor.blocks(n)]
    parts = [[block] for block in blocks] if stateless(model) else [blocks]
    vectors = Task(np.concatenate, [Task(_embed, part, model) for part in parts])
    rows = row_blocks(n, executor.block**2)
    near = Task(joined, [Task(nearest_of, vectors, each, parameters.neighbours) for each in rows])
    grown = Task(_build_cluster_tree, vectors, near, parameters)
    named = Task(_label_topics, blocks, vectors, grown, model)
    placed = Task(_lay_out, vectors, near, parameters, compiled, older)
    return [
        Stage(WORDS, 0.02, vectors),
        Stage(NEIGHBOURS, 0.2, near),
        Stage(TOPICS, 0.3, grown),
        Stage(NAMES, 0.4, named),
        Stage(MAP, 0.5, placed),
        Stage(TRUST, 0.97, Task(_measure_trust, near, placed)),
    ]


def _identity(block: Block) -> Block:
    return block


def _embed(blocks: list[Block], model: str) -> np.ndarray:
    return embed_set([text for _, titles, abstracts in blocks for text in paper_texts(titles, abstracts)], model)


def _build_cluster_tree(
    vectors: np.ndarray, near: tuple[np.ndarray, np.ndarray], parameters: Parameters
) -> tuple[np.ndarray, Tree]:
    """(embeddings smoothed over neighbours, the cluster tree built from them)."""
    smoothed = neighbour_smoothed(vectors, *near)
    return smoothed, build_tree(smoothed, parameters)


def _label_topics(
    blocks: list[Block], vectors: np.ndarray, grown: tuple[np.ndarray, Tree], model: str
) -> LabelledTopics:
    ids, titles, abstracts = ([each for block in blocks for each in block[column]] for column in range(3))
    embed_phrases = embed if model == DEFAULT_MODEL else None
    hierarchy = _build_hierarchy(titles, abstracts, vectors, *grown, embed_phrases)
    topic = hierarchy.cut_papers(hierarchy.default_count)
    found = topic_membership(hierarchy, topic)
    topics, areas = describe_topics(hierarchy, topic, found, ids, titles) if titles else ((), ())
    return LabelledTopics(hierarchy, topic, found, topics, areas)


def _lay_out(
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
    over = align_maps(xy, older)
    return over.xy, over.sentence


def _measure_trust(near: tuple[np.ndarray, np.ndarray], placed: tuple[np.ndarray, str | None]) -> Trustworthiness:
    return neighbour_preservation(near[0], placed[0])


def _compiled_folder() -> Path:
    from components.landscape.analysis.cache import compiled_folder

    return compiled_folder()


def _build_hierarchy(
    titles: list[str],
    abstracts: list[str],
    vectors: np.ndarray,
    smoothed: np.ndarray,
    tree: Tree,
    embed_phrases: Callable[[Sequence[str]], np.ndarray] | None,
) -> Hierarchy:
    """The cluster tree with all that cutting and labelling it needs; `smoothed` are the rows it was built from."""
    groups = int(tree.leaf.max(initial=-1)) + 1
    means = np.zeros((groups, smoothed.shape[1]), dtype=np.float32)
    np.add.at(means, tree.leaf, smoothed)
    means /= np.maximum(np.bincount(tree.leaf, minlength=groups), 1)[:, None]
    inside = groups_by_node(tree.merges, groups)
    found = label_candidates(titles, abstracts, vectors, tree.leaf, inside, embed_phrases)
    return Hierarchy(
        leaf=tree.leaf,
        merges=tree.merges,
        group_similarities=np.round(np.clip(smoothed @ means.T, -1, 1) * STEPS).astype(np.int8),
        group_products=np.round(means @ means.T, 5).astype(np.float32),
        default_count=tree.default_count,
        area_count=tree.area_count,
        phrases=found.phrases,
        phrase_keys=found.keys,
        node_phrases=found.node_phrases,
        node_scores=np.round(found.node_scores, 5).astype(np.float32),
        node_coverage=np.round(found.node_coverage, 3).astype(np.float32),
    )
