"""Papers in the order in which a visitor may want to read them, and why: the one order of triage, mails and feeds.

What meets most of what they pinned comes first, then what is most like their picks (`curation.ranking.interest`);
what has a word they muted comes last, and mails and feeds leave it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from components.curation.ranking.interest import Ranking
from components.text import short
from components.workspace import contexts
from components.workspace.contexts import Kind, Tier
from components.workspace.interest import pins
from components.workspace.interest.pins import Pins
from components.workspace.view import View

NEAR = 0.1  # cosine of tf-idf from which a pick is named as near: one pair of abstracts in ten reaches it
_LONGEST_TITLE = 60
_PINS: Kind[Pins] = Kind("pins", Tier.VARIANT)


@dataclass(frozen=True)
class InterestOrder:
    """The order of one workspace's papers; without picks and pins all papers are equal."""

    view: View
    ranking: Ranking | None
    pins: Pins

    @cached_property
    def shares(self) -> dict[str, float]:
        """paper_id → share of all papers that are less like the picks, 0 to 1; {} without a ranking."""
        return self.ranking.interest() if self.ranking else {}

    @property
    def is_known(self) -> bool:
        """Whether there is anything to order by."""
        return self.ranking is not None or bool(self.pins.wanted)

    def sorted(self, paper_ids: Iterable[str]) -> list[str]:
        """The papers, the most interesting first; equal ones keep their order."""
        if not (self.pins.wanted or self.pins.muted):
            return sorted(paper_ids, key=lambda each: -self.shares.get(each, 0.0))
        return sorted(paper_ids, key=lambda each: (*self._standing(each), -self.shares.get(each, 0.0)))

    def to_read(self, among: Collection[str]) -> list[str]:
        """The papers in an order to decide about them: as the ranking wants them, but for what is pinned or muted."""
        ranked = self.ranking.to_read(set(among)) if self.ranking else among
        return sorted(ranked, key=self._standing)

    def passes(self, paper_id: str, at_least: int) -> bool:
        """Whether at least so many per cent of all papers are less like the picks; what is pinned passes anyway.

        Without a ranking everything passes: nothing says what is of less interest.
        """
        pinned = not self.shares or paper_id in self.pins.wanted
        return pinned or self.shares.get(paper_id, 0.0) * 100 >= at_least

    def why(self, paper_id: str) -> str:
        """Why a paper stands where it does, without a full stop; "" where there is nothing to say."""
        muted = self.pins.muted.get(paper_id)
        parts = [f"has “{muted}”, which you mute"] if muted else []
        parts += self.pins.wanted.get(paper_id, ())
        if self.ranking is not None and paper_id in self.ranking.features.rows:
            reason = self.ranking.reason(paper_id)
            if reason.similarity >= NEAR and reason.nearest != paper_id and reason.nearest in self.view.by_id.index:
                title = short(str(self.view.by_id.at[reason.nearest, "title"]), _LONGEST_TITLE)
                parts.append(f"near your pick “{title}”")
            if reason.words:
                parts.append(f"for its words {', '.join(reason.words)}")
        sentence = "; ".join(parts)
        return sentence[:1].upper() + sentence[1:]

    def _standing(self, paper_id: str) -> tuple[bool, int]:
        """What counts before the likeness to picks."""
        return paper_id in self.pins.muted, -len(self.pins.wanted.get(paper_id, ()))


def of(view: View) -> InterestOrder:
    """The order by a view's picks and pins; of an exact view once the ranking is ready, else maybe without it."""
    interests = view.annotations.interests
    key = (view.analysis.key if view.analysis else "", interests)
    found = contexts.kept.get(view.library.version, _PINS, key, lambda: pins.pins(interests, view.catalogue))
    return InterestOrder(view, view.ranking, found)
