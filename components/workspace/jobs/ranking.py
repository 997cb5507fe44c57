"""The papers ranked by what a visitor picked, made ready beside the page: nobody waits for scikit-learn."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from components.curation.annotations.decisions import Decision
from components.curation.ranking import interest
from components.curation.ranking.interest import Features, Ranking

_A_PAPER = 200  # bytes beside its row of the matrix, measured


class RankingJob:
    """The features of one library's papers, made in a thread, and the last ranking by them."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._features: Features | None = None
        self._last: tuple[tuple[frozenset[str], frozenset[str]], Ranking] | None = None
        self._thread = threading.Thread(target=self._make, args=(texts,), name="interest", daemon=True)
        self._thread.start()

    def _make(self, texts: Mapping[str, str]) -> None:
        self._features = interest.features(texts)

    @property
    def ready(self) -> bool:
        """Whether papers can be ranked now."""
        return self._features is not None

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        if self._features is None:
            return 0
        matrix, papers = self._features.matrix, len(self._features.paper_ids)
        return int(sum(each.nbytes for each in (matrix.data, matrix.indices, matrix.indptr))) + _A_PAPER * papers

    @property
    def failed(self) -> bool:
        """Whether the features could not be made."""
        return self._features is None and not self._thread.is_alive()

    def wait(self, seconds: float = 60.0) -> None:
        """Return when papers can be ranked."""
        self._thread.join(seconds)

    def ranking(self, decisions: Mapping[str, Decision]) -> Ranking | None:
        """The ranking by these decisions; None without a pick, or while the features are being made.

        Some hundredths of a second for 100 papers, a fifth of a second for 14,000; the same decisions are not
        ranked twice.
        """
        picks = frozenset(each for each, decision in decisions.items() if decision == Decision.STARRED)
        rejects = frozenset(each for each, decision in decisions.items() if decision == Decision.HIDDEN)
        if self._features is None or not picks:
            return None
        last = self._last
        if last is not None and last[0] == (picks, rejects):
            return last[1]
        try:
            made = interest.rank(self._features, sorted(picks), sorted(rejects))
        except interest.NoPicksError:  # the picks are papers of other digests
            return None
        self._last = ((picks, rejects), made)
        return made
