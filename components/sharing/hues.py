"""The eight hues of topics, for light and for dark pages.

They differ in lightness too, so that they stay apart without red and green (after Okabe and Ito 2008).
"""

from __future__ import annotations

LIGHT = ("#2F5BEA", "#C2570C", "#0B8A6A", "#B0409B", "#8A6A00", "#0C87B8", "#C0304A", "#6B4FC8")
DARK = ("#7C9BFF", "#F0944D", "#3FC79F", "#E583D2", "#D9B648", "#54C1EE", "#FF7A8E", "#A994FF")
