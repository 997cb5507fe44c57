"""Our own pieces of a page: a component of Streamlit (version 2) whose script is an ES module of ours.

Streamlit sends a component's script along with its data. What it is given is `loader.js`, the same few lines for every
component; they import the module from our own server (`components.scripts`), where it can import others.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from components import scripts

_UI = Path(__file__).parents[1]
_LOADER = "".join(
    line
    for line in (_UI / "shared" / "loader.js").read_text(encoding="utf-8").splitlines(keepends=True)
    if not line.startswith(("//", "/**"))  # comments on lines of their own would be sent with every change of data
)
_ADDRESS = "__ADDRESS__"  # stands in the loader for the module's address below the app


def define(name: str, module: str, html: str = "", styles: Sequence[str] = ()) -> Any:
    """The component of this name, drawn by the default export of `module`; paths are below components/ui.

    Styles are not kept apart from the page: the pieces wear the theme's colours and fonts.
    """
    return st.components.v2.component(
        name,
        html=html or None,
        css="\n".join((_UI / style).read_text(encoding="utf-8") for style in styles) or None,
        js=_LOADER.replace(_ADDRESS, scripts.release().address(module)),
        isolate_styles=False,
    )
