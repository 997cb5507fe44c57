"""Values kept between requests and shared by all visitors of one process: made once, bounded in number and in bytes.

Whoever asks for a value that is being made waits for it. Values are read-only: whoever wants to change one copies it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from typing import Generic, TypeVar

from cachetools import LRUCache

V = TypeVar("V")
MEGABYTE = 1 << 20

# What shows a visitor that something is being made; the pages set it to a spinner (`ui.shared.session`).
show_waiting: ContextVar[Callable[[str], AbstractContextManager[object]]] = ContextVar("show_waiting")


class _Bounded(LRUCache[Hashable, V], Generic[V]):
    """The least recently used values go first; each is told so."""

    def __init__(self, most: int, weigh: Callable[[V], int], on_drop: Callable[[V], None]) -> None:
        super().__init__(most, getsizeof=weigh)
        self._on_drop = on_drop

    def popitem(self) -> tuple[Hashable, V]:
        key, value = super().popitem()
        self._on_drop(value)
        return key, value


class Cache(Generic[V]):
    """At most `entries` values and `megabytes` of memory, as `weigh` counts bytes; `waiting` is told to who waits."""

    def __init__(
        self,
        entries: int,
        *,
        megabytes: int = 256,
        weigh: Callable[[V], int] = lambda _: 0,
        waiting: str = "",
        on_drop: Callable[[V], None] = lambda _: None,
    ) -> None:
        most = megabytes * MEGABYTE
        share = most // entries  # no value counts less, so that one bound holds both
        self._kept: _Bounded[V] = _Bounded(most, lambda value: min(most, max(share, weigh(value))), on_drop)
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}
        self._waiting = waiting
        self._on_drop = on_drop

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of this key, made where it is not kept. What `make` raises is raised, and nothing is kept."""
        with self._lock:
            if key in self._kept:
                return self._kept[key]
            turn = self._making.setdefault(key, threading.Lock())
        with self._reporting(), turn:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            try:
                value = make()
                with self._lock:
                    self._kept[key] = value
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return value

    def drop(self, key: Hashable) -> None:
        """Let go of one value, if it is kept."""
        with self._lock:
            value = self._kept.pop(key, None)
        if value is not None:
            self._on_drop(value)

    def clear(self) -> None:
        """Let go of all values."""
        with self._lock:
            while self._kept:
                self._kept.popitem()

    def __len__(self) -> int:
        return len(self._kept)

    def _reporting(self) -> AbstractContextManager[object]:
        show = show_waiting.get(None)
        return show(self._waiting) if show is not None and self._waiting else nullcontext()
