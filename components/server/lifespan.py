"""What runs beside the server from its start to its end: the warm-up, housekeeping, following sources."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from components.server.following import FollowThread
from components.server.housekeeping import Housekeeping


def lifespan(*beside: Callable[[], Awaitable[None]]) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """The life of a server; `beside` runs in its event loop too, and is cancelled at its end."""

    @asynccontextmanager
    async def live(_app: object) -> AsyncIterator[None]:
        """Read the bundled digests while nobody waits yet, so that the first visitor does not."""
        from components.server.warm_up import WarmUp

        warming, keeping, following = WarmUp(), Housekeeping(), FollowThread()
        warming.start()
        keeping.start()
        following.start()
        tasks = [asyncio.ensure_future(each()) for each in beside]
        yield
        for task in tasks:
            task.cancel()
        warming.cancel()
        keeping.stop()
        following.stop()

    return live
