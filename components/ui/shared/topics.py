"""How a topic looks wherever it is shown: its colour, and its name where there is little room."""

from __future__ import annotations

from components.landscape.result import Analysis, Topic
from components.ui.shared.colours import topic_colour


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
