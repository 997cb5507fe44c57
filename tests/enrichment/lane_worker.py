"""A process that asks over a lane: prints the time of each start. Arguments: store's address, questions, gap."""

from __future__ import annotations

import asyncio
import sys
import time

from components.enrichment.lanes import Lanes, Pace
from components.store.database import open_store


async def main(url: str, questions: int, pace: Pace) -> None:
    """Ask so often."""
    lanes = Lanes(open_store(url))
    for _ in range(questions):
        async with lanes.turn("arxiv", pace):
            print(time.time(), flush=True)
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), Pace(float(sys.argv[3]), alone=True)))
