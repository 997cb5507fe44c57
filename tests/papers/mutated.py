"""Thousands of damaged digests: `python -m tests.papers.mutated [COUNT] [--pages N]`.

Each is read, and must neither fail nor lose a record without saying so (`reading.mutated`). Every so many of them is
put into a workspace of its own, however unreadable it is: then every page of that workspace must draw, and what
another visitor has before them, and the mail they would get, must stay as it was (`tests.pages.damaged`).

  python -m tests.papers.mutated                       # 20,000 read, 200 of them drawn on every page
  python -m tests.papers.mutated 1000 --pages 10
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from components.curation.workspaces.tokens import new_token
from tests.pages import damaged
from tests.papers.reading.mutated import SLOWEST, mutation, trouble_with


def read(seeds: Sequence[int], processes: int) -> list[str]:
    """What goes wrong when the damaged digests of these seeds are read."""
    troubles: list[str] = []
    slowest = (0.0, 0)
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for seed, (trouble, seconds) in zip(seeds, pool.imap(trouble_with, seeds, chunksize=50), strict=True):
            slowest = max(slowest, (seconds, seed))
            if seconds > SLOWEST and not trouble:
                trouble = f"seed {seed} ({mutation(seed)[0]}): {seconds:.1f} s"
            if trouble:
                troubles.append(trouble)
                print(trouble, flush=True)
    print(f"{len(seeds):,} damaged digests read, {len(troubles)} in trouble, slowest {slowest[0]:.2f} s", flush=True)
    return troubles


def draw(seeds: Sequence[int]) -> list[str]:
    """What goes wrong on pages over the damaged digests of these seeds."""
    troubles: list[str] = []
    with tempfile.TemporaryDirectory() as folder, damaged.visitors(Path(folder)) as of:
        other = new_token()
        damaged.add(other, mutation(0)[1])
        before = damaged.seen(other)
        for seed in seeds:
            done, content = mutation(seed)
            found = damaged.trouble_with(other, before, content, of)
            troubles += [f"seed {seed} ({done}): {each}" for each in found]
            print(*troubles[len(troubles) - len(found) :], sep="\n", end="\n" * bool(found), flush=True)
    pages = f"every page of {len(seeds):,} workspaces with a damaged digest"
    print(f"{pages} drawn, {len(troubles)} in trouble; another visitor's papers and mail stayed as they were")
    return troubles


def main(argv: Sequence[str] | None = None) -> int:
    """Print what went wrong; exit status 1 where anything did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--pages", type=int, default=200, help="how many of them are drawn on every page")
    parser.add_argument("--from-seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args(argv)
    seeds = range(asked.from_seed, asked.from_seed + asked.count)
    troubles = read(seeds, asked.processes)
    if asked.pages:
        troubles += draw(seeds[:: max(1, len(seeds) // asked.pages)][: asked.pages])
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
