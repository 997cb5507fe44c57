"""What the map shows at one moment: positions from the Analysis, colours by what was asked, grey where filtered out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from components.curation.annotations.decisions import Decision
from components.landscape.result import Analysis
from components.landscape.topics.labels import MIXED
from components.text import short
from components.ui.map.colouring import FILTERED_BY, colouring
from components.ui.map.map_component import Group, GroupedArea, Paint, packed_points
from components.ui.shared.colours import topic_colour
from components.ui.shared.text import by_line
from components.ui.shared.topics import short_name
from components.workspace import caches
from components.workspace.view import View

HOLLOW_UP_TO = 2000  # papers; beyond, rings are too small to be seen as such (MANY in map_traces.js)
GISTS_UP_TO = 2000  # papers; beyond, their sentences and authors would be a megabyte more
_LONGEST_GIST = 240  # characters
_TOPICS_WITHOUT_AREAS = 14  # with more, the whole map shows areas and topics come with zoom
_SPOKES = 5  # papers that the open one is joined with by lines
_PHRASES = 2  # at the end of each line: why
_KEPT = 0.4  # a point is solid from this share of its five true neighbours near it


def paint(
    view: View, analysis: Analysis, by: str, opened: str, placement: Sequence[tuple[float, float]], dark: bool
) -> Paint:
    """How the papers of this visit look, coloured in one of the offered ways, with the paper that is open."""
    papers = view.catalogue
    shown = view.mask
    way = colouring(view, analysis, by, dark)
    active = set(getattr(view.filters, FILTERED_BY[by])) if by in FILTERED_BY else set()
    counts = np.bincount(way.group[shown], minlength=len(way.groups))
    groups = [
        Group(name, colour, int(counts[number]), value, value in active)
        for number, (name, colour, value) in enumerate(way.groups)
    ]
    nearest = [paper_id for paper_id, _ in view.nearest(opened, _SPOKES)] if opened else []
    return Paint(
        groups=groups,
        areas=_areas(view, analysis, groups, dark) if by == "topic" else (),
        group=way.group,
        shown=shown,
        solid=analysis.preserved >= _KEPT,
        starred=(papers["decision"] == Decision.STARRED).to_numpy(),
        labels=_labels(analysis, shown),
        open_paper=opened,
        nearest=nearest,
        why=[", ".join(phrases[:_PHRASES]) for phrases in view.why_near(opened, nearest)],
        alt=f"Map of {len(papers)} papers in {len(analysis.topics)} topics; {int(shown.sum())} match the filters.",
        caption=trustworthiness(analysis),
        placement=placement,
        new=_provisional(view),
    )


def _areas(view: View, analysis: Analysis, groups: Sequence[Group], dark: bool) -> list[GroupedArea]:
    """The areas with their topics, the largest first; none where each topic is an area by itself."""
    inside: list[list[int]] = [[] for _ in analysis.areas]
    for number, topic in enumerate(analysis.topics):
        inside[topic.area].append(number)
    if all(len(topics) < 2 for topics in inside):
        return []
    areas = [
        GroupedArea(
            area.name,
            topic_colour(area.colour, 0, dark),
            sum(groups[number].count for number in topics),
            area.slug,
            area.slug in view.filters.areas,
            topics,
        )
        for area, topics in zip(analysis.areas, inside, strict=True)
        if topics
    ]
    return sorted(areas, key=lambda area: -sum(analysis.topics[number].size for number in area.groups))


def _provisional(view: View) -> np.ndarray:
    """Which papers have a provisional place until the layout is recomputed, bool."""
    new = view.map.provisional_ids if view.map else ()
    return view.catalogue["paper_id"].isin(new).to_numpy() if new else np.zeros(len(view.catalogue), dtype=bool)


def points(view: View, analysis: Analysis) -> tuple[bytes, str]:
    """The papers as the browser takes them, and the key they go by; packed once for all who see the same papers."""
    key = f"{analysis.key}-{view.library.version[:12]}"
    return caches.map_points(view.library.version, key, lambda: _packed(view, analysis, key)), key


def _packed(view: View, analysis: Analysis, key: str) -> bytes:
    papers = view.catalogue
    few = papers if len(papers) <= GISTS_UP_TO else papers.iloc[:0]
    return packed_points(
        key,
        papers["paper_id"].tolist(),
        papers["title"].tolist(),
        analysis.xy,
        analysis.topic.astype(int),
        [topic.name for topic in analysis.topics],
        [short(gist, _LONGEST_GIST) for gist in few["gist"]],
        [by_line(paper) for _, paper in few.iterrows()],
    )


def trustworthiness(analysis: Analysis) -> str:
    """One sentence that says what the picture keeps, and how it shows where it does not."""
    moved = analysis.parameters.get("moved", "")
    unkept = "hollow" if len(analysis.paper_ids) <= HOLLOW_UP_TO else "pale"
    return (
        f"The map keeps {analysis.preserved_mean:.0%} of each paper's most similar papers near it "
        f"(chance: {analysis.preserved_by_chance:.0%}). Solid point: they are near it here; {unkept}: they are not. "
        "Gaps between groups mean nothing." + (f" Layout recomputed: {moved[:1].lower()}{moved[1:]}" if moved else "")
    )


def _labels(analysis: Analysis, shown: np.ndarray) -> list[dict[str, object]]:
    """Names at the middle of their papers: areas first where there are many topics, then topics, the largest first."""
    labels = [
        _label(analysis, np.flatnonzero(analysis.topic == number), short_name(topic), shown, area=False)
        for number, topic in enumerate(analysis.topics)
    ]
    if len(analysis.topics) > _TOPICS_WITHOUT_AREAS:
        area_of = np.array([topic.area for topic in analysis.topics])[analysis.topic]
        names = _area_names([area.name for area in analysis.areas])
        areas = [
            _label(analysis, np.flatnonzero(area_of == number), name, shown, area=True)
            for number, name in enumerate(names)
        ]
        labels = areas + labels
    return [label for label in labels if label]


def _area_names(names: Sequence[str]) -> list[str]:
    """Each area by its first phrase that no larger area goes by: several may be mixed and begin with the same."""
    given: list[str] = []
    for name in names:
        phrases = name.removeprefix(f"{MIXED}: ").split(", ")
        phrase = next((each for each in phrases if each.lower() not in {one.lower() for one in given}), name)
        given.append(phrase[:1].upper() + phrase[1:])
    return given


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
