"""What the map shows at one moment: positions from the Analysis, colours by what was asked, grey where filtered out.

Not here: drawing (`map_view`) and the page around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from components.curation.decisions import Decision
from components.landscape.analysis import Analysis, Topic, nearest
from components.links.verdict import State
from components.ui import loaders
from components.ui.colours import topic_colour
from components.ui.map_view import Group, Paint, packed_points
from components.ui.visit import Visit

COLOURINGS = {"topic": "Topic", "digest": "Digest", "decision": "Decision", "links": "Links"}
FILTERED_BY = {"topic": "topics", "digest": "digests", "decision": "decisions"}
_GREY = {True: "#6B7785", False: "#8B95A1"}
_TOPICS_WITHOUT_AREAS = 14  # with more, the whole map shows areas and topics come with zoom
_KEPT = 0.4  # a point is solid from this share of its five true neighbours near it


@dataclass(frozen=True, slots=True)
class _Colouring:
    """Which group each paper belongs to."""

    groups: list[tuple[str, str, str]]  # name, colour, filter value
    group: np.ndarray


def paint(
    visit: Visit, analysis: Analysis, by: str, opened: str, landing: Sequence[tuple[float, float]], dark: bool
) -> Paint:
    """How the papers of this visit look, coloured by one of COLOURINGS, with the paper that is open."""
    papers = visit.catalogue
    shown = np.isin(papers["paper_id"].to_numpy(), visit.shown["paper_id"].to_numpy())
    colouring = _COLOURINGS[by](visit, analysis, papers, dark)
    active = set(getattr(visit.filters, FILTERED_BY[by])) if by in FILTERED_BY else set()
    counts = np.bincount(colouring.group[shown], minlength=len(colouring.groups))
    return Paint(
        groups=[
            Group(name, colour, int(counts[number]), value, value in active)
            for number, (name, colour, value) in enumerate(colouring.groups)
        ],
        group=colouring.group,
        shown=shown,
        solid=analysis.kept >= _KEPT,
        starred=(papers["decision"] == Decision.STARRED).to_numpy(),
        labels=_labels(analysis, shown),
        open_paper=opened,
        nearest=[paper_id for paper_id, _ in nearest(analysis, opened, 5)],
        alt=f"Map of {len(papers)} papers in {len(analysis.topics)} topics; {int(shown.sum())} match the filters.",
        honesty=honesty(analysis),
        landing=landing,
    )


def points(visit: Visit, analysis: Analysis) -> tuple[bytes, str]:
    """The papers as the browser takes them, and the key they go by; packed once for all who see the same papers."""
    key = f"{analysis.key}-{visit.library.version[:12]}"
    ids, titles = visit.catalogue["paper_id"].tolist(), visit.catalogue["title"].tolist()
    names = [topic.name for topic in analysis.topics]
    packed = loaders.map_points(
        key, lambda: packed_points(key, ids, titles, analysis.xy, analysis.topic.astype(int), names)
    )
    return packed, key


def honesty(analysis: Analysis) -> str:
    """One sentence that says what the picture keeps."""
    return (
        f"Keeps {analysis.keeps:.0%} of true neighbours, chance {analysis.chance:.0%}. Solid: its nearest papers are "
        "near it here; hollow: they are not. Distance between islands means nothing."
    )


def _labels(analysis: Analysis, shown: np.ndarray) -> list[dict[str, object]]:
    """Names at the middle of their papers: areas first where there are many topics, then topics, the largest first."""
    labels = [
        _label(analysis, np.flatnonzero(analysis.topic == number), short_name(topic), shown, area=False)
        for number, topic in enumerate(analysis.topics)
    ]
    if len(analysis.topics) > _TOPICS_WITHOUT_AREAS:
        area_of = np.array([topic.area for topic in analysis.topics])[analysis.topic]
        areas = [
            _label(analysis, np.flatnonzero(area_of == number), area.name.split(", ")[0], shown, area=True)
            for number, area in enumerate(analysis.areas)
        ]
        labels = areas + labels
    return [label for label in labels if label]


def _label(analysis: Analysis, rows: np.ndarray, text: str, shown: np.ndarray, *, area: bool) -> dict[str, object]:
    if not len(rows):
        return {}
    x, y = np.median(analysis.xy[rows], axis=0)
    return {
        "text": text,
        "x": round(float(x), 4),
        "y": round(float(y), 4),
        "shown": bool(shown[rows].any()),
        "area": area,
    }


def short_name(topic: Topic) -> str:
    """A topic's first phrase, for where there is no room for the whole name; unique as phrases are."""
    return topic.name.split(", ")[0]


def topic_colours(analysis: Analysis, dark: bool) -> list[str]:
    """The colour of each topic: the hue of its area, a shade of its own."""
    colours, used = [], dict[int, int]()
    for topic in analysis.topics:
        shade = used.get(topic.area, 0)
        used[topic.area] = shade + 1
        colours.append(topic_colour(topic.colour, shade, dark))
    return colours


def _by_topic(visit: Visit, analysis: Analysis, papers: pd.DataFrame, dark: bool) -> _Colouring:
    del visit, papers
    colours = topic_colours(analysis, dark)
    return _Colouring(
        [(topic.name, colour, topic.slug) for topic, colour in zip(analysis.topics, colours, strict=True)],
        analysis.topic.astype(np.int64),
    )


def _by_digest(visit: Visit, analysis: Analysis, papers: pd.DataFrame, dark: bool) -> _Colouring:
    del analysis
    digests = list(visit.digest_labels)
    groups = [(visit.digest_labels[each], topic_colour(number, 0, dark), each) for number, each in enumerate(digests)]
    groups.append(("In several", _GREY[dark], ""))
    place = {digest: number for number, digest in enumerate(digests)}
    group = [place.get(seen[0], 0) if len(seen) == 1 else len(digests) for seen in papers["digests"]]
    return _Colouring(groups, np.array(group))


def _by_decision(visit: Visit, analysis: Analysis, papers: pd.DataFrame, dark: bool) -> _Colouring:
    del visit, analysis
    names = list(Decision)
    hues = {Decision.STARRED: 4, Decision.LATER: 5, Decision.HIDDEN: 6}
    groups = [
        (name.capitalize(), topic_colour(hues[name], 0, dark) if name in hues else _GREY[dark], str(name))
        for name in names
    ]
    return _Colouring(groups, _places(papers["decision"], [str(name) for name in names]))


def _by_links(visit: Visit, analysis: Analysis, papers: pd.DataFrame, dark: bool) -> _Colouring:
    del visit, analysis
    alive, unsure, dead, unchecked, none = range(5)
    groups = [
        ("A link is alive", topic_colour(2, 0, dark), ""),
        ("No link is surely alive", topic_colour(4, 0, dark), ""),
        ("All links are dead", topic_colour(6, 0, dark), ""),
        ("Links not checked", topic_colour(5, 0, dark), ""),
        ("No link", _GREY[dark], ""),
    ]
    reaching = {state.value for state in State if state.reaches}

    def place(states: Sequence[str]) -> int:
        if not states:
            return none
        if reaching.intersection(states):
            return alive
        if set(states) == {State.DEAD.value}:
            return dead
        return unchecked if "unchecked" in states else unsure

    return _Colouring(groups, np.array([place(states) for states in papers["states"]]))


def _places(values: pd.Series, names: Sequence[str]) -> np.ndarray:
    place = {name: number for number, name in enumerate(names)}
    return np.array([place.get(value, 0) for value in values])


_COLOURINGS = {"topic": _by_topic, "digest": _by_digest, "decision": _by_decision, "links": _by_links}
