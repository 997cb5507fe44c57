"""Whether the page is as narrow as a phone: the one thing about the screen that Python must know.

Streamlit lays columns out by itself; only what goes into a table or beside a map depends on this.
"""

from __future__ import annotations

import streamlit as st

KEY = "viewport"


def is_narrow() -> bool:
    """True on a phone. A desktop never costs a rerun; a phone costs one on the first page."""
    state = st.session_state.get(KEY)
    return bool(state and state.get("narrow"))
