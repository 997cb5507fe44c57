"""What is made from digests and kept between requests, one context a library version, bounded in bytes together.

A context holds the library, its links and catalogue, and what is derived from them: the word index, the vectors, the
ranking, maps, tables. Parts are made once, however many ask, and leave together: first what is made again in a moment,
then what is made again beside a page, then whole contexts, of the library that was used least recently. Keys are
content hashes, so nobody finds what only another visitor uploaded.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Generic, TypeVar

from components.settings import settings
from components.workspace.cache import show_waiting

V = TypeVar("V")
MOST_VARIANTS = 32  # of one library version, whatever they take


class Tier(IntEnum):
    """How dear it is to make a part again; the cheapest go first."""

    VARIANT = 0  # in a moment, from others: another order, a table, one visitor's annotations
    DERIVED = 1  # in seconds, beside the page: the word index, vectors, the ranking
    BASE = 2  # while one waits: the papers


@dataclass(frozen=True)
class Kind(Generic[V]):
    """A kind of part."""

    name: str
    tier: Tier
    weigh: Callable[[V], int] = lambda _: 0  # bytes
    grows: bool = False  # weighed whenever it matters: a job that goes on
    waiting: str = ""  # what is told to who waits
    on_drop: Callable[[V], None] = lambda _: None


@dataclass
class _Part:
    value: Any
    kind: Kind[Any]
    weight: int
    used: float

    @property
    def bytes(self) -> int:
        return self.kind.weigh(self.value) if self.kind.grows else self.weight


@dataclass
class _Context:
    used: float
    parts: dict[Hashable, _Part] = field(default_factory=dict)


Left = Callable[[str, Tier], None]  # told that parts of a tier left a library version; BASE: all of it did


class Contexts:
    """The contexts of one process."""

    def __init__(self, most: Callable[[], int], clock: Callable[[], float] = time.monotonic) -> None:
        """`most` bytes are kept, as far as the library that is just used leaves room."""
        self._most, self._clock = most, clock
        self._contexts: dict[str, _Context] = {}
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.RLock()
        self._held: dict[str, str] = {}  # holder → version
        self._pinned = ""
        self._left: list[Left] = []

    def on_left(self, listener: Left) -> None:
        """Tell of every context, or tier of one, that leaves: who holds on to parts should let go."""
        self._left.append(listener)

    def get(self, version: str, kind: Kind[V], key: Hashable, make: Callable[[], V]) -> V:
        """A part of a library version, made where it is not there. What `make` raises is raised, nothing is kept."""
        name = (kind.name, key)
        found = self._find(version, name)
        if found is None:
            with self._lock:
                turn = self._making.setdefault((version, name), threading.Lock())
            with _reporting(kind.waiting), turn:
                found = self._find(version, name)
                if found is None:
                    try:
                        found = _Part(made := make(), kind, 0 if kind.grows else kind.weigh(made), self._clock())
                        self._keep(version, name, found)
                    finally:
                        with self._lock:
                            self._making.pop((version, name), None)
        value: V = found.value
        return value

    def peek(self, version: str, kind: Kind[V], key: Hashable) -> V | None:
        """A part if it is there."""
        found = self._find(version, (kind.name, key))
        return None if found is None else found.value

    def pin(self, version: str) -> None:
        """Keep one library version for good: that which everybody begins with."""
        self._pinned = version

    def hold(self, holder: str, version: str) -> None:
        """Say which library version somebody looks at: it does not leave for being unused, only for room."""
        with self._lock:
            self._held[holder] = version

    def release(self, holder: str) -> None:
        """Say that somebody looks at nothing any more."""
        with self._lock:
            self._held.pop(holder, None)

    def drop_unused(self, seconds: float) -> int:
        """Let go of contexts that nobody holds or has used for so long; returns how many."""
        with self._lock:
            before, held = self._clock() - seconds, {*self._held.values(), self._pinned}
            old = [each for each, context in self._contexts.items() if context.used <= before and each not in held]
            dropped = {version: self._contexts.pop(version).parts.values() for version in old}
        self._tell((version, Tier.BASE, parts) for version, parts in dropped.items())
        return len(dropped)

    def drop(self, version: str, kind: Kind[Any], key: Hashable) -> None:
        """Let go of one part."""
        with self._lock:
            context = self._contexts.get(version)
            part = context.parts.pop((kind.name, key), None) if context else None
        if part is not None:
            part.kind.on_drop(part.value)

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            dropped = {version: context.parts.values() for version, context in self._contexts.items()}
            self._contexts = {}
        self._tell((version, Tier.BASE, parts) for version, parts in dropped.items())

    @property
    def bytes(self) -> int:
        """What all parts take."""
        with self._lock:
            return sum(part.bytes for context in self._contexts.values() for part in context.parts.values())

    def __len__(self) -> int:
        return len(self._contexts)

    def _find(self, version: str, name: Hashable) -> _Part | None:
        with self._lock:
            context = self._contexts.get(version)
            part = context.parts.get(name) if context else None
            if context and part:
                context.used = part.used = self._clock()
            return part

    def _keep(self, version: str, name: Hashable, part: _Part) -> None:
        with self._lock:
            context = self._contexts.setdefault(version, _Context(part.used))
            context.used = part.used
            context.parts[name] = part
            dropped = [*self._too_many(version), *self._shrink(version, name)]
        self._tell(dropped)

    def _too_many(self, version: str) -> Iterable[tuple[str, Tier, Iterable[_Part]]]:
        """Take out the variants of a context that were used least recently, where there are too many."""
        parts = self._contexts[version].parts
        variants = sorted(
            (name for name, part in parts.items() if part.kind.tier == Tier.VARIANT), key=lambda each: parts[each].used
        )
        if old := [parts.pop(name) for name in variants[:-MOST_VARIANTS]]:
            yield version, Tier.VARIANT, old

    def _shrink(self, version: str, name: Hashable) -> Iterable[tuple[str, Tier, Iterable[_Part]]]:
        """Take out what has to go, so that all is within the bound; never what was just made."""
        over = self.bytes - self._most()
        for tier in Tier:
            if over <= 0:
                return
            for victim in sorted(self._contexts, key=lambda each: self._contexts[each].used):
                if over > 0 and not (victim == version and tier > Tier.VARIANT):
                    parts = self._take(victim, tier, name if victim == version else None)
                    over -= sum(part.bytes for part in parts)
                    if parts:
                        yield victim, tier, parts

    def _take(self, version: str, tier: Tier, spared: Hashable) -> list[_Part]:
        """Take out the parts of a tier, with BASE the whole context; of one that is pinned only the others."""
        if tier == Tier.BASE:
            return [] if version == self._pinned else list(self._contexts.pop(version).parts.values())
        parts = self._contexts[version].parts
        names = [name for name, part in parts.items() if part.kind.tier == tier and name != spared]
        return [parts.pop(name) for name in names]

    def _tell(self, dropped: Iterable[tuple[str, Tier, Iterable[_Part]]]) -> None:
        for version, tier, parts in dropped:
            for part in parts:
                part.kind.on_drop(part.value)
            for listener in self._left:
                listener(version, tier)


def _reporting(waiting: str) -> AbstractContextManager[object]:
    show = show_waiting.get(None)
    return show(waiting) if show is not None and waiting else nullcontext()


kept = Contexts(lambda: settings().memory_bytes)
