"""What a person decided about two papers that look alike: the same paper, or two different ones.

Not here: finding such pairs and merging them (papers). The answers are kept and undone like every decision.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Engine

from components.curation import events
from components.curation.events import Change

PREFIX = "pair/"
SAME, DIFFERENT = "same", "different"


def decide_pairs(engine: Engine, workspace: str, pairs: Mapping[tuple[str, str], bool | None], batch_id: str) -> int:
    """Say of pairs of paper ids, in any order, that they are the same paper (True) or not (False); None: no answer.

    One step that can be undone; returns how many answers changed. A pair of one paper with itself is left out.
    """
    changes = []
    for (one, other), same in pairs.items():
        first, second = sorted((one, other))
        if first != second:
            value = None if same is None else SAME if same else DIFFERENT
            changes.append(Change(first, PREFIX + second, value))
    return events.apply(engine, workspace, changes, batch_id, lambda real: _says([change.new for change in real]))


def pair_decisions(engine: Engine, workspace: str) -> dict[tuple[str, str], bool]:
    """(paper_id, paper_id), in alphabetical order → whether a person said that they are the same paper."""
    kept = events.values_of_kinds(engine, workspace, PREFIX)
    return {(first, second): value == SAME for first, second, value in kept if value in {SAME, DIFFERENT}}


def _says(values: list[str | None]) -> str:
    if len(values) > 1:
        return f"Answered for {len(values):,} pairs whether they are the same paper"
    said = {SAME: "Said that two papers are the same", DIFFERENT: "Said that two papers are different"}
    return said.get(values[0] or "", "Took the answer about two papers back")
