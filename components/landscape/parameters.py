"""What is chosen by the number of papers: neighbours, layout, topics. All of it enters the analysis key.

Values follow measurements on real abstracts, not taste; the numbers beside them say which.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

FEWEST_FOR_A_MAP = 15  # below, two dimensions say less than a list does
METHOD = 3  # raised when the code computes something else from the same papers and parameters
AREAS_AT_MOST = 8  # as many hues as people tell apart


@dataclass(frozen=True, slots=True)
class Parameters:
    """How one set of papers is analysed."""

    neighbours: int  # nearest papers kept for each paper
    layout_neighbours: int  # of which the map tries to keep these together
    min_dist: float  # how close the layout may put two papers
    repulsion: float
    negative_samples: int
    epochs: int
    polish_neighbours: int  # nearest papers that the last step brings together
    polish_rounds: int  # steps of the descent that brings true neighbours together
    topics_least: int
    topics_most: int
    topics_finest: int  # the finest level a person can ask for
    areas_most: int = AREAS_AT_MOST
    method: int = METHOD

    def as_dict(self) -> dict[str, int | float]:
        """Plain values, for keys and files."""
        return asdict(self)


def parameters_for(papers: int) -> Parameters:
    """The parameters for a set of that many papers."""
    least, most = _topic_range(papers)
    small = papers < 2_000
    return Parameters(
        neighbours=15,
        layout_neighbours=12 if papers <= 150 else 15,
        min_dist=0.25 if papers <= 150 else 0.1 if small else 0.0,
        repulsion=1.0 if small else 3.0,
        negative_samples=5,
        epochs=300 if small else 40,
        polish_neighbours=7 if papers <= 150 else 10 if small else 15,
        polish_rounds=200 if small else 50,
        topics_least=least,
        topics_most=most,
        topics_finest=max(most, min(papers // 3, 2 * most)),
    )


def _topic_range(papers: int) -> tuple[int, int]:
    """Fewest and most topics to try: one below 5 papers, √n + 1 up to 30, 8–14 at 106, 46–80 at 14,000."""
    if papers < 5:
        return min(papers, 1), min(papers, 1)
    if papers <= 30:
        count = round(papers**0.5) + 1
        return count, count
    middle = 10.6 * (papers / 106) ** 0.37
    return round(0.75 * middle), round(1.3 * middle)
