"""A process that completes papers, to be killed. Arguments: the store's address, the services' address, papers."""

from __future__ import annotations

import sys

from components.enrichment import lanes
from components.enrichment.job import Job
from components.enrichment.lanes import Pace
from components.enrichment.services import registry
from components.store.database import open_store
from tests.enrichment.entries import entry, subjects


def main(url: str, services: str, papers: int) -> None:
    """Complete so many papers, and say so at the end."""
    lanes.LEASE = 5.0  # seconds until a lane that a killed process held is free again
    addresses = {name: f"{services}/{name}" for name in registry.NAMES}
    chosen = registry.services({}, "", addresses)
    for each in chosen:
        each.pace = Pace(0.01, each.pace.alone)
    job = Job(
        subjects([entry(place) for place in range(papers)]), chosen, open_store(url), allow_addresses=["127.0.0.1"]
    )
    print("begun", flush=True)
    job.wait()
    print(job.progress().sentence, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
