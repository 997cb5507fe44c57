"""From papers to their Analysis: vectors, neighbours, topics, names, map, honesty, in that order.

Heavy: imports umap and scikit-learn on the way. A server runs it through `worker`, in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from components.landscape.analysis import Analysis, Area, Topic, analysis_key
from components.landscape.honesty import honesty
from components.landscape.layout import map_coordinates
from components.landscape.names import Name, name_topics
from components.landscape.neighbours import nearest_neighbours
from components.landscape.parameters import parameters_for
from components.landscape.terms import paper_texts
from components.landscape.topics import Grouping, centres_of, group
from components.landscape.vectors import DEFAULT_MODEL, embed_set

OnStep = Callable[[str, float], None]


class RepeatedPaperError(ValueError):
    """The same paper_id stands in two rows; a set has each paper once."""


def compute_analysis(
    papers: pd.DataFrame,
    on_step: OnStep | None = None,
    model: str = DEFAULT_MODEL,
    compiled: Path | None = None,
) -> Analysis:
    """Analyse papers (paper_id, title, abstract; one row each). The result's rows follow the frame's.

    The order of rows does not change anything else. `on_step(what, share done)` is called before each step.
    `compiled` is where numba keeps machine code (the cache folder's if None). Raises RepeatedPaperError,
    UnknownModelError.
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
    grouping = group(vectors, parameters)
    say("Naming the topics", 0.4)
    topics, areas = _named(titles, abstracts, ordered["paper_id"].tolist(), vectors, grouping)
    say("Drawing the map", 0.5)
    xy = map_coordinates(vectors, neighbours, similarities, parameters, compiled or _compiled_folder())
    say("Checking what the map keeps", 0.97)
    figures = honesty(neighbours, xy)
    return Analysis(
        key=analysis_key(papers, model, parameters.as_dict()),
        paper_ids=tuple(ordered["paper_id"]),
        xy=xy,
        topic=grouping.topic,
        second=grouping.second,
        strength=grouping.strength,
        neighbours=neighbours,
        similarities=similarities,
        kept=figures.kept,
        keeps=figures.keeps,
        chance=figures.chance,
        topics=topics,
        areas=areas,
        model=model,
        parameters=dict(parameters.as_dict()),
    ).in_order(tuple(papers["paper_id"]))


def _compiled_folder() -> Path:
    from components.landscape.cache import compiled_folder

    return compiled_folder()


def _named(
    titles: list[str], abstracts: list[str], paper_ids: list[str], vectors: np.ndarray, grouping: Grouping
) -> tuple[tuple[Topic, ...], tuple[Area, ...]]:
    """Topics and areas with their names; an area of a single topic is called like it."""
    if not paper_ids:
        return (), ()
    topic_names = name_topics(titles, abstracts, vectors, grouping.topic, grouping.centres)
    area_of_paper = grouping.area[grouping.topic]
    area_names = name_topics(titles, abstracts, vectors, area_of_paper, centres_of(vectors, area_of_paper))
    nearness = (vectors * grouping.centres[grouping.topic]).sum(axis=1)
    topics = tuple(
        Topic(
            slug=name.slug,
            name=name.name,
            phrases=name.phrases,
            size=int((grouping.topic == number).sum()),
            typical=paper_ids[name.typical],
            area=int(grouping.area[number]),
            colour=int(grouping.area[number]),
            cohesion=round(float(nearness[grouping.topic == number].mean()), 4),
        )
        for number, name in enumerate(topic_names)
    )
    areas = tuple(
        _area(number, area_names[number], topics, int((area_of_paper == number).sum()))
        for number in range(len(area_names))
    )
    return topics, areas


def _area(number: int, name: Name, topics: tuple[Topic, ...], size: int) -> Area:
    inside = [topic for topic in topics if topic.area == number]
    if len(inside) == 1:
        return Area(inside[0].slug, inside[0].name, inside[0].phrases, size, number)
    return Area(name.slug, name.name, name.phrases, size, number)
