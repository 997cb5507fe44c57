"""What a server does while nobody waits: the bundled digests read, their Analysis and links found, umap compiled.

It fills the same caches the pages use. umap and scikit-learn stay out of this process: a worker compiles.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)
THREAD = "warm-up"
COMPILE_AFTER = 60.0  # seconds after the start: the first visitors have seen their page by then
_FEW = 20  # papers are enough to make umap compile all it needs


class WarmUp:
    """Reads the bundled digests at once, compiles umap later; both beside the server, neither able to stop it.

    pandas and the modules that need it are imported here, so that the server's port opens before they are read.
    """

    def __init__(self) -> None:
        self._read = threading.Thread(target=_quietly, args=(_read,), name=THREAD, daemon=True)
        self._compile = threading.Timer(COMPILE_AFTER, _quietly, (_compile,))
        self._compile.name = THREAD
        self._compile.daemon = True

    def start(self) -> None:
        """Begin; returns at once."""
        self._read.start()
        self._compile.start()

    def cancel(self) -> None:
        """Forget what has not begun."""
        self._compile.cancel()


def _quietly(act: Callable[[], None]) -> None:
    try:
        act()
    except Exception as error:  # it must not keep the server from starting; the page will say what is wrong
        is_told = type(error).__name__ == "StoreError"  # its message says what is wrong and what to do
        _log.error("the warm-up failed, the first page or map will take longer: %s", error, exc_info=not is_told)


def _read() -> None:
    """Look up what a visitor without a workspace of their own would see."""
    gc.disable()  # everything imported here stays: looking through it for garbage again and again takes a tenth longer
    try:
        from components.server import memory
        from components.workspace import view

        memory.share_pool()
        view.of_newcomer()
    finally:
        gc.freeze()
        gc.enable()
    import components.links.check.checker  # noqa: F401  brings httpx: the first check need not wait for it


def _compile() -> None:
    """Let umap compile once in a worker while nobody waits for it: the first own digest then has its map in seconds."""
    from components.landscape.analysis import cache, worker
    from components.workspace import view

    folder = cache.compiled_folder()
    if not folder.is_dir() or not any(folder.iterdir()):
        worker.start(view.of_newcomer().library.papers.head(_FEW))
