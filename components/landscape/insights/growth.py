"""Which regions of a map got more new papers than chance would give, tested and corrected for many regions.

If new papers fell among the regions as the older ones did, the number in a region would follow a hypergeometric
distribution (Fisher's exact test, one-sided): which of a region's papers are new is a draw from all papers. Over all
regions the false discovery rate is held at 5 % (Benjamini and Hochberg 1995), so that chance is not called a trend.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from components.landscape.result import Analysis, Area, Topic

RATE = 0.05  # share of false alarms among the regions said to grow


@dataclass(frozen=True, slots=True)
class RegionGrowth:
    """One topic or area."""

    kind: Literal["topic", "area"]
    slug: str
    name: str
    new: int  # new papers in it
    older: int
    expected: float  # new papers by its share of the older ones
    p: float  # chance of as many new papers or more
    q: float  # the same after correction for the number of regions
    grew: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Growth:
    """All regions, those that grew first, then by how unlikely their number is."""

    regions: tuple[RegionGrowth, ...]
    new: int
    older: int
    sentence: str

    @property
    def grown(self) -> tuple[RegionGrowth, ...]:
        """The regions that got more than chance gives."""
        return tuple(region for region in self.regions if region.grew)


def new_with(appearances: pd.DataFrame, digest_ids: Collection[str]) -> frozenset[str]:
    """The papers that no other digest than these holds. `sightings`: paper_id, digest_id, a row a sighting."""
    inside = appearances["digest_id"].isin(list(digest_ids))
    before = set(appearances.loc[~inside, "paper_id"])
    return frozenset(paper_id for paper_id in appearances.loc[inside, "paper_id"] if paper_id not in before)


def new_since(appearances: pd.DataFrame, date: str) -> frozenset[str]:
    """The papers seen on or after an ISO date and never before; a sighting without a date counts as before."""
    dates = appearances["date"].fillna("").astype(str)
    late = dates >= date if date else dates != ""
    before = set(appearances.loc[~late, "paper_id"])
    return frozenset(paper_id for paper_id in appearances.loc[late, "paper_id"] if paper_id not in before)


def growth(analysis: Analysis, new: Collection[str], rate: float = RATE) -> Growth:
    """Test every topic, and every area of several topics, for more of the `new` papers than chance would give.

    Ids that are not in the Analysis are ignored. Without new or without older papers nothing grew.
    """
    fresh = set(new)
    is_new = np.fromiter((paper_id in fresh for paper_id in analysis.paper_ids), bool, len(analysis.paper_ids))
    total = int(is_new.sum())
    older = len(is_new) - total
    topics = len(analysis.topics)
    new_in = np.bincount(analysis.topic[is_new], minlength=topics).astype(int)
    old_in = np.bincount(analysis.topic[~is_new], minlength=topics).astype(int)
    area_of = np.array([topic.area for topic in analysis.topics], dtype=int)
    wide = [number for number in range(len(analysis.areas)) if (area_of == number).sum() > 1]
    named: list[tuple[Literal["topic", "area"], Topic | Area]] = [("topic", topic) for topic in analysis.topics]
    named += [("area", analysis.areas[number]) for number in wide]
    fresh_counts = np.append(new_in, [new_in[area_of == number].sum() for number in wide]).astype(int)
    old_counts = np.append(old_in, [old_in[area_of == number].sum() for number in wide]).astype(int)
    p = hypergeometric_tails(fresh_counts, fresh_counts + old_counts, total, len(is_new))
    q = benjamini_hochberg(p)
    regions = []
    for place, (kind, region) in enumerate(named):
        expected = total * old_counts[place] / older if older else 0.0
        grew = bool(total and older and q[place] <= rate)
        counted = int(fresh_counts[place]), float(expected)
        regions.append(
            RegionGrowth(
                kind=kind,
                slug=region.slug,
                name=region.name,
                new=counted[0],
                older=int(old_counts[place]),
                expected=round(counted[1], 3),
                p=float(p[place]),
                q=float(q[place]),
                grew=grew,
                sentence=_region_sentence(region.name, *counted, grew, float(q[place])),
            )
        )
    regions.sort(key=lambda each: (not each.grew, each.p, -each.new, each.kind, each.slug))
    return Growth(tuple(regions), total, older, _sentence(total, older, [each for each in regions if each.grew]))


def hypergeometric_tails(found: np.ndarray, sizes: np.ndarray, drawn: int, total: int) -> np.ndarray:
    """P(X ≥ found[i]) where X counts the drawn among sizes[i] of `total` papers, `drawn` of them drawn at random.

    Hypergeometric, summed in logarithms from the far end, so that tails of 1e-300 are right too. Float64.
    """
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, total + 1, dtype=np.float64)))])

    def log_choose(n: int | np.ndarray, k: int | np.ndarray) -> np.ndarray:
        log_chosen: np.ndarray = log_factorial[n] - log_factorial[k] - log_factorial[n - k]
        return log_chosen

    tails = np.ones(len(found))
    for place, (least, size) in enumerate(zip(found.tolist(), sizes.tolist(), strict=True)):
        if least <= max(0, drawn + size - total):
            continue  # it cannot be fewer
        x = np.arange(least, min(size, drawn) + 1)
        if not len(x):
            tails[place] = 0.0
            continue
        terms = log_choose(size, x) + log_choose(total - size, drawn - x) - log_choose(total, drawn)
        highest = float(terms.max())
        tails[place] = min(1.0, float(np.exp(highest) * np.exp(np.sort(terms) - highest).sum()))
    return tails


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Benjamini–Hochberg: the least false discovery rate at which each test would be called a discovery."""
    n = len(p)
    order = np.argsort(-p, kind="stable")
    stepped = np.minimum.accumulate(p[order] * n / np.arange(n, 0, -1)) if n else p
    q = np.empty(n)
    q[order] = np.minimum(stepped, 1.0)
    return q


def _region_sentence(name: str, new: int, expected: float, grew: bool, q: float) -> str:
    counted = f"{new:,} new in “{name}”, {expected:.1f} expected"
    if not grew:
        return f"{counted}: no more than chance gives."
    return f"{counted}: more than chance gives ({'q < 0.001' if q < 0.001 else f'q = {q:.3f}'})."


def _sentence(new: int, older: int, grown: list[RegionGrowth]) -> str:
    papers = "1 new paper" if new == 1 else f"{new:,} new papers"
    if not new:
        return "Nothing new since then."
    if not older:
        return f"{papers}, none older to compare with."
    if not grown:
        return f"{papers}, spread as the {older:,} older ones are: no region grew more than chance would give."
    names = ", ".join(f"“{region.name}” ({region.new:,}, {region.expected:.1f} expected)" for region in grown[:3])
    others = f" and {len(grown) - 3} more" if len(grown) > 3 else ""
    return f"{papers}; more than chance gives in {names}{others}."
