"""Where the app lies: the beginning of every address that is shown to be copied, or asked for by the browser."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from components.settings import settings
from components.ui.shared.frame.pages import PAGES

_NAMES = frozenset(entry.name for entry in PAGES)


def base() -> str:
    """The address of the app as people reach it, without a slash at the end."""
    return settings().address or here()


def here() -> str:
    """The address of the app as this browser reaches it, without a slash at the end; "" where none says so."""
    parts = urlsplit(st.context.url or "")
    if not parts.netloc:
        return ""
    path = parts.path.rstrip("/")
    before, _, last = path.rpartition("/")
    return f"{parts.scheme}://{parts.netloc}{before if last in _NAMES else path}"


def is_page() -> bool:
    """Whether this browser is at the app or at a page of it; at any other address `here` may be too long."""
    path = urlsplit(st.context.url or "").path
    return path.endswith("/") or path.rpartition("/")[2] in _NAMES
