"""Where the app lies: the beginning of every address that is shown to be copied, or asked for by the browser."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from components.settings import settings
from components.ui.shared.frame.pages import PAGES


def base() -> str:
    """The address of the app as people reach it, without a slash at the end."""
    return settings().address or here()


def here() -> str:
    """The address of the app as this browser reaches it, without a slash at the end; "" where none says so."""
    parts = urlsplit(st.context.url or "")
    if not parts.netloc:
        return ""
    names = {entry.name for entry in PAGES}
    path = parts.path.rstrip("/")
    before, _, last = path.rpartition("/")
    return f"{parts.scheme}://{parts.netloc}{before if last in names else path}"
