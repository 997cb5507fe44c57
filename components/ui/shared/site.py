"""Where the app lies as this visitor reaches it: the beginning of every address that is shown to be copied."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from components.settings import settings
from components.ui.shared.frame.frame import PAGES


def base() -> str:
    """The address of the app without a slash at the end."""
    if settings().address:
        return settings().address
    parts = urlsplit(st.context.url or "")
    if not parts.netloc:
        return ""
    names = {entry.script.removesuffix(".py") for entry in PAGES}
    path = parts.path.rstrip("/")
    before, _, last = path.rpartition("/")
    return f"{parts.scheme}://{parts.netloc}{before if last in names else path}"
