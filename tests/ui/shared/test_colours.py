"""Colours of topics: hex, apart from each other, readable on their ground."""

from __future__ import annotations

import itertools
import re

import pytest

from components.ui.shared.colours import topic_colour

GROUNDS = {False: "#FFFFFF", True: "#0F1419"}


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("area", range(10))
def test_every_colour_stands_out_from_the_ground(area, dark):
    for shade in range(6):
        colour = topic_colour(area, shade, dark)
        assert re.fullmatch("#[0-9A-F]{6}", colour)
        assert contrast(colour, GROUNDS[dark]) >= 3, f"{colour} of area {area}, shade {shade}"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_areas_and_their_first_shades_are_different_colours(dark):
    first = [topic_colour(area, 0, dark) for area in range(8)]
    assert len(set(first)) == 8
    for area in range(8):
        shades = [topic_colour(area, shade, dark) for shade in range(3)]
        assert all(one != other for one, other in itertools.combinations(shades, 2))


def test_light_and_dark_have_colours_of_their_own():
    assert all(topic_colour(area, 0, False) != topic_colour(area, 0, True) for area in range(8))
