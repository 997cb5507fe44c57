"""What a person decided about two papers that look alike: the same paper, or two different ones.

Not here: finding such pairs and merging them (papers). The answers are kept and undone like every decision.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine

from components.curation.annotations import events
from components.curation.annotations.events import Change
from components.papers.merging import DuplicateDecision, PairKey, pair_key

PREFIX = "pair/"
SAID = {
    "same": "Annotations that two papers are the same",
    "different": "Annotations that two papers are different",
    None: "Took the answer about two papers back",
}


def decide_duplicates(
    engine: Engine, workspace: str, pairs: Mapping[PairKey, DuplicateDecision | None], batch_id: str
) -> int:
    """Say of pairs of paper ids, in any order, that they are the "same" paper or "different"; None: no answer.

    One step that can be undone; returns how many answers changed. A pair of one paper with itself is left out.
    """
    changes = []
    for (one, other), answer in pairs.items():
        first, second = pair_key(one, other)
        if first != second:
            changes.append(Change(first, PREFIX + second, answer))
    return events.apply(engine, workspace, changes, batch_id, lambda real: _says([change.new for change in real]))


def duplicate_decisions(engine: Engine, workspace: str) -> dict[PairKey, DuplicateDecision]:
    """What `read_digests` takes: the two ids in order → "same" or "different"."""
    found: dict[PairKey, DuplicateDecision] = {}
    for first, second, value in events.values_of_kinds(engine, workspace, PREFIX):
        if value == "same":
            found[first, second] = "same"
        elif value == "different":
            found[first, second] = "different"
    return found


def _says(answers: list[str | None]) -> str:
    if len(answers) > 1:
        return f"Answered for {len(answers):,} pairs whether they are the same paper"
    return SAID.get(answers[0], "Answered whether two papers are the same")
