"""How large the browser's window is, in steps: what goes into a table, and how much of it, depends on that.

Streamlit lays columns out by itself, and has the browser fit only what it draws itself. The browser says its size in a
cookie before a page begins (early.js), and by the links between pages when it changes.
"""

from __future__ import annotations

import re

import streamlit as st

KEY = "viewport"
COOKIE = "atlas_window"
PHONE = 640  # pixels: up to this width a page is a phone's
_USUAL = (1280, 900)  # of a browser that says nothing
_STEP = 40  # pixels: a window that changes by less is drawn as before
_SIDES = 150  # pixels that Streamlit leaves free beside a wide page
_SIZE = re.compile(r"([1-9]\d{2,4})x([1-9]\d{2,4})")


def size() -> tuple[int, int]:
    """The window's width and height in CSS pixels, rounded down to steps."""
    state = st.session_state.get(KEY)
    reported = str(state.get("size") or "") if state else ""
    found = _SIZE.fullmatch(reported) or _SIZE.fullmatch(st.context.cookies.get(COOKIE, ""))
    width, height = (int(number) for number in found.groups()) if found else _USUAL
    return width - width % _STEP, height - height % _STEP


def is_narrow() -> bool:
    """True on a phone."""
    return size()[0] <= PHONE


def content_width() -> int:
    """Pixels that a page's content may be wide."""
    return size()[0] - _SIDES
