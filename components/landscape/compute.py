"""From papers to their Analysis: vectors, neighbours, topics, names, map, honesty, in that order.

Heavy: imports umap and scikit-learn on the way. A server runs it through `worker`, in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from components.landscape.analysis import Analysis, analysis_key
from components.landscape.arrangement import described
from components.landscape.carrying import tidied_key
from components.landscape.hierarchy import STEPS, Hierarchy, belonging, holding
from components.landscape.honesty import honesty
from components.landscape.layout import map_coordinates
from components.landscape.names import name_candidates
from components.landscape.neighbours import nearest_neighbours
from components.landscape.parameters import parameters_for
from components.landscape.placing import registered
from components.landscape.terms import paper_texts
from components.landscape.topics import Tree, grow, in_company
from components.landscape.vectors import DEFAULT_MODEL, embed_set

OnStep = Callable[[str, float], None]


class RepeatedPaperError(ValueError):
    """The same paper_id stands in two rows; a set has each paper once."""


def compute_analysis(
    papers: pd.DataFrame,
    on_step: OnStep | None = None,
    model: str = DEFAULT_MODEL,
    compiled: Path | None = None,
    before: Analysis | None = None,
) -> Analysis:
    """Analyse papers (paper_id, title, abstract; one row each). The result's rows follow the frame's.

    The order of rows does not change anything else. `on_step(what, share done)` is called before each step.
    `compiled` is where numba keeps machine code (the cache folder's if None). `before` is an Analysis of the same
    papers: the map starts from its map and is laid over it. Raises RepeatedPaperError, UnknownModelError.
    """
    if papers["paper_id"].duplicated().any():
        twice = papers["paper_id"][papers["paper_id"].duplicated()].iloc[0]
        raise RepeatedPaperError(f"The paper {twice} stands in the set twice; give each paper once.")
    say = on_step or (lambda _what, _share: None)
    ordered = papers.sort_values("paper_id", kind="stable")
    titles, abstracts = ordered["title"].astype(str).tolist(), ordered["abstract"].astype(str).tolist()
    parameters = parameters_for(len(ordered))
    say("Reading the words of the abstracts", 0.02)
    vectors = embed_set(paper_texts(titles, abstracts), model)
    say("Finding the nearest papers of each paper", 0.2)
    neighbours, similarities = nearest_neighbours(vectors, parameters.neighbours)
    say("Gathering papers into topics", 0.3)
    company = in_company(vectors, neighbours, similarities)
    tree = grow(company, parameters)
    say("Naming the topics", 0.4)
    hierarchy = _hierarchy(titles, abstracts, vectors, company, tree)
    topic = hierarchy.cut_papers(hierarchy.usual)
    found = belonging(hierarchy, topic)
    topics, areas = described(hierarchy, topic, found, ordered["paper_id"].tolist(), titles) if titles else ((), ())
    say("Drawing the map", 0.5)
    older = before.in_order(tuple(ordered["paper_id"])).xy if before else None
    xy = map_coordinates(vectors, neighbours, similarities, parameters, compiled or _compiled_folder(), older)
    key, continued = analysis_key(papers, model, parameters.as_dict()), {}
    if before and older is not None and len(older) and len(xy):
        over = registered(xy, older)
        xy, continued = over.xy, {"before": before.key, "moved": over.sentence}
        key = tidied_key(key, before.key)
    say("Checking what the map keeps", 0.97)
    figures = honesty(neighbours, xy)
    return Analysis(
        key=key,
        paper_ids=tuple(ordered["paper_id"]),
        xy=xy,
        topic=topic,
        second=found.second,
        strength=found.strength,
        neighbours=neighbours,
        similarities=similarities,
        kept=figures.kept,
        keeps=figures.keeps,
        chance=figures.chance,
        topics=topics,
        areas=areas,
        model=model,
        parameters=parameters.as_dict() | continued,
        hierarchy=hierarchy,
    ).in_order(tuple(papers["paper_id"]))


def _compiled_folder() -> Path:
    from components.landscape.cache import compiled_folder

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
        near=np.round(np.clip(company @ means.T, -1, 1) * STEPS).astype(np.int8),
        products=np.round(means @ means.T, 5).astype(np.float32),
        usual=tree.usual,
        areas=tree.areas,
        phrases=found.phrases,
        keys=found.keys,
        said=found.said,
        scores=np.round(found.scores, 5).astype(np.float32),
    )
