"""How a topic looks wherever it is shown: its colour, its short name, how much it grew."""

from __future__ import annotations

from collections.abc import Sequence

from components.landscape.insights.growth import RegionGrowth
from components.landscape.result import Analysis, Topic
from components.text import counted
from components.ui.shared.colours import topic_colour
from components.ui.shared.text import escaped


def topic_colours(analysis: Analysis, dark: bool) -> list[str]:
    """The hex colour of each topic: the hue of its area, a shade of its own."""
    colours, used = [], dict[int, int]()
    for topic in analysis.topics:
        shade = used.get(topic.area, 0)
        used[topic.area] = shade + 1
        colours.append(topic_colour(topic.colour, shade, dark))
    return colours


def short_name(topic: Topic) -> str:
    """A topic's first phrase, for where there is no room for the whole name; unique, as phrases are."""
    return topic.name.split(", ")[0]


def growth_list(regions: Sequence[RegionGrowth]) -> str:
    """Topics and areas as an HTML list, each with its new papers; the ones that grew are bold, figures in tooltips."""
    items = []
    for region in regions:
        figures = f"{region.expected:.1f} expected by its size before; q = {region.q:.3f}, where q is the chance of a "
        figures += "growth like this without a cause, corrected for the number of topics compared"
        words = f"{escaped(region.name)}: {counted(region.new, 'new paper')}"
        if region.grew:
            words = f"<b>{words}, more than expected</b>"
        items.append(f'<li title="{escaped(figures)}">{words}</li>')
    return f'<ul style="margin:.4em 0;padding-left:1.2em;line-height:1.5">{"".join(items)}</ul>' if items else ""
