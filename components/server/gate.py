"""A gate before answers that take long: few are made at once, some wait, the rest are told to ask again."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


class BusyError(RuntimeError):
    """Too many wait already."""


class Gate:
    """At most `at_once` pass at a time while `waiting` wait; one address has at most half of these places."""

    def __init__(self, at_once: int = 2, waiting: int = 16) -> None:
        self._places = at_once + waiting
        self._turn = asyncio.Semaphore(at_once)
        self._inside: Counter[str] = Counter()

    async def run(self, address: str, work: Callable[[], Awaitable[T]]) -> T:
        """What `work` gives, when its turn has come. Raises BusyError where no place is left to wait in."""
        if self._inside.total() >= self._places or self._inside[address] >= max(1, self._places // 2):
            raise BusyError
        self._inside[address] += 1
        try:
            async with self._turn:
                return await work()
        finally:
            self._inside[address] -= 1
            if not self._inside[address]:
                del self._inside[address]
