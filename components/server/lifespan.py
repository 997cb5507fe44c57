"""What runs beside the server from its start to its end: the warm-up, and the deletion of old workspaces."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from components.server.housekeeping import Housekeeping


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Read the bundled digests while nobody waits yet, so that the first visitor does not."""
    from components.server.warm_up import WarmUp

    warming, keeping = WarmUp(), Housekeeping()
    warming.start()
    keeping.start()
    yield
    warming.cancel()
    keeping.stop()
