"""Our own pieces of a page: a component of Streamlit (version 2) put together from its files.

Scripts of one component are joined into one module, so they may use each
other's names; `elements.js` has what several need.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

_UI = Path(__file__).parents[1]


def made(name: str, scripts: Sequence[str], html: str = "", styles: Sequence[str] = ()) -> Any:
    """The component of this name. `scripts` and `styles` are files below components/ui, in the order they are joined.

    Styles are not kept apart from the page: the pieces wear the theme's colours and fonts.
    """
    return st.components.v2.component(
        name, html=html or None, css=_joined(styles) or None, js=_joined(scripts), isolate_styles=False
    )


def _joined(names: Sequence[str]) -> str:
    return "\n".join((_UI / name).read_text(encoding="utf-8") for name in names)
