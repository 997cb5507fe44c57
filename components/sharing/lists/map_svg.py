"""A map of some papers as one SVG picture: theirs as points that lead to them, the others as a pale ground.

No script and no style of its own: the page around it gives the classes their colours (`STYLE`).
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from components.sharing.formats.entry import one_line
from components.sharing.hues import DARK, LIGHT
from components.sharing.lists.snapshot import Snapshot

WIDTH, HEIGHT, MARGIN = 1000, 440, 14
NUMBERED = 40  # papers at most whose points carry the number they have on the page
STYLE = (
    ".map { width: 100%; height: auto; margin: .6rem 0 1rem; } .map .ground { fill: var(--soft); opacity: .35; }"
    ".map a:hover circle, .map a:focus circle { stroke: var(--text); stroke-width: 3; }"
    ".map text { fill: var(--text); font: 600 24px system-ui, sans-serif; }"
    "@media (max-width: 32rem) { .map text { font-size: 36px; } }"
    + "".join(
        f".map .hue{number} {{ fill: light-dark({light}, {dark}); }}"
        for number, (light, dark) in enumerate(zip(LIGHT, DARK, strict=True))
    )
    + "\n"
)


def to_text(snapshot: Snapshot, anchors: Sequence[str]) -> str:
    """The picture, or "" where no paper has a place; `anchors` are the ids that the points lead to, one a paper."""
    points = [
        (place, paper, anchor)
        for place, paper, anchor in zip(snapshot.places, snapshot.papers, anchors, strict=True)
        if place is not None
    ]
    if not points:
        return ""
    size = 9 if len(points) <= 200 else 5
    drawn = [f'<circle class="ground" cx="{_x(x)}" cy="{_y(y)}" r="3"/>' for x, y in snapshot.others]
    numbers = {anchor: number for number, anchor in enumerate(anchors, 1)} if len(points) <= NUMBERED else {}
    for place, paper, anchor in points:
        title = escape(one_line(paper.title))
        number = ""
        if anchor in numbers:
            side = 'x="-14" text-anchor="end"' if place.x > 0.9 else 'x="14"'
            at = f"translate({_x(place.x)} {_y(place.y)})"
            number = f'<text transform="{at}" {side} dy=".35em" aria-hidden="true">{numbers[anchor]}</text>'
        circle = f'<circle class="hue{place.hue % len(LIGHT)}" cx="{_x(place.x)}" cy="{_y(place.y)}" r="{size}"/>'
        drawn.append(f'<a href="#{escape(anchor)}" aria-label="{title}"><title>{title}</title>{circle}{number}</a>')
    total = len(points) + len(snapshot.others)
    papers = "1 paper" if len(points) == 1 else f"{len(points):,} papers"
    label = f"Map: {papers} of this list among {total:,}; near means alike."
    head = f'<svg class="map" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{label}">'
    return "\n".join([head, *drawn, "</svg>\n"])


def _x(value: float) -> float:
    return round(MARGIN + (value + 1) / 2 * (WIDTH - 2 * MARGIN), 1)


def _y(value: float) -> float:
    return round(HEIGHT - MARGIN - (value + 1) / 2 * (HEIGHT - 2 * MARGIN), 1)
