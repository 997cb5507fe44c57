"""The colours of topics, told apart by people who see red and green alike.

Hues belong to areas (at most eight), shades to the topics inside an area.
"""

from __future__ import annotations

import colorsys
from collections.abc import Iterable

from components.sharing.hues import DARK, LIGHT

_GROUND = {False: "#FFFFFF", True: "#0F1419"}  # the page's background, light and dark
_LEAST_CONTRAST = 3.0  # of a mark against the page: WCAG 2.2, success criterion 1.4.11


def topic_colour(area: int, shade: int, dark: bool) -> str:
    """The hex colour of the `shade`-th topic (from 0) in the `area`-th area (from 0)."""
    hues = DARK if dark else LIGHT
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(hues[area % len(hues)]))
    # Shades alternate lighter and darker around the area's own colour …
    light = min(0.84, max(0.24, light + ((shade + 1) // 2) * (0.11 if shade % 2 else -0.09)))
    while contrast(colour := _hex(colorsys.hls_to_rgb(hue, light, saturation)), _GROUND[dark]) < _LEAST_CONTRAST:
        light += 0.02 if dark else -0.02  # … as far as they stay visible on the page
    return colour


def tint(colour: str, dark: bool) -> str:
    """A pale shade of a colour, as a ground for words: a quarter of it on the page's ground."""
    mixed = (
        0.25 * one + 0.75 * ground for one, ground in zip(_channels(colour), _channels(_GROUND[dark]), strict=True)
    )
    return _hex(mixed)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two hex colours, 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in channels)
