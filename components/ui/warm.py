"""What a server does while nobody waits: the bundled digests read, their Analysis and links found, umap compiled.

It fills the same caches the pages use. umap and scikit-learn stay out of this process: a worker compiles.
"""

from __future__ import annotations

import logging
import threading

from components.landscape import cache, worker
from components.ui import visit

_log = logging.getLogger(__name__)
THREAD = "warm-up"
COMPILE_AFTER = 60.0  # seconds after the start: the first visitors have seen their page by then
_FEW = 20  # papers are enough to make umap compile all it needs


def _outside_warm_up(record: logging.LogRecord) -> bool:
    return record.threadName != THREAD


# Streamlit warns that its caches are used outside a script; here that is meant.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(_outside_warm_up)


def compile_later() -> threading.Timer:
    """Let umap compile once in a worker while nobody waits for it: the first own digest then has its map in seconds."""
    timer = threading.Timer(COMPILE_AFTER, _compile)
    timer.daemon = True
    timer.name = THREAD
    timer.start()
    return timer


def _compile() -> None:
    try:
        folder = cache.compiled_folder()
        if not folder.is_dir() or not any(folder.iterdir()):
            worker.start(visit.newcomer().library.papers.head(_FEW))
    except Exception:
        _log.exception("compiling ahead failed; the first map will take longer")


def up() -> None:
    """Look up what a visitor without a workspace of her own would see."""
    try:
        visit.newcomer()
        import components.links.checker  # noqa: F401  brings httpx: the first check need not wait for it
    except Exception:  # a failed warm-up must not keep the server from starting; the page will say what is wrong
        _log.exception("the warm-up failed")
