"""What a server does before its first visitor: the bundled digests read, their Analysis and links found.

It fills the same caches the pages use. Not here: anything slow or optional; umap and scikit-learn stay out.
"""

from __future__ import annotations

import logging

from components.ui import visit

_log = logging.getLogger(__name__)
THREAD = "warm-up"


def _outside_warm_up(record: logging.LogRecord) -> bool:
    return record.threadName != THREAD


# Streamlit warns that its caches are used outside a script; here that is meant.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(_outside_warm_up)


def up() -> None:
    """Look up what a visitor without a workspace of her own would see."""
    try:
        visit.newcomer()
        import components.links.checker  # noqa: F401  brings httpx: the first check need not wait for it
    except Exception:  # a failed warm-up must not keep the server from starting; the page will say what is wrong
        _log.exception("the warm-up failed")
