"""Recompute the analysis shipped with the bundled digests, and remove shipped ones that nothing asks for any more.

Example:
  python -m components rebuild
"""

from __future__ import annotations

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this verb."""
    parser.add_argument("--quiet", action="store_true", help="say nothing but errors")


def run(arguments: argparse.Namespace) -> int:
    """Compute, write to data/analyses, tidy; returns the exit status."""
    from components.enrichment.bundled import bundled_library
    from components.landscape.analysis import cache
    from components.landscape.analysis.pipeline import compute_analysis
    from components.landscape.result import save

    papers = bundled_library().papers

    def say(what: str, done: float) -> None:
        if not arguments.quiet:
            print(f"{done:4.0%}  {what}", file=sys.stderr)

    analysis = compute_analysis(papers, say)
    path = cache.SHIPPED / f"{analysis.key}.npz"
    save(analysis, path)
    for other in cache.SHIPPED.glob("*.npz"):
        if other != path:
            other.unlink()
    print(f"{len(papers)} papers, {len(analysis.topics)} topics; the map keeps {analysis.preserved_mean:.0%} "
          f"of true neighbours (chance {analysis.preserved_by_chance:.0%}).")  # fmt: skip
    print(path.relative_to(cache.SHIPPED.parents[1]))
    return 0
