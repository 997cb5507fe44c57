"""The colours of topics, told apart by people who see red and green alike.

Hues belong to areas (at most eight), shades to the topics inside an area.
"""

from __future__ import annotations

import colorsys

# Eight hues that differ in lightness too, so that they stay apart without red and green (after Okabe and Ito 2008).
_LIGHT = ("#2F5BEA", "#C2570C", "#0B8A6A", "#B0409B", "#8A6A00", "#0C87B8", "#C0304A", "#6B4FC8")
_DARK = ("#7C9BFF", "#F0944D", "#3FC79F", "#E583D2", "#D9B648", "#54C1EE", "#FF7A8E", "#A994FF")


def topic_colour(area: int, shade: int, dark: bool) -> str:
    """The hex colour of the `shade`-th topic (from 0) in the `area`-th area (from 0)."""
    hues = _DARK if dark else _LIGHT
    base = hues[area % len(hues)].lstrip("#")
    red, green, blue = (int(base[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    # Shades alternate lighter and darker around the area's own colour, and stay readable on the page's ground.
    offset = ((shade + 1) // 2) * (0.11 if shade % 2 else -0.09)
    light = min(0.84, max(0.52, light + offset)) if dark else min(0.60, max(0.26, light + offset))
    return "#" + "".join(f"{round(c * 255):02X}" for c in colorsys.hls_to_rgb(hue, light, saturation))
