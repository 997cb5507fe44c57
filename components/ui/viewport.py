"""Whether the page is as narrow as a phone: the one thing about the screen that Python must know.

Streamlit lays columns out by itself; only what goes into a table or beside a map depends on this.
"""

from __future__ import annotations

import streamlit as st

_JS = """
export default function ({ data, setStateValue }) {
  const query = window.matchMedia("(max-width: 640px)");
  const tell = () => setStateValue("narrow", query.matches);
  if (query.matches !== data.narrow) tell();
  query.addEventListener("change", tell);
  return () => query.removeEventListener("change", tell);
}
"""

_KEY = "viewport"
_component = st.components.v2.component("viewport", html="<span></span>", js=_JS, isolate_styles=False)


def probe() -> None:
    """Put the invisible probe on the page; the frame does it once."""
    _component(key=_KEY, data={"narrow": is_narrow()}, default={"narrow": False}, on_narrow_change=lambda: None)


def is_narrow() -> bool:
    """True on a phone. A desktop never costs a rerun; a phone costs one on the first page."""
    state = st.session_state.get(_KEY)
    return bool(state and state.get("narrow"))
