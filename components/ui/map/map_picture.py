"""What the map shows at one moment: positions from the Analysis, colours by what was asked, grey where filtered out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from components.curation.annotations.decisions import Decision
from components.landscape.result import Analysis
from components.text import short
from components.ui.map.colouring import FILTERED_BY, colouring
from components.ui.map.map_component import Group, Paint, packed_points
from components.ui.shared.topics import short_name
from components.workspace import caches
from components.workspace.view import View

HOLLOW_UP_TO = 2000  # papers; beyond, rings are too small to be seen as such (MANY in map_traces.js)
GISTS_UP_TO = 2000  # papers; beyond, their sentences would be half a megabyte more
_LONGEST_GIST = 240  # characters
_TOPICS_WITHOUT_AREAS = 14  # with more, the whole map shows areas and topics come with zoom
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
    return Paint(
        groups=[
            Group(name, colour, int(counts[number]), value, value in active)
            for number, (name, colour, value) in enumerate(way.groups)
        ],
        group=way.group,
        shown=shown,
        solid=analysis.preserved >= _KEPT,
        starred=(papers["decision"] == Decision.STARRED).to_numpy(),
        labels=_labels(analysis, shown),
        open_paper=opened,
        nearest=[paper_id for paper_id, _ in view.nearest(opened, 5)] if opened else [],
        alt=f"Map of {len(papers)} papers in {len(analysis.topics)} topics; {int(shown.sum())} match the filters.",
        caption=trustworthiness(analysis),
        placement=placement,
        new=_provisional(view),
    )


def _provisional(view: View) -> np.ndarray:
    """Which papers have a provisional place until the layout is recomputed, bool."""
    new = view.map.provisional_ids if view.map else ()
    return view.catalogue["paper_id"].isin(new).to_numpy() if new else np.zeros(len(view.catalogue), dtype=bool)


def points(view: View, analysis: Analysis) -> tuple[bytes, str]:
    """The papers as the browser takes them, and the key they go by; packed once for all who see the same papers."""
    key = f"{analysis.key}-{view.library.version[:12]}"
    ids, titles = view.catalogue["paper_id"].tolist(), view.catalogue["title"].tolist()
    names = [topic.name for topic in analysis.topics]
    few = len(ids) <= GISTS_UP_TO
    gists = [short(gist, _LONGEST_GIST) for gist in view.catalogue["gist"]] if few else []
    packed = caches.map_points(
        view.library.version,
        key,
        lambda: packed_points(key, ids, titles, analysis.xy, analysis.topic.astype(int), names, gists),
    )
    return packed, key


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
