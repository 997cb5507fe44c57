"""What a visitor decided about papers that look alike: the same paper, or different ones.

Stored and undone like every decision. See also `papers.comparing.doubtful`: what is asked, and under which keys the
answers are stored.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine

from components.curation.annotations import events
from components.curation.annotations.events import Change
from components.papers.merging import DuplicateDecision, PairKey, pair_key

PREFIX = "pair/"
DESCRIPTIONS = {
    "same": "Merged two papers as the same",
    "different": "Kept two papers as different",
    None: "Withdrew a decision about two papers",
}


def decide_duplicates(
    engine: Engine, workspace: str, pairs: Mapping[PairKey, DuplicateDecision | None], batch_id: str
) -> int:
    """Decide that pairs of paper ids, in any order, are the "same" paper or "different"; None: no decision.

    One batch that can be undone; returns how many decisions changed. A pair of one paper with itself is left out.
    """
    changes = []
    for (one, other), answer in pairs.items():
        first, second = pair_key(one, other)
        if first != second:
            changes.append(Change(first, PREFIX + second, answer))
    return events.apply(engine, workspace, changes, batch_id, lambda real: _says([change.new for change in real]))


def duplicate_decisions(engine: Engine, workspace: str) -> dict[PairKey, DuplicateDecision]:
    """The two ids in order → "same" or "different", as `read_digests` takes it."""
    found: dict[PairKey, DuplicateDecision] = {}
    for first, second, value in events.values_of_kinds(engine, workspace, PREFIX):
        if value == "same":
            found[first, second] = "same"
        elif value == "different":
            found[first, second] = "different"
    return found


def _says(answers: list[str | None]) -> str:
    if len(answers) > 1:
        return f"Decided for {len(answers):,} papers whether they are the same as others"
    return DESCRIPTIONS.get(answers[0], "Decided whether two papers are the same")
