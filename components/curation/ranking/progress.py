"""How far a visitor is: papers decided, papers left, how many more they may expect to star, and when to stop.

The estimate uses nothing but their own decisions in their order. Read by interest, stars grow rarer; once that
shows, an exponential decay of their rate is fitted (maximum likelihood) and extrapolated to the papers left. Before
that, no number is given: an early one is wrong by a factor. It holds only for papers read in the order of interest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ENOUGH = 100  # decisions from which on an estimate is made
MOST_LEFT = 0.5  # an estimate of more than half of what was found so far is no estimate yet
RUN = 25  # so many papers hidden one after the other, in the order of interest, and it is time to stop


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress through a ranking."""

    decided: int
    starred: int
    left: int
    run: int  # papers hidden since the last star
    expected: float | None  # stars still to be found among those left; None while that cannot be said

    @property
    def hint(self) -> str:
        """One sentence on whether to go on; "" while there is nothing to say."""
        if not self.left:
            return "Everything is decided." if self.decided else ""
        if self.expected is not None and self.expected < 1:
            return "Probably none of those left is for you."
        if self.starred and self.run >= RUN:
            return f"None of the last {self.run} papers was for you. It may be time to stop."
        if self.expected is None:
            return ""
        return f"About {round(self.expected):,} of the {self.left:,} left may be for you."


def progress(stars: Sequence[bool], left: int) -> Progress:
    """The progress so far. `stars` says of each decision, the oldest first, whether it was a star."""
    run = next((place for place, star in enumerate(reversed(stars)) if star), len(stars))
    return Progress(len(stars), sum(stars), left, run, expected(stars, left))


def expected(stars: Sequence[bool], left: int) -> float | None:
    """Stars still to be found among `left` papers, or None while their rate has not clearly fallen."""
    found, decided = sum(stars), len(stars)
    if not left:
        return 0.0
    if decided < ENOUGH or not found:
        return None
    starred = np.flatnonzero(stars) + 0.5
    turns = np.arange(decided) + 0.5
    decays = np.geomspace(0.5 / (decided + left), 20 / decided, 80)
    masses = np.exp(-decays[:, None] * turns).sum(axis=1)
    # Poisson likelihood at the best rate for each decay: found / mass at the start.
    likelihood = found * np.log(found / masses) - decays * starred.sum()
    best = int(likelihood.argmax())
    decay, rate = decays[best], found / masses[best]
    rest = float(rate / decay * (np.exp(-decay * decided) - np.exp(-decay * (decided + left))))
    return rest if rest <= MOST_LEFT * found else None
