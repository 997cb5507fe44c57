"""What a visitor sees when a page fails. It is named when the server starts, so it imports nothing but Streamlit."""

from __future__ import annotations

import logging

import streamlit as st

_log = logging.getLogger(__name__)


def on_script_error(error: Exception) -> bool:
    """Show a sentence, never a traceback; the log has the rest."""
    if type(error).__name__ == "ReadOnlyError":
        st.info(f"{error} Go back one page, or open the app without the part after “?”.", icon=":material/visibility:")
        return True
    if type(error).__name__ == "StoreError":  # the log has the address and what to do, which are not for visitors
        _log.error("%s", error)
        trouble = error.kind.value  # type: ignore[attr-defined]
        st.error(trouble.visitor, title=trouble.title, icon=":material/error:")
        return True
    _log.error("a page failed", exc_info=error)
    st.error(
        "This page could not be shown. Your digests and picks are safe. Reload the page; "
        "if it happens again, open the page without the part after “?”, which removes all filters.",
        title="Something went wrong",
        icon=":material/error:",
    )
    return True
